using System.Diagnostics;
using System.Text.Json;
using EventSourced.ReadTables.Runtime;
using Npgsql;

namespace EventSourced.ReadTables.Operations;

/// <summary>
/// A worker's lease of an operation: a session lock, which PostgreSQL releases when the worker dies, and an epoch, which fences a worker that lost the lease
/// without noticing. Progress is written in the transaction of the built rows.
/// </summary>
internal sealed class OperationLease : IAsyncDisposable
{
    private const int LockClass = 0x6573_6f70;
    private readonly NpgsqlConnection _connection;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _from;

    private OperationLease(NpgsqlConnection connection, Operation operation, long epoch) =>
        (_connection, Operation, Epoch, _from) = (connection, operation, epoch, operation.Position);

    /// <summary>The operation when it was taken.</summary>
    public Operation Operation { get; }

    public long Epoch { get; }

    /// <summary>Takes the oldest operation without an active worker; null when there is none.</summary>
    public static async Task<OperationLease?> TakeAsync(NpgsqlDataSource source, OperationStore store, string owner, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            List<Guid> open = [];
            await using (var list = new NpgsqlCommand("SELECT id FROM es.operations WHERE state IN ('queued', 'running') ORDER BY created_at, id", connection))
            await using (var reader = await list.ExecuteReaderAsync(cancellationToken))
            {
                while (await reader.ReadAsync(cancellationToken)) open.Add(reader.GetGuid(0));
            }
            foreach (var id in open)
            {
                await using var take = new NpgsqlCommand("SELECT pg_try_advisory_lock($1, hashtext($2))", connection) { Parameters = { new() { Value = LockClass }, new() { Value = $"{id}" } } };
                if (await take.ExecuteScalarAsync(cancellationToken) is not true) continue;
                await using var own = new NpgsqlCommand(
                    """
                    UPDATE es.operations SET state = 'running', epoch = epoch + 1, owner = $2, started_at = coalesce(started_at, now()), updated_at = now()
                    WHERE id = $1 AND state IN ('queued', 'running') RETURNING epoch
                    """, connection)
                { Parameters = { new() { Value = id }, new() { Value = owner } } };
                // It may have ended since the list was read.
                if (await own.ExecuteScalarAsync(cancellationToken) is long epoch) return new OperationLease(connection, (await store.FindAsync(id, cancellationToken))!, epoch);
                await using var release = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", connection);
                await release.ExecuteNonQueryAsync(cancellationToken);
            }
            await connection.DisposeAsync();
            return null;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Records the current phase.</summary>
    /// <param name="phase">The phase, for display.</param>
    /// <param name="total">The target position, if known.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="OperationLostException">Another worker has taken the operation.</exception>
    /// <exception cref="OperationCancelledException">It was cancelled.</exception>
    public Task SetPhaseAsync(string phase, long? total, CancellationToken cancellationToken) =>
        UpdateAsync(_connection, "phase = $3, events_total = coalesce($4::bigint, events_total)", cancellationToken, phase, (object?)total ?? DBNull.Value);

    /// <summary>The committed state of this operation's build; null when there is none.</summary>
    public async Task<BuildState?> ReadBuildAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT build::text FROM es.operations WHERE id = $1", _connection) { Parameters = { new() { Value = Operation.Id } } };
        return await command.ExecuteScalarAsync(cancellationToken) is string build ? JsonSerializer.Deserialize<BuildState>(build, OperationRequest.Json) : null;
    }

    /// <summary>Starts or restarts a build. Part of the transaction that creates its tables.</summary>
    /// <exception cref="OperationLostException">Another worker has taken the operation; the transaction must not be committed.</exception>
    public Task BeginAsync(NpgsqlConnection connection, BuildState build, CancellationToken cancellationToken)
    {
        _from = build.Position;
        _clock.Restart();
        return AdvanceAsync(connection, build, cancellationToken);
    }

    /// <summary>Writes the position of the tables. Part of the transaction of their rows.</summary>
    /// <exception cref="OperationLostException">Another worker has taken the operation; the transaction must not be committed.</exception>
    public Task AdvanceAsync(NpgsqlConnection connection, BuildState build, CancellationToken cancellationToken)
    {
        // The speed of this worker: the progress of an interrupted run does not count.
        var rate = (build.Position - _from) / Math.Max(0.001, _clock.Elapsed.TotalSeconds);
        return UpdateAsync(
            connection, "position = $3, events_done = $3, events_per_second = $4, build = $5::text::jsonb", cancellationToken,
            build.Position, rate, JsonSerializer.Serialize(build, OperationRequest.Json));
    }

    /// <summary>Writes the final state.</summary>
    /// <exception cref="OperationLostException">Another worker has taken the operation.</exception>
    public Task FinishAsync(string state, string? result, string? error, CancellationToken cancellationToken) => UpdateOwnedAsync(
        _connection, "state = $3, result = $4::text::jsonb, error = $5::text, phase = null, finished_at = now()", cancellationToken, state, (object?)result ?? DBNull.Value, (object?)error ?? DBNull.Value);

    /// <summary>Writes the result so far. Part of a transaction of the operation.</summary>
    /// <exception cref="OperationLostException">Another worker has taken the operation; the transaction must not be committed.</exception>
    public Task RecordAsync(NpgsqlConnection connection, string result, CancellationToken cancellationToken) => UpdateAsync(connection, "result = $3::text::jsonb", cancellationToken, result);

    /// <summary>Checks, in a transaction of the operation, that the lease is still held.</summary>
    /// <exception cref="OperationLostException">Another worker has taken the operation; the transaction must not be committed.</exception>
    public Task GuardAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => UpdateAsync(connection, "state = state", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // Returning the connection to the pool would not release the lock.
        try
        {
            await using var release = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", _connection);
            await release.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The session has ended, and the lock with it.
        }
        await _connection.DisposeAsync();
    }

    /// <summary>Updates the row of a running operation; throws when it was cancelled.</summary>
    private async Task UpdateAsync(NpgsqlConnection connection, string set, CancellationToken cancellationToken, params object[] values)
    {
        if (await UpdateOwnedAsync(connection, set, cancellationToken, values)) throw new OperationCancelledException(Operation.Id);
    }

    /// <returns>Whether an administrator has cancelled it.</returns>
    private async Task<bool> UpdateOwnedAsync(NpgsqlConnection connection, string set, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = new NpgsqlCommand(
            $"UPDATE es.operations SET {set}, updated_at = now() WHERE id = $1 AND epoch = $2 AND state = 'running' RETURNING cancel", connection)
        { Parameters = { new() { Value = Operation.Id }, new() { Value = Epoch } } };
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync(cancellationToken) as bool? ?? throw new OperationLostException(Operation.Id);
    }
}

/// <summary>Another worker has taken the operation.</summary>
internal sealed class OperationLostException(Guid id) : OutsideTableException($"Another worker has taken operation {id}.");

/// <summary>An administrator cancelled the operation.</summary>
internal sealed class OperationCancelledException(Guid id) : OutsideTableException($"Operation {id} was cancelled.");
