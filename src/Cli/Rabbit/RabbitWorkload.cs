using System.Collections.Concurrent;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Rabbit;

/// <summary>Simulates conversations of children; every turn must be in its tables once, and analysed once.</summary>
internal sealed class RabbitWorkload(NemesisWorld world) : INemesisWorkload, IRefusedRow
{
    private const int TalkCallers = 2;
    private const string Turns = "every turn is in its tables once, and analysed once";

    private readonly ConcurrentBag<SentTurn> _turns = [];

    public string Module => "rabbit";

    public IReadOnlyList<string> Promises => [Turns];

    public IRefusedRow Refused => this;

    public string Table => "rabbit.conversation_turns";

    public string KeyColumn => "id";

    public string MarkerColumn => "rabbit_response";

    private List<SentTurn> Recorded => [.. _turns.Where(t => t.Command.Status == "completed")];

    public IEnumerable<Task> StartCallers(CancellationToken stop) => [.. Enumerable.Range(0, TalkCallers).Select(n => new TalkCaller(n, world, _turns).RunAsync(stop))];

    public async Task<string?> SendAsync(string marker, CancellationToken stop)
    {
        if (await TalkCaller.StartAsync(world.Book, "child-of-nemesis", stop) is not { } session) return null;
        var turn = TalkCaller.Say(world.Book, session, "poison", marker);
        Note(turn);
        return await world.Book.RunAsync(turn.Command, stop) ? turn.Turn.ToString() : null;
    }

    public async Task<string?> PendingAsync(CancellationToken cancellation)
    {
        var (ended, recorded) = (0L, Recorded.Count);
        await world.RowsAsync("select count(*) from rabbit.analysis_jobs where status <> 'pending'", r => ended = r.GetInt64(0), cancellation);
        return ended < recorded ? $"{recorded - ended} of {recorded} turns are not analysed" : null;
    }

    public async Task CheckAsync(CancellationToken cancellation)
    {
        var skipped = await RefusedRows.SkippedAsync(world, Table, cancellation);
        var rows = await CountsAsync("select id, count(*) from rabbit.conversation_turns group by 1", cancellation);
        var jobs = await CountsAsync("select turn_id, count(*) from rabbit.analysis_jobs where status = 'completed' group by 1", cancellation);
        var words = await CountsAsync("select turn_id, count(*) from rabbit.vocabulary group by 1", cancellation);
        foreach (var turn in Recorded)
        {
            var id = turn.Turn.ToString();
            var wanted = turn.Command.Position is { } position && skipped.Contains(position) ? 0 : 1;
            Expect(rows, id, wanted, "rows");
            Expect(jobs, id, 1, "completed analyses");
            Expect(words, id, turn.Words, "words");
            world.Tally.Count("turns checked");
        }
    }

    /// <summary>Records a sent turn.</summary>
    internal void Note(SentTurn turn) => _turns.Add(turn);

    private void Expect(Dictionary<string, long> counts, string turn, long wanted, string what)
    {
        if (counts.GetValueOrDefault(turn) is var found && found != wanted) world.Tally.Fault(Turns, $"turn {turn} has {found} {what} instead of {wanted}");
    }

    private async Task<Dictionary<string, long>> CountsAsync(string sql, CancellationToken cancellation)
    {
        var counts = new Dictionary<string, long>();
        await world.RowsAsync(sql, r => counts[r.GetString(0)] = r.GetInt64(1), cancellation);
        return counts;
    }
}
