using System.Globalization;
using System.Text.Json.Nodes;

namespace EventSourced.Cli.Nemesis;

/// <summary>Creates a replay of a table, reads it, and drops it.</summary>
internal sealed class Replayer(Caller caller, Tally tally)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30), s_pollInterval = TimeSpan.FromMilliseconds(200);
    private int _count;

    /// <returns>What happened.</returns>
    public async Task<string> RunAsync(string table, bool asStranger, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(s_limit);
        var name = asStranger ? TableAttachments.StrangersName : $"nemesis_{++_count}";
        if ((await caller.GetAsync("admin/projections", limit.Token)).Body?["watermark"]?.GetValue<long>() is not { } watermark) return "replay: the watermark cannot be read";
        var to = Math.Max(1, watermark - 50);
        var asked = await caller.PostAsync("admin/replays", new JsonObject { ["to"] = to.ToString(CultureInfo.InvariantCulture), ["into"] = name, ["tables"] = new JsonArray(table), ["keep_hours"] = 1 }, limit.Token);
        if (!asked.IsGood) return $"replay of {table} into {name}: {asked.Summary}";
        var state = await EndAsync(asked.Body!["id"]!.ToString(), limit.Token);
        tally.Count($"replays {state}");
        if (state == "completed") await ReadAsync(table, name, to, limit.Token);
        await caller.SendAsync(() => new HttpRequestMessage(HttpMethod.Delete, $"admin/replays/kept/{name}"), limit.Token);
        return $"replay of {table} at {to} into {name}: {state}";
    }

    private async Task<string> EndAsync(string id, CancellationToken cancellation)
    {
        while (true)
        {
            var answer = await caller.GetAsync($"admin/replays/{id}", cancellation);
            if (answer.IsGood && answer.Body!["is_final"]!.GetValue<bool>()) return answer.Body["state"]!.ToString();
            await Task.Delay(s_pollInterval, cancellation);
        }
    }

    private async Task ReadAsync(string table, string name, long to, CancellationToken cancellation)
    {
        var answer = await caller.GetAsync($"api/{table.Replace('.', '/')}?asOf={name}&limit=1", cancellation);
        if (answer.Status is 0 or >= 500) return;
        if (answer.Status == 404 && await IsDroppedAsync(name, cancellation)) tally.Count("replays dropped because something of them was forgotten");
        else if (!answer.IsGood) tally.Fault(Checks.Reads, $"{table} as of {name}, which is complete, was refused: {answer.Summary}");
        else if (answer.Position != to) tally.Fault(Checks.Reads, $"{table} as of {name} was built to {to} and answers at {answer.Position}");
    }

    /// <summary>When something is forgotten, earlier replays are dropped within seconds.</summary>
    private async Task<bool> IsDroppedAsync(string name, CancellationToken cancellation)
    {
        while (true)
        {
            // API or database may be down because of the next disruption: retry until there is an answer.
            if (await caller.GetAsync("admin/replays/kept", cancellation) is { IsGood: true, Body: { } kept }) return kept.AsArray().All(replay => replay!["name"]!.ToString() != name);
            await Task.Delay(s_pollInterval, cancellation);
        }
    }
}
