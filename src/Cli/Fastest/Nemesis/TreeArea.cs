using System.Text.Json.Nodes;

namespace EventSourced.Cli.Fastest.Nemesis;

/// <summary>Both workspaces change; their drift is counted and compared, main's changes are taken over and undone again; an unsaved tree of a conversation is captured.</summary>
internal static class TreeArea
{
    public static async Task RunAsync(Story story, CancellationToken stop)
    {
        var (user, side) = (story.User, $"v1/workspaces/{story.Side.Id}");
        if (await Story.PushAsync(user, story.Project, story.Main, [.. Story.FirstFiles, ("news.txt", $"{story.Random.Next()}"), ("both.txt", "main")], [story.Root], stop) is null) return;
        if (await Story.PushAsync(user, story.Project, story.Side, [.. Story.FirstFiles, ("both.txt", "side")], [story.Root], stop) is not { } head) return;
        await user.SendAsync(HttpMethod.Post, $"{side}/heartbeat", null, stop);
        Reported(story, await user.SendAsync(HttpMethod.Post, $"{side}/drift", new() { ["files_added"] = 2, ["files_modified"] = 6 }, stop));
        Reported(story, await user.SendAsync(HttpMethod.Get, $"{side}/drift/compare?include_dirty=true", null, stop));
        await SyncAsync(story, head, stop);
        await CaptureAsync(story, stop);
        await user.GetAsync($"v1/projects/{story.Project.Id}/docs", stop);
    }

    private static void Reported(Story story, JsonNode? answer)
    {
        if (answer?["report"] is { } report)
            story.User.Acknowledged.Add(new("drift_reports", [("id", report["id"]!.ToString())], story.Project, story.Side)).With("files_added", report["files_added"]!.ToString()).With("files_modified", report["files_modified"]!.ToString());
    }

    private static async Task SyncAsync(Story story, string head, CancellationToken stop)
    {
        var (user, side, row) = (story.User, $"v1/workspaces/{story.Side.Id}", story.SideRow);
        if ((await user.SendAsync(HttpMethod.Post, $"{side}/sync/prepare", null, stop))?["preview"] is not { } preview || preview["preview_id"] is not { } id) return;
        var decisions = new JsonObject(preview["decisions"]!.AsArray().Select(d => KeyValuePair.Create(d!["path"]!.ToString(), (JsonNode?)JsonValue.Create(story.Random.Next(2) == 0 ? "use_main" : "use_workspace"))));
        row.Values.Remove("version");
        if (await user.SendAsync(HttpMethod.Post, $"{side}/sync/execute", new() { ["preview_id"] = id.ToString(), ["decisions"] = decisions }, stop) is not { } synced) return;
        row.With("version", synced["workspace"]!["version"]!.ToString());
        user.Acknowledged.Add(new("snapshots", [("id", synced["snapshot_id"]!.ToString())], story.Project)).With("manifest_hash", synced["manifest_hash"]!.ToString());
        user.Acknowledged.Add(new("activity_events", [("project_id", story.Project.Id), ("type", "merge.completed")], story.Project)).Count = 1;
        if (story.Random.Next(2) == 0) return;
        row.Values.Remove("version");
        if (await user.SendAsync(HttpMethod.Post, $"{side}/sync/undo", new() { ["snapshot_id"] = head }, stop) is { } undone) row.With("version", undone["workspace"]!["version"]!.ToString());
    }

    // The snapshot of the change is taken by a follow-up. What a lost race answers is 409, and an event of the project.
    private static async Task CaptureAsync(Story story, CancellationToken stop)
    {
        if (await Story.UploadAsync(story.User, [.. Enumerable.Range(0, 12).Select(n => ($"draft/{n}.txt", $"{n}"))], stop) is not { } manifest) return;
        if (await story.User.SendAsync(HttpMethod.Post, $"v1/workspaces/{story.Main.Id}/current-manifest", new() { ["manifest_hash"] = manifest, ["conversation_id"] = story.Talk.Id }, stop) is not null)
            story.World.Tally.Count("trees changed in conversations");
    }
}
