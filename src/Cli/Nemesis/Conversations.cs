using System.Collections.Concurrent;
using Npgsql;

namespace EventSourced.Cli.Nemesis;

/// <summary>Holds the turns that were sent against the tables of conversations.</summary>
internal sealed class Conversations(NpgsqlDataSource database, ConcurrentBag<SentTurn> turns, Tally tally)
{
    private List<SentTurn> Recorded => [.. turns.Where(t => t.Command.Status == "completed")];

    /// <summary>What is still to be analysed; null when nothing is.</summary>
    public async Task<string?> WaitingAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select count(*) from rabbit.analysis_jobs where status <> 'pending'");
        var (ended, recorded) = ((long)(await command.ExecuteScalarAsync(cancellation))!, Recorded.Count);
        return ended < recorded ? $"{recorded - ended} of {recorded} turns are not analysed" : null;
    }

    public async Task CheckAsync(CancellationToken cancellation)
    {
        var skipped = await SkippedAsync(cancellation);
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
            tally.Count("turns checked");
        }
    }

    private void Expect(Dictionary<string, long> counts, string turn, long wanted, string what)
    {
        if (counts.GetValueOrDefault(turn) is var found && found != wanted) tally.Fault(Checks.Turns, $"turn {turn} has {found} {what} instead of {wanted}");
    }

    private async Task<HashSet<long>> SkippedAsync(CancellationToken cancellation)
    {
        var positions = new HashSet<long>();
        await using var command = database.CreateCommand("select (data->>'position')::bigint from log.mt_events where type = 'operations.event_skipped.v1' and data->>'table' = $1");
        command.Parameters.AddWithValue(PoisonTurns.Table);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) positions.Add(reader.GetInt64(0));
        return positions;
    }

    private async Task<Dictionary<string, long>> CountsAsync(string sql, CancellationToken cancellation)
    {
        var counts = new Dictionary<string, long>();
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) counts[reader.GetString(0)] = reader.GetInt64(1);
        return counts;
    }
}
