using System.Text.Json.Nodes;

namespace EventSourced.Cli.Fastest.Nemesis;

/// <summary>An analysis of the main workspace, and runs of what it finds.</summary>
internal static class ActionItemArea
{
    public static async Task RunAsync(Story story, CancellationToken stop)
    {
        var user = story.User;
        if (await user.SendAsync(HttpMethod.Post, $"v1/workspaces/{story.Main.Id}/analyse", null, stop) is not { } found) return;
        foreach (var item in found["action_items"]!.AsArray())
        {
            var id = item!["id"]!.ToString();
            var row = user.Acknowledged.Add(new("action_items", [("id", id)], story.Project, story.Main)).With("status", "pending");
            if (story.Random.Next(3) == 0) await user.ChangeAsync(HttpMethod.Post, $"v1/action-items/{id}/dismiss", null, row, "status", "dismissed", stop);
            else await WorkAsync(story, row, id, stop);
        }
        await user.GetAsync("v1/action-items", stop);
    }

    private static async Task WorkAsync(Story story, AcknowledgedRow item, string id, CancellationToken stop)
    {
        var user = story.User;
        if (await user.ChangeAsync(HttpMethod.Post, $"v1/action-items/{id}/runs", null, item, "status", "running", stop) is not { } queued) return;
        // From now on the item follows its run.
        item.Values.Remove("status");
        var run = queued["run"]!["id"]!.ToString();
        var (row, path) = (user.Acknowledged.Add(new("action_item_runs", [("id", run)], story.Project, story.Main)).With("status", "queued"), $"v1/action-items/runs/{run}");
        if (await user.ChangeAsync(HttpMethod.Post, $"{path}/begin", null, row, "status", "running", stop) is null) return;
        if (await user.ChangeAsync(HttpMethod.Post, $"{path}/attempts", Attempt(false), row, "status", "running", stop) is null) return;
        if (await user.ChangeAsync(HttpMethod.Post, $"{path}/attempts", Attempt(true), row, "status", "ready", stop) is null) return;
        row.With("attempt_count", "2");
        await user.ChangeAsync(HttpMethod.Post, $"{path}/apply", null, row, "status", "applied", stop);
    }

    private static JsonObject Attempt(bool success) => new()
    {
        ["checks"] = new JsonArray(new JsonObject { ["kind"] = "test", ["command"] = "npm test", ["success"] = success, ["output"] = "" }),
        ["report"] = "Tests were added.",
        ["patch"] = "+++",
    };
}
