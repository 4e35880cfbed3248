using System.Text.Json.Nodes;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Pulse;

/// <summary>Creates communities and sources, deletes some, sends some commands twice, and reads its own writes.</summary>
internal sealed class CommunityCaller(int number, NemesisWorld world)
{
    private readonly Random _random = new(unchecked(world.Seed * 101 + number));

    public async Task RunAsync(CancellationToken stop)
    {
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            var community = $"w{number}-{round}";
            if (!await SometimesTwiceAsync(Community(world.Book, community), stop)) return;
            for (var n = _random.Next(1, 4); n > 0; n--)
            {
                if (await SometimesTwiceAsync(Source(world.Book, community, $"s{n}"), stop) is not true) return;
            }
            // Another command for an existing community: rejected, and nothing is written.
            if (_random.Next(4) == 0) await world.Book.RunAsync(Community(world.Book, community), stop);
            await ReadOwnAsync(community, stop);
            if (_random.Next(4) == 0)
                await world.Book.RunAsync(world.Book.Write(HttpMethod.Delete, $"api/pulse/communities/{community}", "pulse.delete_community",
                    new JsonObject { ["community_id"] = community }, "pulse.community_deleted.v1"), stop);
        }
    }

    public static SentCommand Community(CommandBook book, string community) => book.Write(HttpMethod.Post, "api/pulse/communities", "pulse.create_community",
        new JsonObject { ["community_id"] = community, ["name"] = community, ["description"] = "made by nemesis" }, "pulse.community_created.v1");

    public static SentCommand Source(CommandBook book, string community, string source) => book.Write(HttpMethod.Post, "api/pulse/sources", "pulse.create_source",
        new JsonObject { ["community_id"] = community, ["source_id"] = source, ["name"] = source, ["description"] = "" }, "pulse.chat_source_created.v1");

    private Task<bool> SometimesTwiceAsync(SentCommand command, CancellationToken stop) => _random.Next(3) > 0 ? world.Book.RunAsync(command, stop) : world.Book.RunTwiceAsync(command, stop);

    private async Task ReadOwnAsync(string community, CancellationToken stop)
    {
        if (world.Book.All.LastOrDefault(c => c.Status == "completed" && c.Body?["community_id"]?.ToString() == community && c.Name == "pulse.create_community") is not { Position: { } position }) return;
        var answer = await world.Caller.GetAsync($"api/pulse/communities?community_id={community}", stop, position);
        world.Tally.Count(answer.IsGood ? "reads of what was just written" : "reads that were refused or lost");
        if (answer.IsGood && answer.Body!["data"]!.AsArray().Count != 1)
            world.Tally.Fault(Checks.Reads, $"community {community} was created at {position} and is not in pulse.communities at {answer.Position}");
    }
}
