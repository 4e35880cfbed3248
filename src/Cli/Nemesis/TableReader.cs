namespace EventSourced.Cli.Nemesis;

/// <summary>Polls tables: positions go back only by a rollback, and an answer reflects at least the requested position.</summary>
internal sealed class TableReader(int number, int seed, IReadOnlyList<string> tables, Workloads workloads, Caller caller, Tally tally)
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
            await Task.Delay(s_pause, stop);
        }
    }

    private async Task PollAsync(string table, CancellationToken stop)
    {
        var before = _positions.GetValueOrDefault(table);
        // Sometimes with the last known position: the answer must reflect at least this.
        var asked = _random.Next(3) == 0 ? before : (long?)null;
        var answer = await caller.GetAsync($"api/{table.Replace('.', '/')}?limit=20", stop, asked);
        if (!Counted(answer)) return;
        var position = answer.Position ?? 0;
        if (asked > position) tally.Fault(Checks.Reads, $"{table} was queried at {asked} and answered at {position}");
        // After a rollback, the older generation catches up from its own position: one step back per rollback is possible.
        if (position < before && (_stepsBack[table] = _stepsBack.GetValueOrDefault(table) + 1) > (workloads.MayRollBack(table) ? tally.Of(Chaos.RollbacksAsked) : 0))
            tally.Fault(Checks.Reads, $"{table} went back from {before} to {position}");
        _positions[table] = position;
    }

    private bool Counted(Answer answer)
    {
        tally.Count(answer.IsGood ? "reads" : "reads that were refused or lost");
        return answer.IsGood;
    }
}
