namespace EventSourced.Cli.Fastest.Nemesis;

/// <summary>An index of the latest snapshot, a search and a diagram. The tables must have exactly what the index counted.</summary>
internal static class AtlasArea
{
    private static readonly string[] s_parts = ["concepts", "edges", "decision_links", "chunks", "embeddings"];

    public static async Task RunAsync(Story story, CancellationToken stop)
    {
        var (user, atlas) = (story.User, $"v1/projects/{story.Project.Id}/atlas");
        await IndexAsync(story, stop);
        await user.AskAsync($"{atlas}/search", new() { ["query"] = "ducks in the morning" }, stop);
        if ((await user.SendAsync(HttpMethod.Post, $"{atlas}/diagrams", [], stop))?["diagram"] is { } diagram)
            user.Acknowledged.Add(new("atlas_diagrams", [("id", diagram["id"]!.ToString())], story.Project)).With("type", diagram["type"]!.ToString());
        await user.GetAsync(atlas, stop);
    }

    /// <summary>Indexes the project. Decisions that were made since the last time are linked to what they name.</summary>
    public static async Task IndexAsync(Story story, CancellationToken stop)
    {
        AcknowledgedRow[] rows = [.. s_parts.Select(part => new AcknowledgedRow($"atlas_{part}", [("project_id", story.Project.Id)], story.Project))];
        // Until there is an answer, the tables may have the former index or this one.
        foreach (var row in rows) story.User.Acknowledged.Forget(row);
        if (await story.User.SendAsync(HttpMethod.Post, $"v1/projects/{story.Project.Id}/atlas/index", new() { ["max_files"] = 20 }, stop) is not { } counts) return;
        foreach (var (part, row) in s_parts.Zip(rows)) story.User.Acknowledged.Add(row).Count = counts[part]!.GetValue<long>();
    }
}
