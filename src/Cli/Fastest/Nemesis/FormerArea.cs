using System.Text.Json.Nodes;

namespace EventSourced.Cli.Fastest.Nemesis;

/// <summary>An admin imports a job and a refactoring suggestion of a former installation: nothing else writes their tables.</summary>
internal static class FormerArea
{
    private const string CreatedAt = "2024-01-02T03:04:05Z";

    public static async Task RunAsync(Story story, CancellationToken stop)
    {
        await ImportAsync(story, "jobs", "job", "import_job", new() { ["prompt"] = "Count the ducks" }, stop);
        await ImportAsync(story, "refactoring_suggestions", "suggestion", "import_refactoring_suggestion", new() { ["type"] = "naming", ["title"] = "Call ducks ducks" }, stop);
    }

    private static async Task ImportAsync(Story story, string table, string kind, string name, JsonObject members, CancellationToken stop)
    {
        var id = $"{kind}-{Guid.NewGuid()}";
        foreach (var (member, value) in (ReadOnlySpan<(string, string)>)[($"{kind}_id", id), ("project_id", story.Project.Id), ("workspace_id", story.Main.Id), ("created_at", CreatedAt)]) members[member] = value;
        var written = table == "jobs" ? "fastest.job_imported.v1" : "fastest.refactoring_suggestion_imported.v1";
        var command = story.World.Book.Write(HttpMethod.Post, $"api/fastest/{table}", $"fastest.{name}", members, written);
        if (await story.World.Book.RunAsync(command, stop) && command.Status == "completed")
            story.User.Acknowledged.Add(new(table, [("id", id)], story.Project, story.Main)).With("status", "pending");
    }
}
