namespace EventSourced.Cli.Fastest.Nemesis;

/// <summary>An index of the latest snapshot, a search and a diagram. The tables must have exactly what the index counted.</summary>
internal static class AtlasArea
{
    private static readonly string[] s_parts = ["concepts", "edges", "decision_links", "chunks", "embeddings"];

    public static async Task RunAsync(Story story, CancellationToken stop)
    {
        var (user, atlas) = (story.User, $"v1/projects/{story.Project.Id}/atlas");
        if (await user.SendAsync(HttpMethod.Post, $"{atlas}/index", new() { ["max_files"] = 20 }, stop) is not { } counts) return;
        foreach (var part in s_parts) user.Told.Add(new($"atlas_{part}", [("project_id", story.Project.Id)], story.Project)).Count = counts[part]!.GetValue<long>();
        await user.AskAsync($"{atlas}/search", new() { ["query"] = "ducks in the morning" }, stop);
        if ((await user.SendAsync(HttpMethod.Post, $"{atlas}/diagrams", [], stop))?["diagram"] is { } diagram)
            user.Told.Add(new("atlas_diagrams", [("id", diagram["id"]!.ToString())], story.Project)).With("type", diagram["type"]!.ToString());
        await user.GetAsync(atlas, stop);
    }
}
