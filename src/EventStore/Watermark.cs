using Npgsql;

namespace EventSourced.EventStore;

/// <summary>
/// The highest position up to which the log is final. Whoever draws a position holds a lock on the sequence from before that until the end of the
/// transaction: <c>nextval</c> takes it, whether Marten, COPY or a statement written by hand calls it. So when the sequence stands at H, and after that the
/// holders of the lock are listed, every position up to H belongs to one of them or to a transaction that has ended: once these holders are gone, all of
/// them are visible or dead.
/// <para>
/// A crash of the server gives back positions whose draw had not reached the disk: they are drawn again. So what was proven in one life of the server says
/// nothing in the next; and what is told is never beyond the position of an event, because the commit of an event has brought every draw before it to the disk.
/// </para>
/// <para>
/// What another process has proven and committed, such as the checkpoint of a read table, is a proof for this one too: <see cref="Accept"/> takes it, and
/// the next look counts with it.
/// </para>
/// </summary>
internal sealed class Watermark(EventStoreOptions options) : IDisposable
{
    // More would gain nothing: the oldest is the first to become final, and the newest is replaced at the next look.
    private const int MostCandidates = 32;

    private readonly string _last = $"select last_value, is_called from {options.LogSchema}.mt_events_sequence";
    private readonly string _lastEvent = $"select max(seq_id) from {options.LogSchema}.mt_events where seq_id <= $1";
    private readonly List<Candidate> _candidates = [];
    // Looks must be taken in one after another: an older list of holders says nothing about a younger candidate.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private DateTime _life;
    private long _final;
    private long _told;
    private long _accepted;

    /// <summary>The watermark of the last look.</summary>
    public long Known => Volatile.Read(ref _told);

    /// <summary>Takes a position that another process has proven to be final. The next look counts with it.</summary>
    public void Accept(long position)
    {
        for (var known = Volatile.Read(ref _accepted); position > known; known = Volatile.Read(ref _accepted))
            if (Interlocked.CompareExchange(ref _accepted, position, known) == known) return;
    }

    /// <summary>Looks once. Waits for no appender.</summary>
    public async Task<long> LookAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var (last, holders, life) = await AskAsync(connection, cancellationToken);
            if (life != _life) Begin(life);
            var final = Take(last, holders);
            if (final > _told) Volatile.Write(ref _told, Math.Max(_told, await LastEventAsync(connection, final, cancellationToken)));
            // One beyond the sequence was proven for a log that has been replaced by an older backup: here it proves nothing.
            if (Volatile.Read(ref _accepted) is var accepted && accepted > _told && accepted <= last) Tell(accepted);
            return _told;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<(long Last, HashSet<string> Holders, DateTime Life)> AskAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Statements in this order: within one, the holders could be listed before the sequence is read.
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(_last), new(_holders), new(Life) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var last = reader.GetBoolean(1) ? reader.GetInt64(0) : reader.GetInt64(0) - 1;
        await reader.NextResultAsync(cancellationToken);
        HashSet<string> holders = [];
        while (await reader.ReadAsync(cancellationToken)) holders.Add(reader.GetString(0));
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (last, holders, reader.GetDateTime(0));
    }

    private void Tell(long proven)
    {
        _final = Math.Max(_final, proven);
        Volatile.Write(ref _told, proven);
    }

    // Beyond it are only holes; whether a hole at the end outlives a crash is not known.
    private async Task<long> LastEventAsync(NpgsqlConnection connection, long final, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(_lastEvent, connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = final } } };
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }

    /// <summary>The server has come back from a crash: what was drawn and not told is forgotten, and so are its transactions, whose numbers may come again.</summary>
    private void Begin(DateTime life)
    {
        _candidates.Clear();
        (_life, _final) = (life, _told);
    }

    // The virtual transaction id names one transaction of one server process and is never given out again while the server runs.
    private readonly string _holders = $"""
        select virtualtransaction from pg_locks
        where locktype = 'relation' and relation = '{options.LogSchema}.mt_events_sequence'::regclass and mode = 'RowExclusiveLock'
          and database = (select oid from pg_database where datname = current_database())
        """;

    // Recovery from a crash throws the statistics away and dates them anew. A clean restart keeps them, and with them every position; a reset by hand only
    // makes the reader look once more.
    private const string Life = "select stats_reset from pg_stat_wal";

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
        _final = final;
        return final;
    }

    private readonly record struct Candidate(long Position, HashSet<string> Holders);
}
