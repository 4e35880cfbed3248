namespace EventSourced.Cli.Fastest.Nemesis;

/// <summary>Deployments of the workspace and the project. No provider is configured, so each ends as failed, unless the user reports its end first.</summary>
internal static class DeploymentArea
{
    private const int Looks = 25;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    public static async Task RunAsync(Story story, CancellationToken stop)
    {
        var (user, project, main) = (story.User, $"v1/projects/{story.Project.Id}", $"v1/workspaces/{story.Main.Id}");
        if (await user.SendAsync(HttpMethod.Put, $"{main}/deployment-settings", new() { ["build_command"] = "npm run build" }, stop) is not null)
            user.Acknowledged.Add(new("deployment_settings", [("workspace_id", story.Main.Id)], story.Project, story.Main)).With("build_command", "npm run build");
        await user.GetAsync($"{project}/detect", stop);
        if (await StartAsync(story, $"{main}/deploy", stop) is { } first && await HasFailedAsync(story, first, stop))
            if ((await user.SendAsync(HttpMethod.Post, $"v1/action-items/deploy-{first}/runs", null, stop))?["run"] is { } run)
                user.Acknowledged.Add(new("action_item_runs", [("id", run["id"]!.ToString())], story.Project, story.Main)).With("status", "queued");
        if (await StartAsync(story, $"{main}/deploy", stop) is { } second)
            await user.SendAsync(HttpMethod.Post, $"v1/deployments/{second}/status", new() { ["status"] = "success", ["url"] = "https://pond.example" }, stop);
        await StartAsync(story, $"{project}/deploy", stop);
        await ResourcesAsync(story, project, stop);
    }

    private static async Task<string?> StartAsync(Story story, string path, CancellationToken stop)
    {
        if (await Story.CreatedAsync(story.User, path, "deployment", [], stop) is not { } deployment) return null;
        // It stays when its workspace is deleted.
        story.User.Acknowledged.Add(new("deployments", [("id", deployment.Id)], story.Project));
        return deployment.Id;
    }

    private static async Task<bool> HasFailedAsync(Story story, string deployment, CancellationToken stop)
    {
        for (var look = 0; look < Looks; look++)
        {
            var list = await story.User.GetAsync($"v1/workspaces/{story.Main.Id}/deployments", stop);
            if (list?["deployments"]!.AsArray().Any(d => d!["id"]!.ToString() == deployment && d["status"]!.ToString() == "failed") is true) return true;
            await Task.Delay(s_pause, stop);
        }
        return false;
    }

    private static async Task ResourcesAsync(Story story, string project, CancellationToken stop)
    {
        if (await story.User.GetAsync($"{project}/resources", stop) is not { } list) return;
        foreach (var resource in list["resources"]!.AsArray())
        {
            var row = story.User.Acknowledged.Add(new("infrastructure_resources", [("id", resource!["id"]!.ToString())], story.Project)).With("name", resource["name"]!.ToString());
            if (story.Random.Next(2) == 0) await story.User.ChangeAsync(HttpMethod.Delete, $"{project}/resources/{resource["id"]}", null, row, "status", "deleted", stop);
        }
    }
}
