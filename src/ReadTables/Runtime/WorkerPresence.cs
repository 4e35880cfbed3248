using System.Diagnostics;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Announces to the other processes that this one shares the lanes: by a session lock, which ends when the process dies, and a time of renewal in
/// <c>es.workers</c>, which becomes old when it freezes. A frozen process that resumes counts again.
/// </summary>
internal sealed class WorkerPresence : IAsyncDisposable
{
    private const string ApplicationPrefix = "es-worker ";
    private readonly NpgsqlConnection _connection;
    private long _renewed = Stopwatch.GetTimestamp();

    private WorkerPresence(NpgsqlConnection connection, string owner, int backendPid) => (_connection, Owner, BackendPid) = (connection, owner, backendPid);

    /// <summary>Name of this process.</summary>
    public string Owner { get; }

    /// <summary>The server process of the session that holds the lock.</summary>
    public int BackendPid { get; }

    /// <summary>
    /// The application name of a worker process's sessions. The other processes use it to terminate the sessions of a frozen process; they never terminate
    /// sessions with other names.
    /// </summary>
    public static string ApplicationName { get; } = $"{ApplicationPrefix}{Environment.ProcessId} {Guid.NewGuid():N}";

    /// <summary>Joins the processes that share the lanes.</summary>
    public static async Task<WorkerPresence> AnnounceAsync(NpgsqlDataSource source, string owner, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var announce = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new("SELECT pg_backend_pid(), pg_advisory_lock_shared($1, 0)") { Parameters = { new() { Value = LaneLocks.Presence } } },
                    Renewal(owner),
                },
            };
            await using var reader = await announce.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            var backendPid = reader.GetInt32(0);
            await reader.NextResultAsync(cancellationToken);
            return new WorkerPresence(connection, owner, backendPid);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Records that <see cref="LeaseRenewals"/> has renewed it.</summary>
    /// <param name="timestamp">The time, of <see cref="Stopwatch"/>.</param>
    public void WasRenewed(long timestamp) => Volatile.Write(ref _renewed, timestamp);

    /// <summary>Renews the presence if nobody has for a while: a process that owns lanes renews it together with them.</summary>
    /// <param name="renewInterval">Time between two renewals.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task RenewAsync(TimeSpan renewInterval, CancellationToken cancellationToken)
    {
        if (!IsDue(renewInterval)) return;
        var now = Stopwatch.GetTimestamp();
        await using var renew = new NpgsqlBatch(_connection) { BatchCommands = { Renewal(Owner) } };
        await renew.ExecuteNonQueryAsync(cancellationToken);
        WasRenewed(now);
    }

    private bool IsDue(TimeSpan renewInterval) => Stopwatch.GetElapsedTime(Volatile.Read(ref _renewed)) >= renewInterval;

    /// <summary>Renews the presence and reads the states of all lanes and tables.</summary>
    /// <param name="timeout">After this time without renewal, a process is frozen and a lease stale.</param>
    /// <param name="renewInterval">Time between two renewals.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<LaneView> RefreshAsync(TimeSpan timeout, TimeSpan renewInterval, CancellationToken cancellationToken)
    {
        // All times come from the database's clock.
        await using var refresh = new NpgsqlBatch(_connection);
        var now = Stopwatch.GetTimestamp();
        var renews = IsDue(renewInterval);
        if (renews) refresh.BatchCommands.Add(Renewal(Owner));
        refresh.BatchCommands.Add(new($"""
            WITH held AS MATERIALIZED ({LaneLocks.Held})
            SELECT lane, EXISTS (SELECT FROM held WHERE class = $1 AND key = hashtext(lane)::oid), coalesce(renewed_at < clock_timestamp() - $3, false),
                (SELECT count(*)::integer FROM es.workers w JOIN held h ON h.class = $2 AND h.pid = w.pid WHERE w.renewed_at >= clock_timestamp() - $3),
                (SELECT count(*)::integer FROM es.workers w WHERE w.renewed_at < clock_timestamp() - $3),
                (SELECT coalesce(sum(hashtext(concat_ws(' ', table_name, state, incarnation, fingerprint))), 0)::bigint FROM es.read_tables)
            FROM es.lanes ORDER BY lane
            """)
        { Parameters = { new() { Value = (long)LaneLocks.Lease }, new() { Value = (long)LaneLocks.Presence }, new() { Value = timeout } } });
        await using var reader = await refresh.ExecuteReaderAsync(cancellationToken);
        var (lanes, processes, frozen, tables) = (new Dictionary<string, LaneState>(), 0, 0, 0L);
        while (await reader.ReadAsync(cancellationToken))
        {
            lanes.Add(reader.GetString(0), (reader.GetBoolean(1), reader.GetBoolean(2)) switch
            {
                (_, true) => LaneState.Stale,
                (true, _) => LaneState.Owned,
                _ => LaneState.Free,
            });
            (processes, frozen, tables) = (reader.GetInt32(3), reader.GetInt32(4), reader.GetInt64(5));
        }
        if (renews) WasRenewed(now);
        return new LaneView(processes, frozen, tables, lanes);
    }

    /// <summary>
    /// Terminates sessions of frozen processes that hold more than lanes: unfinished appends, which hold back the watermark, and locks, for which others wait.
    /// A process whose session broke has left an old row and announced itself again: it is not frozen, and terminating it would leave another old row each time.
    /// </summary>
    /// <returns>The number of terminated sessions.</returns>
    public static async Task<int> TerminateFrozenAsync(NpgsqlDataSource source, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await using var terminate = source.CreateCommand($"""
            WITH frozen AS (DELETE FROM es.workers WHERE renewed_at < clock_timestamp() - $1 RETURNING application)
            SELECT count(*) FILTER (WHERE pg_terminate_backend(a.pid, 1000))::integer
            FROM frozen f JOIN pg_stat_activity a ON a.application_name = f.application AND a.datname = current_database()
            WHERE f.application LIKE '{ApplicationPrefix}%'
              AND NOT EXISTS (SELECT FROM es.workers w WHERE w.application = f.application AND w.renewed_at >= clock_timestamp() - $1)
              AND (a.xact_start IS NOT NULL OR a.pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory'))
            """);
        terminate.Parameters.Add(new() { Value = timeout });
        return (int)(await terminate.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await using var leave = new NpgsqlCommand("SELECT pg_advisory_unlock_all(); DELETE FROM es.workers WHERE pid = pg_backend_pid()", _connection);
            await leave.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The session has ended, and the lock with it.
        }
        await _connection.DisposeAsync();
    }

    private static NpgsqlBatchCommand Renewal(string owner) => new("""
        INSERT INTO es.workers AS w (pid, owner, application) VALUES (pg_backend_pid(), $1, current_setting('application_name'))
        ON CONFLICT (pid) DO UPDATE SET owner = EXCLUDED.owner, application = EXCLUDED.application, renewed_at = clock_timestamp(),
            started_at = CASE WHEN w.owner = EXCLUDED.owner THEN w.started_at ELSE clock_timestamp() END
        """)
    { Parameters = { new() { Value = owner } } };
}

/// <summary>The state of the lanes and processes, as one process reads it.</summary>
/// <param name="Processes">Number of live processes, including this one.</param>
/// <param name="Frozen">Number of processes that have not renewed their presence in time: dead or frozen.</param>
/// <param name="TablesVersion">Changes with the states of the tables.</param>
/// <param name="Lanes">All lanes.</param>
internal sealed record LaneView(int Processes, int Frozen, long TablesVersion, IReadOnlyDictionary<string, LaneState> Lanes);

/// <summary>Whether a lane is available.</summary>
internal enum LaneState
{
    /// <summary>It has no owner.</summary>
    Free,

    /// <summary>It has an owner that renews its lease.</summary>
    Owned,

    /// <summary>The lease was not renewed in time: its owner, if it still has one, may be terminated.</summary>
    Stale,
}
