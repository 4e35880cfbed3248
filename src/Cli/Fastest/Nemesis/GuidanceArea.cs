using System.Text.Json.Nodes;

namespace EventSourced.Cli.Fastest.Nemesis;

/// <summary>A brief, next steps from it that are rated and acted on, and decisions from a conversation.</summary>
internal static class GuidanceArea
{
    public static async Task RunAsync(Story story, CancellationToken stop)
    {
        var (user, project) = (story.User, $"v1/projects/{story.Project.Id}");
        var brief = JsonNode.Parse("""{"intent": "personal_tool", "problem": "Ducks", "must_have": ["Feed", "Count"], "nice_to_have": ["Map"], "platforms": [], "polish_level": "hacky"}""")!;
        if (await user.SendAsync(HttpMethod.Patch, $"{project}/brief", new() { ["intent"] = "personal_tool", ["brief"] = brief }, stop) is null) return;
        user.Acknowledged.Add(new("projects", [("id", story.Project.Id), ("intent", "personal_tool")], story.Project));
        if (await user.SendAsync(HttpMethod.Post, $"{project}/next-steps/generate", [], stop) is { } suggested)
            foreach (var step in suggested["next_steps"]!.AsArray()) await ActAsync(story, step!, stop);

        await user.SendAsync(HttpMethod.Post, $"v1/conversations/{story.Talk.Id}/messages", new() { ["content"] = "We decided to keep the src folder small because ducks are small." }, stop);
        if (await user.SendAsync(HttpMethod.Post, $"{project}/decisions/extract", [], stop) is not { } found) return;
        foreach (var decision in found["decisions"]!.AsArray())
            user.Acknowledged.Add(new("project_decisions", [("id", decision!["id"]!.ToString())], story.Project)).With("decision", decision["decision"]!.ToString());
        // Each is found once.
        if (found["decisions"]!.AsArray().Count > 0) user.Acknowledged.Add(new("project_decisions", [("project_id", story.Project.Id)], story.Project)).Count = 1;
    }

    private static async Task ActAsync(Story story, JsonNode step, CancellationToken stop)
    {
        var id = step["id"]!.ToString();
        var (row, path) = (story.User.Acknowledged.Add(new("next_steps", [("id", id)], story.Project)).With("title", step["title"]!.ToString()).With("status", "pending"), $"v1/projects/{story.Project.Id}/next-steps/{id}");
        await story.User.ChangeAsync(HttpMethod.Patch, path, new() { ["status"] = "accepted" }, row, "status", "accepted", stop);
        for (var n = 1; n <= story.Random.Next(3); n++)
            if (await story.User.ChangeAsync(HttpMethod.Post, $"{path}/feedback", new() { ["helpful"] = true }, row, "helpful_count", $"{n}", stop) is null) break;
    }
}
