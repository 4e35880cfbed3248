using Npgsql;

namespace EventSourced.EventStore;

/// <summary>
/// The highest position up to which the log is final: no transaction can still commit an event at or below it. Events that follow the last final one without a
/// gap are final, because each of them is committed. A gap needs another proof: it belongs to a transaction that is open or was rolled back.
/// <para>
/// That proof is the lock of the sequence. <c>nextval</c> takes a lock on the sequence before it returns a position, and the transaction holds
/// the lock to its end, whether Marten, COPY or a handwritten statement calls it. So if the sequence is read as H, and the lock holders are listed after
/// that, every position up to H belongs to one of these holders or to a transaction that has ended. Once these holders have ended, all positions up to H are
/// committed or rolled back.
/// </para>
/// <para>
/// After a crash, the server assigns positions again whose assignment had not reached the disk. So a proof is not valid after a crash. And the
/// published watermark is never beyond the position of an event: the commit of an event has flushed every assignment before it to the disk.
/// </para>
/// <para>
/// A position that another process has proven and committed, such as the checkpoint of a read table, is valid for this process too: <see cref="Accept"/>
/// records it, and the next read includes it.
/// </para>
/// </summary>
internal sealed class Watermark(EventStoreOptions options) : IDisposable
{
    // More would be useless: the oldest becomes final first, and the next read replaces the newest.
    private const int MostCandidates = 32;

    // A reader that is further behind looks at the locks, which proves any number of events at once.
    private const int MostConsecutive = 1_000;

    // The snapshot of the statement is older than the value of the sequence that it reads: a position that was assigned in between counts as a gap, until the next read.
    private readonly string _next = $"""
        select last_value, is_called, array(select seq_id from {options.LogSchema}.mt_events where seq_id > $1 order by seq_id limit {MostConsecutive})
        from {options.LogSchema}.mt_events_sequence
        """;
    private readonly string _lastEvent = $"select max(seq_id) from {options.LogSchema}.mt_events where seq_id <= $1";
    private readonly List<Candidate> _candidates = [];
    // Reads must be processed one after another: an older list of holders does not apply to a younger candidate.
    private readonly SemaphoreSlim _mutex = new(1, 1);
    private DateTime _lastCrash;
    private long _final;
    private long _published;
    private long _accepted;
    private long _begun;
    private long _read;
    private bool _stoppedAtGap;
    private bool _isEnd;

    /// <summary>The watermark of the last read.</summary>
    public long Known => Volatile.Read(ref _published);

    /// <summary>Records a position that another process has proven to be final. The next read includes it.</summary>
    public void Accept(long position)
    {
        for (var known = Volatile.Read(ref _accepted); position > known; known = Volatile.Read(ref _accepted))
            if (Interlocked.CompareExchange(ref _accepted, position, known) == known) return;
    }

    /// <summary>Reads the watermark, without waiting for open appends.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="mayStopAtGap">
    /// Whether a gap needs no proof yet if there are new events before it: for a caller that takes those and then reads again. While others append, most gaps are
    /// filled by then, and listing the lock holders costs more than all else.
    /// </param>
    /// <param name="next">A query for the next events, to run in the same round trip; or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Result> ReadAsync(NpgsqlConnection connection, bool mayStopAtGap, NextEvents? next, CancellationToken cancellationToken)
    {
        var begun = Volatile.Read(ref _begun);
        await _mutex.WaitAsync(cancellationToken);
        try
        {
            // A read of another caller that began after this call has the same result.
            if (_read > begun && (mayStopAtGap || !_stoppedAtGap)) return new Result(_published, _isEnd, false);
            Volatile.Write(ref _begun, _begun + 1);
            var before = _published;
            var last = await AdvanceOverConsecutiveAsync(connection, next, cancellationToken);
            _stoppedAtGap = mayStopAtGap && before < _published && _published < last;
            var byLocks = !_stoppedAtGap && (_published < last || Volatile.Read(ref _accepted) > _published);
            if (byLocks) await AdvanceByLocksAsync(connection, last, cancellationToken);
            _isEnd = _published >= last;
            _read = _begun;
            return new Result(_published, _isEnd, next is not null && !byLocks);
        }
        finally
        {
            _mutex.Release();
        }
    }

    public void Dispose() => _mutex.Dispose();

    // The holders are listed after the sequence was read.
    private async Task AdvanceByLocksAsync(NpgsqlConnection connection, long last, CancellationToken cancellationToken)
    {
        var (holders, lastCrash) = await QueryHoldersAsync(connection, cancellationToken);
        if (lastCrash != _lastCrash) RestartAfterCrash(lastCrash);
        var final = Advance(last, holders);
        if (final > _published) Volatile.Write(ref _published, Math.Max(_published, await LastEventAsync(connection, final, cancellationToken)));
        // A position beyond the sequence was proven for a log that has been replaced by an older backup: ignore it.
        if (Volatile.Read(ref _accepted) is var accepted && accepted > _published && accepted <= last) Publish(accepted);
    }

    /// <summary>Advances over the events that follow without a gap, and returns the last position that was assigned before: up to there, a missing event is a gap.</summary>
    private async Task<long> AdvanceOverConsecutiveAsync(NpgsqlConnection connection, NextEvents? next, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(_next) { Parameters = { new NpgsqlParameter<long> { TypedValue = _published } } } } };
        if (next is not null) batch.BatchCommands.Add(next.Query);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var last = reader.GetBoolean(1) ? reader.GetInt64(0) : reader.GetInt64(0) - 1;
        var final = _published;
        foreach (var position in reader.GetFieldValue<long[]>(2))
        {
            if (position != final + 1) break;
            final++;
        }
        if (next is not null)
        {
            await reader.NextResultAsync(cancellationToken);
            await next.Read(reader);
        }
        if (final > _published) Publish(final);
        return last;
    }

    private async Task<(HashSet<string> Holders, DateTime LastCrash)> QueryHoldersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(_holders), new(LastCrash) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        HashSet<string> holders = [];
        while (await reader.ReadAsync(cancellationToken)) holders.Add(reader.GetString(0));
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (holders, reader.GetDateTime(0));
    }

    private void Publish(long proven)
    {
        _final = Math.Max(_final, proven);
        Volatile.Write(ref _published, proven);
    }

    // Beyond the last event are only gaps, and a gap at the end may not survive a crash.
    private async Task<long> LastEventAsync(NpgsqlConnection connection, long final, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(_lastEvent, connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = final } } };
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }

    /// <summary>The server has restarted after a crash: discard what is not published, and the candidates, because transaction ids may be assigned again.</summary>
    private void RestartAfterCrash(DateTime lastCrash)
    {
        _candidates.Clear();
        (_lastCrash, _final) = (lastCrash, _published);
    }

    // A virtual transaction id identifies one transaction and is never reused while the server runs.
    private readonly string _holders = $"""
        select virtualtransaction from pg_locks
        where locktype = 'relation' and relation = '{options.LogSchema}.mt_events_sequence'::regclass and mode = 'RowExclusiveLock'
          and database = (select oid from pg_database where datname = current_database())
        """;

    // Crash recovery resets the statistics, and with them their date. A clean restart keeps them, and every position. A manual reset only costs one more read.
    private const string LastCrash = "select stats_reset from pg_stat_wal";

    internal long Advance(long last, HashSet<string> holders)
    {
        var final = _final;
        for (var i = _candidates.Count - 1; i >= 0; i--)
        {
            var candidate = _candidates[i];
            candidate.Holders.IntersectWith(holders);
            if (candidate.Holders.Count > 0) continue;
            // It is final, and so are all older ones, because they are lower.
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
        _final = final;
        return final;
    }

    private readonly record struct Candidate(long Position, HashSet<string> Holders);

    /// <summary>A watermark that was read.</summary>
    /// <param name="Position">The watermark.</param>
    /// <param name="IsEnd">Whether no position beyond it was assigned.</param>
    /// <param name="HasNext">
    /// Whether the query for the next events has run and has all of them up to the watermark. It has not when the watermark was proven by locks: an event may have been committed after the query.
    /// </param>
    public readonly record struct Result(long Position, bool IsEnd, bool HasNext);

    /// <summary>A query for the next events of the log. It runs after the query of the consecutive positions, so it finds all of those.</summary>
    /// <param name="Query">The query.</param>
    /// <param name="Read">Reads its rows.</param>
    public sealed record NextEvents(NpgsqlBatchCommand Query, Func<NpgsqlDataReader, Task> Read);
}
