namespace EventSourced.Cli.Fastest.Nemesis;

/// <summary>Conversations: messages in order, a new title, another workspace, a deletion.</summary>
internal static class TalkArea
{
    public static async Task RunAsync(Story story, CancellationToken stop)
    {
        var user = story.User;
        if (await Story.CreatedAsync(user, "v1/conversations", "conversation", new() { ["workspace_id"] = story.Main.Id }, stop) is not { } talk) return;
        // The conversation moves, so deleting either workspace may delete it: only its project and its own deletion are certain.
        var row = user.Acknowledged.Add(new("conversations", [("id", talk.Id)], story.Project, talk)).With("workspace_id", story.Main.Id);
        for (var n = 1; n <= story.Random.Next(2, 5); n++)
        {
            if (await user.SendAsync(HttpMethod.Post, $"v1/conversations/{talk.Id}/messages", new() { ["content"] = $"Message {n}" }, stop) is not { } said) break;
            if (said["message"]!["number"]!.GetValue<int>() != n) story.World.Tally.Fault(AcknowledgedRows.Promise, $"message {n} of conversation {talk.Id} was answered as {said["message"]!.ToJsonString()}");
        }
        await user.ChangeAsync(HttpMethod.Patch, $"v1/conversations/{talk.Id}", new() { ["title"] = "Ducks" }, row, "title", "Ducks", stop);
        if (story.Random.Next(3) == 0)
        {
            await user.ChangeAsync(HttpMethod.Patch, $"v1/conversations/{talk.Id}", new() { ["workspace_id"] = story.Side.Id }, row, "workspace_id", story.Side.Id, stop);
            await user.DeleteAsync("conversations", talk, stop);
        }
        await user.GetAsync($"v1/conversations/{story.Talk.Id}/messages", stop);
    }
}
