using System.Text.Json.Nodes;

namespace EventSourced.Cli.Nemesis;

/// <summary>Creates communities and sources, deletes some, asks for some twice, and reads what it wrote.</summary>
internal sealed class Writer(int number, int seed, CommandBook book, Caller caller, Tally tally)
{
    private readonly Random _random = new(unchecked(seed * 101 + number));

    public async Task RunAsync(CancellationToken stop)
    {
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            var community = $"w{number}-{round}";
            if (!await TwiceNowAndThenAsync(Community(book, community), stop)) return;
            for (var n = _random.Next(1, 4); n > 0; n--)
            {
                if (await TwiceNowAndThenAsync(Source(book, community, $"s{n}"), stop) is not true) return;
            }
            // Another command for what is there already: refused, and nothing is written.
            if (_random.Next(4) == 0) await book.RunAsync(Community(book, community), stop);
            await ReadOwnAsync(community, stop);
            if (_random.Next(4) == 0)
                await book.RunAsync(book.Write(HttpMethod.Delete, $"api/pulse/communities/{community}", "pulse.delete_community",
                    new JsonObject { ["community_id"] = community }, "pulse.community_deleted.v1"), stop);
        }
    }

    public static SentCommand Community(CommandBook book, string community) => book.Write(HttpMethod.Post, "api/pulse/communities", "pulse.create_community",
        new JsonObject { ["community_id"] = community, ["name"] = community, ["description"] = "made by nemesis" }, "pulse.community_created.v1");

    public static SentCommand Source(CommandBook book, string community, string source) => book.Write(HttpMethod.Post, "api/pulse/sources", "pulse.create_source",
        new JsonObject { ["community_id"] = community, ["source_id"] = source, ["name"] = source, ["description"] = "" }, "pulse.chat_source_created.v1");

    // Two requests with one id at the same time: they must agree.
    private async Task<bool> TwiceNowAndThenAsync(SentCommand command, CancellationToken stop)
    {
        if (_random.Next(3) > 0) return await book.RunAsync(command, stop);
        return (await Task.WhenAll(book.RunAsync(command, stop), book.RunAsync(command, stop))).All(ended => ended);
    }

    private async Task ReadOwnAsync(string community, CancellationToken stop)
    {
        if (book.All.LastOrDefault(c => c.Status == "completed" && c.Body?["community_id"]?.ToString() == community && c.Name == "pulse.create_community") is not { Position: { } position }) return;
        var answer = await caller.GetAsync($"api/pulse/communities?community_id={community}", stop, position);
        tally.Count(answer.IsGood ? "reads of what was just written" : "reads that were refused or lost");
        if (answer.IsGood && answer.Body!["data"]!.AsArray().Count != 1)
            tally.Fault(Checks.Reads, $"community {community} was created at {position} and is not in pulse.communities at {answer.Position}");
    }
}
