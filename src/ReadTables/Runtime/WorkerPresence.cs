using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// How a process tells the others that it shares the lanes: a session lock, which ends when it dies, and a time in <c>es.workers</c>, which grows old
/// when it freezes. A frozen process that wakes counts again.
/// </summary>
internal sealed class WorkerPresence : IAsyncDisposable
{
    private const string ApplicationPrefix = "es-worker ";
    private static readonly TimeSpan s_renewAfter = TimeSpan.FromMilliseconds(500);
    private readonly NpgsqlConnection _connection;
    private readonly string _owner;

    private WorkerPresence(NpgsqlConnection connection, string owner) => (_connection, _owner) = (connection, owner);

    /// <summary>
    /// How the sessions of a worker process call themselves. By it others find all that the process holds when it freezes; sessions of another name are
    /// not touched.
    /// </summary>
    public static string ApplicationName { get; } = $"{ApplicationPrefix}{Environment.ProcessId} {Guid.NewGuid():N}";

    /// <summary>Joins those who share the lanes.</summary>
    public static async Task<WorkerPresence> AnnounceAsync(NpgsqlDataSource source, string owner, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var announce = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new("SELECT pg_advisory_lock_shared($1, 0)") { Parameters = { new() { Value = LaneLocks.Presence } } },
                    Renewal(owner),
                },
            };
            await announce.ExecuteNonQueryAsync(cancellationToken);
            return new WorkerPresence(connection, owner);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Renews the presence and looks at all lanes.</summary>
    /// <param name="timeout">From when on a process counts as frozen, and a lease as stale.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<LaneView> LookAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        // All times are the database's: no two clocks are compared.
        await using var look = new NpgsqlBatch(_connection)
        {
            BatchCommands =
            {
                Renewal(_owner),
                new($"""
                    WITH held AS MATERIALIZED ({LaneLocks.Held})
                    SELECT lane, EXISTS (SELECT FROM held WHERE class = $1 AND key = hashtext(lane)::oid), coalesce(renewed_at < clock_timestamp() - $3, false),
                        (SELECT count(*)::integer FROM es.workers w JOIN held h ON h.class = $2 AND h.pid = w.pid WHERE w.renewed_at >= clock_timestamp() - $3),
                        (SELECT count(*)::integer FROM es.workers w WHERE w.renewed_at < clock_timestamp() - $3)
                    FROM es.lanes ORDER BY lane
                    """)
                { Parameters = { new() { Value = (long)LaneLocks.Lease }, new() { Value = (long)LaneLocks.Presence }, new() { Value = timeout } } },
            },
        };
        await using var reader = await look.ExecuteReaderAsync(cancellationToken);
        var (lanes, processes, frozen) = (new Dictionary<string, LaneState>(), 0, 0);
        while (await reader.ReadAsync(cancellationToken))
        {
            lanes.Add(reader.GetString(0), (reader.GetBoolean(1), reader.GetBoolean(2)) switch
            {
                (_, true) => LaneState.Stale,
                (true, _) => LaneState.Owned,
                _ => LaneState.Free,
            });
            (processes, frozen) = (reader.GetInt32(3), reader.GetInt32(4));
        }
        return new LaneView(processes, frozen, lanes);
    }

    /// <summary>
    /// Ends what frozen processes hold besides lanes: half-done appends, which hold back every reader of the log, and locks, on which others wait.
    /// A process whose session broke has left its old row and announced itself anew: it is awake, and to end it would leave another old row, for ever.
    /// </summary>
    /// <returns>How many sessions were ended.</returns>
    public static async Task<int> EndFrozenAsync(NpgsqlDataSource source, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await using var end = source.CreateCommand($"""
            WITH frozen AS (DELETE FROM es.workers WHERE renewed_at < clock_timestamp() - $1 RETURNING application)
            SELECT count(*) FILTER (WHERE pg_terminate_backend(a.pid, 1000))::integer
            FROM frozen f JOIN pg_stat_activity a ON a.application_name = f.application AND a.datname = current_database()
            WHERE f.application LIKE '{ApplicationPrefix}%'
              AND NOT EXISTS (SELECT FROM es.workers w WHERE w.application = f.application AND w.renewed_at >= clock_timestamp() - $1)
              AND (a.xact_start IS NOT NULL OR a.pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory'))
            """);
        end.Parameters.Add(new() { Value = timeout });
        return (int)(await end.ExecuteScalarAsync(cancellationToken))!;
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
            // The session is gone, and the lock with it.
        }
        await _connection.DisposeAsync();
    }

    private static NpgsqlBatchCommand Renewal(string owner) => new("""
        INSERT INTO es.workers AS w (pid, owner, application) VALUES (pg_backend_pid(), $1, current_setting('application_name'))
        ON CONFLICT (pid) DO UPDATE SET owner = EXCLUDED.owner, application = EXCLUDED.application, renewed_at = clock_timestamp(),
            started_at = CASE WHEN w.owner = EXCLUDED.owner THEN w.started_at ELSE clock_timestamp() END
        WHERE w.renewed_at < clock_timestamp() - $2 OR w.owner <> EXCLUDED.owner OR w.application <> EXCLUDED.application
        """)
    { Parameters = { new() { Value = owner }, new() { Value = s_renewAfter } } };
}

/// <summary>What a process sees of the others.</summary>
/// <param name="Processes">Processes that live and are awake, this one among them.</param>
/// <param name="Frozen">Processes that have not renewed their presence for too long: dead or frozen.</param>
/// <param name="Lanes">All lanes.</param>
internal sealed record LaneView(int Processes, int Frozen, IReadOnlyDictionary<string, LaneState> Lanes);

/// <summary>Whether a lane can be had.</summary>
internal enum LaneState
{
    /// <summary>Nobody owns it.</summary>
    Free,

    /// <summary>Somebody owns it and is awake.</summary>
    Owned,

    /// <summary>Not renewed for so long that its owner, if it still has one, may be ended.</summary>
    Stale,
}
