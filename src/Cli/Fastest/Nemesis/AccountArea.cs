using System.Text.Json.Nodes;

namespace EventSourced.Cli.Fastest.Nemesis;

/// <summary>Keys and tokens of the user, environment variables of the project, and devices that ask for a session.</summary>
internal static class AccountArea
{
    private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    public static async Task RunAsync(Story story, CancellationToken stop)
    {
        var (user, project) = (story.User, $"v1/projects/{story.Project.Id}");
        if (await user.SendAsync(HttpMethod.Put, "v1/auth/api-keys/openai", new() { ["api_key"] = $"sk-{story.Random.NextInt64()}-0123456789" }, stop) is not null)
            user.Acknowledged.Add(new("user_api_keys", [("user_id", user.Id), ("provider", "openai")])).Count = 1;
        if (await user.SendAsync(HttpMethod.Put, "v1/infrastructure/credentials/railway", new() { ["api_token"] = $"railway-{story.Random.NextInt64()}-0123456789" }, stop) is not null)
            user.Acknowledged.Add(new("provider_credentials", [("user_id", user.Id), ("provider", "railway")])).Count = 1;

        foreach (var key in (string[])["POND", "DUCKS"])
            if (await user.SendAsync(HttpMethod.Post, $"{project}/env-vars", new() { ["key"] = key, ["value"] = "7", ["is_secret"] = key == "POND" }, stop) is not null)
                user.Acknowledged.Add(new("project_env_vars", [("project_id", story.Project.Id), ("key", key)], story.Project)).Count = 1;
        if (await user.SendAsync(HttpMethod.Delete, $"{project}/env-vars/DUCKS", null, stop) is not null)
            user.Acknowledged.Add(new("project_env_vars", [("project_id", story.Project.Id), ("key", "DUCKS")], story.Project)).Count = 0;
        await user.GetAsync($"{project}/env-vars/values", stop);
        await DeviceAsync(user, isFetched: true, stop);
        await DeviceAsync(user, isFetched: false, stop);
    }

    // These requests have no key: a lost answer is followed by another device.
    private static async Task DeviceAsync(StoryUser user, bool isFetched, CancellationToken stop)
    {
        if (await user.AskAsync("v1/oauth/device", [], stop) is not { } device) return;
        var code = device["user_code"]!.ToString();
        var row = user.Acknowledged.Add(new("device_codes", [("user_code", code)]));
        if (!isFetched)
        {
            if (await user.AskAsync("v1/oauth/device/deny", new() { ["user_code"] = code }, stop) is not null) row.With("status", "denied");
            return;
        }
        if (await user.AskAsync("v1/oauth/device/authorize", new() { ["user_code"] = code }, stop) is null) return;
        row.With("status", "authorized");
        var poll = new JsonObject { ["grant_type"] = DeviceGrant, ["device_code"] = device["device_code"]!.ToString() };
        if (await user.TryAsync("v1/oauth/token", poll, stop)) row.Count = 0;
        // The session may have been opened although its answer was lost: then it is unknown whether the code is left.
        else user.Acknowledged.Forget(row);
    }
}
