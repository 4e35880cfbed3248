using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Ownership of a lane: a session lock, which PostgreSQL releases when the owner dies, and an epoch, which fences an owner that lost the lane without noticing.</summary>
internal sealed class LaneLease : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly TaskCompletionSource _releaseRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LaneLease(NpgsqlConnection connection, string lane, long epoch) => (_connection, Lane, Epoch) = (connection, lane, epoch);

    public string Lane { get; }

    public long Epoch { get; }

    /// <summary>Completes when the lane should be released, because other processes have room for it.</summary>
    public Task ReleaseRequested => _releaseRequested.Task;

    /// <summary>Whether the lane was released.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>Takes a lane if it has no owner and no page of a former owner is being written.</summary>
    /// <returns>The lease, or null when the lane is not available.</returns>
    public static async Task<LaneLease?> TryTakeAsync(NpgsqlDataSource source, string lane, string owner, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            // One statement: a process that freezes here has either no lease, or one with a registered owner and time of renewal.
            await using var take = new NpgsqlCommand(
                """
                WITH quiet AS MATERIALIZED (SELECT lane FROM es.lanes WHERE lane = $2 FOR UPDATE SKIP LOCKED),
                     mine AS MATERIALIZED (SELECT lane FROM quiet WHERE pg_try_advisory_lock($1, hashtext(lane)))
                UPDATE es.lanes l SET epoch = l.epoch + 1, owner = $3, backend_pid = pg_backend_pid(), acquired_at = clock_timestamp(), renewed_at = clock_timestamp()
                FROM mine WHERE l.lane = mine.lane RETURNING l.epoch
                """, connection)
            { Parameters = { new() { Value = LaneLocks.Lease }, new() { Value = lane }, new() { Value = owner } } };
            if (await take.ExecuteScalarAsync(cancellationToken) is long epoch) return new LaneLease(connection, lane, epoch);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Terminates the sessions of owners that have not renewed their leases for some time, and of their unfinished pages.</summary>
    /// <returns>The number of terminated sessions.</returns>
    public static async Task<int> TerminateStaleAsync(NpgsqlDataSource source, IEnumerable<string> lanes, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // Terminates only registered owners, not one that has just taken the lock.
        await using var end = source.CreateCommand($"""
            WITH held AS MATERIALIZED ({LaneLocks.Held})
            SELECT count(*) FILTER (WHERE pg_terminate_backend(h.pid, 1000))::integer FROM es.lanes l JOIN held h ON h.key = hashtext(l.lane)::oid
            WHERE l.lane = ANY ($1) AND l.renewed_at < clock_timestamp() - $2 AND (h.class = $3 AND h.pid = l.backend_pid OR h.class = $4)
            """);
        end.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = lanes.ToArray() }, new() { Value = timeout }, new() { Value = (long)LaneLocks.Lease }, new() { Value = (long)LaneLocks.Page } });
        return (int)(await end.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>
    /// The first statement of every page's transaction: no row means that the lane is lost. It blocks a new owner until the page ends, but not the renewal of the
    /// lease, and lets others find the page of a frozen owner. It also turns off the server's statement timeout for the page, and the flush of its commit to the
    /// disk: after a crash of the server, the rows and the checkpoint that were lost together are projected again from the log.
    /// </summary>
    public NpgsqlBatchCommand CreateFence() =>
        // Taking a lane changes the epoch, which is part of a unique key: that conflicts with FOR KEY SHARE, and the renewal does not.
        new("SELECT 1, pg_advisory_xact_lock_shared($3, hashtext(lane)), set_config('statement_timeout', '0', true), set_config('synchronous_commit', 'off', true) FROM es.lanes WHERE lane = $1 AND epoch = $2 FOR KEY SHARE")
        {
            Parameters = { new() { Value = Lane }, new() { Value = Epoch }, new() { Value = LaneLocks.Page } },
        };

    /// <summary>Requests that the lane's runner releases it.</summary>
    public void RequestRelease() => _releaseRequested.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        // Returning the connection to the pool would not release the lock. Release the lock first, in case the update fails.
        try
        {
            await using var release = new NpgsqlBatch(_connection)
            {
                BatchCommands =
                {
                    new("SELECT pg_advisory_unlock_all()"),
                    new("UPDATE es.lanes SET owner = NULL, backend_pid = NULL WHERE lane = $1 AND epoch = $2") { Parameters = { new() { Value = Lane }, new() { Value = Epoch } } },
                },
            };
            await release.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The session has ended, and the lock with it.
        }
        await _connection.DisposeAsync();
        IsReleased = true;
    }
}

/// <summary>Another worker owns the lane now, or may take it; this one must not write.</summary>
internal sealed class LaneLostException(string lane, long epoch, Exception? cause = null)
    : OutsideTableException($"Lane {lane} is no longer owned under epoch {epoch}: {(cause is null ? "its session has ended, or another worker has taken it" : cause.Message.TrimEnd('.'))}.", cause);
