using Npgsql;

namespace EventSourced.EventStore;

/// <summary>
/// The highest position up to which the log is final. Whoever draws a position holds the append lock from before that until the end of the transaction.
/// So when the sequence stands at H, and after that the holders of the lock are listed, every position up to H belongs to one of them or to a
/// transaction that has ended: once these holders are gone, all of them are visible or dead.
/// </summary>
internal sealed class Watermark(EventStoreOptions options) : IDisposable
{
    // More would gain nothing: the oldest is the first to become final, and the newest is replaced at the next look.
    private const int MostCandidates = 32;

    private readonly string _last = $"select last_value, is_called from {options.LogSchema}.mt_events_sequence";
    private readonly List<Candidate> _candidates = [];
    // Looks must be taken in one after another: an older list of holders says nothing about a younger candidate.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _final;

    /// <summary>The watermark of the last look.</summary>
    public long Known => Volatile.Read(ref _final);

    /// <summary>Looks once. Waits for no appender.</summary>
    public async Task<long> LookAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Two statements in this order: within one, the holders could be listed before the sequence is read.
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(_last), new(Holders) } };
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            var last = reader.GetBoolean(1) ? reader.GetInt64(0) : reader.GetInt64(0) - 1;
            await reader.NextResultAsync(cancellationToken);
            HashSet<string> holders = [];
            while (await reader.ReadAsync(cancellationToken)) holders.Add(reader.GetString(0));
            return Take(last, holders);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    // The virtual transaction id names one transaction of one server process and is never given out again while the server runs.
    private static readonly string Holders = $"""
        select virtualtransaction from pg_locks
        where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
          and classid = {EventStoreSchema.AppendLock >> 32} and objid = {EventStoreSchema.AppendLock & 0xffff_ffff} and objsubid = 1
        """;

    internal long Take(long last, HashSet<string> holders)
    {
        var final = _final;
        for (var i = _candidates.Count - 1; i >= 0; i--)
        {
            var candidate = _candidates[i];
            candidate.Holders.IntersectWith(holders);
            if (candidate.Holders.Count > 0) continue;
            // Final; and so are all that are older, because they lie below it.
            final = Math.Max(final, candidate.Position);
            _candidates.RemoveRange(0, i + 1);
            break;
        }
        if (holders.Count == 0)
        {
            final = Math.Max(final, last);
            _candidates.Clear();
        }
        else if (last > final && (_candidates.Count == 0 || _candidates[^1].Position < last))
        {
            if (_candidates.Count == MostCandidates) _candidates.RemoveAt(MostCandidates / 2);
            _candidates.Add(new Candidate(last, holders));
        }
        Volatile.Write(ref _final, final);
        return final;
    }

    private readonly record struct Candidate(long Position, HashSet<string> Holders);
}
