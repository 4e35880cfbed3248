using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// How a process tells the others that it shares the lanes: a session lock, which ends when it dies, and a time in <c>es.workers</c>, which grows old
/// when it freezes. A frozen process that wakes counts again.
/// </summary>
internal sealed class WorkerPresence : IAsyncDisposable
{
    private static readonly TimeSpan s_renewAfter = TimeSpan.FromMilliseconds(500);
    private readonly NpgsqlConnection _connection;

    private WorkerPresence(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Joins those who share the lanes, and clears away what the dead have left.</summary>
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
                    new($"DELETE FROM es.workers WHERE pid NOT IN (SELECT pid FROM ({LaneLocks.Held}) h WHERE class = $1)") { Parameters = { new() { Value = (long)LaneLocks.Presence } } },
                    new("""
                        INSERT INTO es.workers (pid, owner) VALUES (pg_backend_pid(), $1)
                        ON CONFLICT (pid) DO UPDATE SET owner = EXCLUDED.owner, started_at = clock_timestamp(), renewed_at = clock_timestamp()
                        """) { Parameters = { new() { Value = owner } } },
                },
            };
            await announce.ExecuteNonQueryAsync(cancellationToken);
            return new WorkerPresence(connection);
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
                new("UPDATE es.workers SET renewed_at = clock_timestamp() WHERE pid = pg_backend_pid() AND renewed_at < clock_timestamp() - $1")
                { Parameters = { new() { Value = s_renewAfter } } },
                new($"""
                    WITH held AS MATERIALIZED ({LaneLocks.Held})
                    SELECT lane, EXISTS (SELECT FROM held WHERE class = $1 AND key = hashtext(lane)::oid), coalesce(renewed_at < clock_timestamp() - $3, false),
                        (SELECT count(*)::integer FROM es.workers w JOIN held h ON h.class = $2 AND h.pid = w.pid WHERE w.renewed_at >= clock_timestamp() - $3)
                    FROM es.lanes ORDER BY lane
                    """)
                { Parameters = { new() { Value = (long)LaneLocks.Lease }, new() { Value = (long)LaneLocks.Presence }, new() { Value = timeout } } },
            },
        };
        await using var reader = await look.ExecuteReaderAsync(cancellationToken);
        var (lanes, processes) = (new Dictionary<string, LaneState>(), 0);
        while (await reader.ReadAsync(cancellationToken))
        {
            lanes.Add(reader.GetString(0), (reader.GetBoolean(1), reader.GetBoolean(2)) switch
            {
                (_, true) => LaneState.Stale,
                (true, _) => LaneState.Owned,
                _ => LaneState.Free,
            });
            processes = reader.GetInt32(3);
        }
        return new LaneView(processes, lanes);
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
}

/// <summary>What a process sees of the others.</summary>
/// <param name="Processes">Processes that live and are awake, this one among them.</param>
/// <param name="Lanes">All lanes.</param>
internal sealed record LaneView(int Processes, IReadOnlyDictionary<string, LaneState> Lanes);

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
