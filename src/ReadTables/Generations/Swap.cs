using EventSourced.ReadTables.Generations.Attributes;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>A condition of the swap is not met yet: roll back and retry.</summary>
internal sealed class SwapRetryException : Exception;

/// <summary>Changes which generation is live, in one short transaction.</summary>
internal static class Swap
{
    /// <summary>
    /// Runs a transaction that locks tables exclusively for a moment. It does not wait for a long reader, because all other readers would queue behind its lock
    /// request: it rolls back, lets the readers continue, and retries.
    /// </summary>
    /// <param name="source">The database.</param>
    /// <param name="prepare">Runs before each attempt, outside the transaction.</param>
    /// <param name="transact">The transaction.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task RetryAsync(NpgsqlDataSource source, Func<Task> prepare, Func<NpgsqlConnection, Task> transact, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await prepare();
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                // An exception rolls it back.
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                // For the checkpoints, which only the lane's owner locks, for the duration of a page.
                await ExecuteAsync(connection, "SET LOCAL lock_timeout = '5s'", cancellationToken);
                await transact(connection);
                await transaction.CommitAsync(cancellationToken);
                return;
            }
            catch (Exception e) when (e is SwapRetryException or PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected })
            {
                // The delay grows, to disturb a long reader less often, and is random, so that two swaps do not collide again.
                await Task.Delay(Random.Shared.Next(5, Math.Min(1_000, 20 * attempt)), cancellationToken);
            }
        }
    }

    /// <summary>Replaces the live generations by others and keeps the replaced ones. The caller has locked the live checkpoints.</summary>
    public static async Task ExchangeAsync(
        NpgsqlConnection connection, IReadOnlyList<TableCheckpoint> live, IReadOnlyList<InactiveGeneration> next, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        SwapConditions.ExpectComplete(live, next);
        // Once before the lock, so that under it the plans exist and the code is compiled: the first swap of a process blocked its readers two to three times as long without.
        await AttributeTransfer.CaptureAsync(connection, next, cancellationToken);
        // The next collection of garbage is due after the swap: under the lock it would block the readers for its length (168 instead of 30 ms in one of 23 rebuilds).
        GC.Collect(0);
        await ExecuteAsync(connection, $"SET LOCAL lock_timeout = '{Math.Max(1, (int)lockTimeout.TotalMilliseconds)}ms'", cancellationToken);
        // Lock first, in one statement: what follows changes only the catalog and takes about a millisecond per table.
        await ExecuteAsync(connection, $"LOCK TABLE {string.Join(", ", next.Select(n => SqlNames.Of(n.Table)))} IN ACCESS EXCLUSIVE MODE", cancellationToken);
        var attributes = await AttributeTransfer.CaptureAsync(connection, next, cancellationToken);
        await attributes.ReleaseAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var generation in next)
        {
            var table = generation.Table;
            var old = live.First(l => l.Table == table.QualifiedName);
            // The two tables exchange their schemas. Creating one and dropping the other would make the server forget all plans: planning the queries of the attributes takes longer than all the rest.
            Add($"ALTER TABLE {SqlNames.Of(table)} SET SCHEMA {EngineTables.Passage}");
            Add($"ALTER TABLE {SqlNames.Of(table, generation.Schema)} SET SCHEMA {SqlNames.Quote(table.Module)}");
            Add($"ALTER TABLE {SqlNames.Of(table, EngineTables.Passage)} SET SCHEMA {SqlNames.Quote(generation.Schema)}");
            Add("DELETE FROM es.generations WHERE table_name = $1 AND generation = $2", table.QualifiedName, generation.Generation);
            Add("""
                INSERT INTO es.generations (table_name, generation, schema_name, fingerprint, state, position) VALUES ($1, $2, $3, $4, 'previous', $5)
                ON CONFLICT (table_name, generation) DO UPDATE SET state = 'previous', schema_name = EXCLUDED.schema_name, position = EXCLUDED.position, changed_at = now()
                """, table.QualifiedName, old.Generation, generation.Schema, old.Fingerprint, old.Position);
            // A table that an administrator paused remains paused; one that was paused at an event which this generation has applied resumes.
            Add("""
                UPDATE es.read_tables SET generation = $2, fingerprint = $3, position = $4, incarnation = incarnation + 1, updated_at = now(),
                    state = CASE WHEN EXISTS (SELECT 1 FROM es.dead_letters d WHERE d.table_name = ANY($5) AND d.position > $6) THEN 'running' ELSE state END,
                    error = CASE WHEN EXISTS (SELECT 1 FROM es.dead_letters d WHERE d.table_name = ANY($5) AND d.position > $6) THEN NULL ELSE error END
                WHERE table_name = $1
                """, table.QualifiedName, generation.Generation, generation.Fingerprint, generation.Position, next.Select(n => n.Table.QualifiedName).ToArray(), old.Position);
        }
        Add("DELETE FROM es.dead_letters WHERE table_name = ANY($1)", (object)next.Select(n => n.Table.QualifiedName).ToArray());
        foreach (var policy in next.Select(n => TenantPolicy.Ddl(n.Table, before: null)).Where(p => p.Length > 0)) Add(policy);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await attributes.ApplyAsync(live, cancellationToken);

        void Add(string sql, params object[] values)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values) command.Parameters.Add(new() { Value = value });
            batch.BatchCommands.Add(command);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
