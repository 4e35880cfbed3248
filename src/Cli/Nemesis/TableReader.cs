using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace EventSourced.Cli.Nemesis;

/// <summary>Polls tables: their positions never go back but by a rollback, and a completed import stays.</summary>
internal sealed class TableReader(int number, int seed, IReadOnlyList<string> tables, Caller caller, Tally tally, ConcurrentDictionary<string, byte> completed)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private readonly Random _random = new(unchecked(seed * 307 + number));
    private readonly Dictionary<string, long> _positions = [];
    private readonly Dictionary<string, long> _stepsBack = [];

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await PollAsync(tables[_random.Next(tables.Count)], stop);
            if (completed.Keys.ToList() is { Count: > 0 } exports) await LookForAsync(exports[_random.Next(exports.Count)], stop);
            await Task.Delay(s_pause, stop);
        }
    }

    private async Task PollAsync(string table, CancellationToken stop)
    {
        var before = _positions.GetValueOrDefault(table);
        // Now and then with the position that is known: the answer must be at least there.
        var asked = _random.Next(3) == 0 ? before : (long?)null;
        var answer = await caller.GetAsync($"api/{table.Replace('.', '/')}?limit=20", stop, asked);
        if (!Counted(answer)) return;
        var position = answer.Position ?? 0;
        if (asked > position) tally.Fault(Checks.Reads, $"{table} was asked for at {asked} and answered at {position}");
        // A rollback puts an older generation in place, which catches up from where it stood: each may be seen once.
        if (position < before && (_stepsBack[table] = _stepsBack.GetValueOrDefault(table) + 1) > (RollBacks.MayHit(table) ? tally.Of(RollBacks.Asked) : 0))
            tally.Fault(Checks.Reads, $"{table} went back from {before} to {position}");
        _positions[table] = position;
    }

    private async Task LookForAsync(string export, CancellationToken stop)
    {
        var answer = await caller.GetAsync($"api/pulse/exports?export_id={export}&select=export_id,status", stop);
        if (Counted(answer) && answer.Body!["data"]!.AsArray() is not [JsonObject row] || answer.IsGood && answer.Body!["data"]![0]!["status"]!.ToString() != "completed")
            tally.Fault(Checks.Reads, $"export {export} was completed, and at {answer.Position} pulse.exports says {answer.Body!["data"]!.ToJsonString()}");
    }

    private bool Counted(Answer answer)
    {
        tally.Count(answer.IsGood ? "reads" : "reads that were refused or lost");
        return answer.IsGood;
    }
}

/// <summary>Tables that may be rolled back: not those by which rows are looked for.</summary>
internal static class RollBacks
{
    public const string Asked = "rollbacks asked for";

    public static bool MayHit(string table) => table is not ("pulse.exports" or "pulse.communities" or "pulse.chat_sources");
}
