using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Ownership of a lane: a session lock that PostgreSQL releases when the owner dies, and an epoch that fences an owner who lost it without noticing.</summary>
internal sealed class LaneLease : IAsyncDisposable
{
    private const int LockClass = 0x6573_6c61;
    private readonly NpgsqlConnection _connection;

    private LaneLease(NpgsqlConnection connection, string lane, long epoch) => (_connection, Lane, Epoch) = (connection, lane, epoch);

    public string Lane { get; }

    public long Epoch { get; }

    /// <summary>Waits until no other process owns the lane, then owns it.</summary>
    public static async Task<LaneLease> AcquireAsync(NpgsqlDataSource source, string lane, string owner, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            // Waits as long as it takes: the lock is granted the moment the owner's session ends.
            await using (var wait = new NpgsqlCommand("SELECT pg_advisory_lock($1, hashtext($2))", connection)
            {
                Parameters = { new() { Value = LockClass }, new() { Value = lane } },
                CommandTimeout = 0,
            })
                await wait.ExecuteNonQueryAsync(cancellationToken);
            await using var own = new NpgsqlCommand(
                "UPDATE es.lanes SET epoch = epoch + 1, owner = $2, acquired_at = now() WHERE lane = $1 RETURNING epoch", connection)
            { Parameters = { new() { Value = lane }, new() { Value = owner } } };
            var epoch = (long)(await own.ExecuteScalarAsync(cancellationToken)
                ?? throw new InvalidOperationException($"Lane {lane} is not in es.lanes: apply the read table schema first."));
            return new LaneLease(connection, lane, epoch);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The statement that begins every page's transaction: no row means that the lane is lost. It holds back a new owner until the page ends.</summary>
    public NpgsqlBatchCommand CreateFence() => new("SELECT 1 FROM es.lanes WHERE lane = $1 AND epoch = $2 FOR SHARE")
    {
        Parameters = { new() { Value = Lane }, new() { Value = Epoch } },
    };

    public async ValueTask DisposeAsync()
    {
        // A pooled connection would keep the session, and with it the lock.
        try
        {
            await using var release = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", _connection);
            await release.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The session is gone, and the lock with it.
        }
        await _connection.DisposeAsync();
    }
}

/// <summary>Another worker owns the lane now; this one must not write.</summary>
internal sealed class LaneLostException(string lane, long epoch) : Exception($"Lane {lane} is no longer owned under epoch {epoch}: another worker took it over.");
