using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Where the live generation of a table stands.</summary>
/// <param name="Table">Qualified name.</param>
/// <param name="Position">Every event up to this position is in its rows.</param>
/// <param name="State"><c>running</c> or <c>paused</c>.</param>
/// <param name="Fingerprint">The definition that built it.</param>
/// <param name="Generation">Which build it is.</param>
/// <param name="Incarnation">Grows whenever somebody else than the lane's owner changed its rows, its position or its state.</param>
internal sealed record TableCheckpoint(string Table, long Position, string State, string Fingerprint, int Generation, long Incarnation)
{
    private const string Columns = "table_name, position, state, fingerprint, generation, incarnation";

    /// <summary>The tables of a lane.</summary>
    public static Task<IReadOnlyList<TableCheckpoint>> ReadAsync(NpgsqlConnection connection, string lane, CancellationToken cancellationToken) =>
        ReadAsync(new NpgsqlCommand($"SELECT {Columns} FROM es.read_tables WHERE lane = $1", connection) { Parameters = { new() { Value = lane } } }, cancellationToken);

    /// <summary>Some tables. Within a transaction that locks them, the lane's owner and every other change wait for its end.</summary>
    public static Task<IReadOnlyList<TableCheckpoint>> ReadAsync(NpgsqlConnection connection, IEnumerable<TableDefinition> tables, bool forUpdate, CancellationToken cancellationToken) =>
        ReadAsync(new NpgsqlCommand($"SELECT {Columns} FROM es.read_tables WHERE table_name = ANY($1) ORDER BY table_name{(forUpdate ? " FOR UPDATE" : "")}", connection)
        {
            // A page that takes long holds the lock for as long.
            CommandTimeout = forUpdate ? 0 : connection.CommandTimeout,
            Parameters = { new() { Value = tables.Select(t => t.QualifiedName).ToArray() } },
        }, cancellationToken);

    /// <summary>
    /// Accepts the log as final up to the highest checkpoint, which another process may have proven. Whoever compares the position of a table
    /// with the watermark does this between the two: the own watermark may lag while an append is open.
    /// </summary>
    public static async Task AcceptAsync(NpgsqlDataSource source, IEventStore store, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT coalesce(max(position), 0) FROM es.read_tables");
        store.AcceptFinal((long)(await command.ExecuteScalarAsync(cancellationToken))!);
    }

    /// <summary>
    /// Moves tables on from the position and incarnation that the page was begun with. Part of the transaction of their rows: a table that is elsewhere by
    /// now, or was changed by somebody else, makes it fail, so that a page is applied exactly once.
    /// </summary>
    public static NpgsqlBatchCommand CreateAdvance(IReadOnlyList<(string Table, long Incarnation)> tables, long from, long position) => ChangeStanding(
        "UPDATE es.read_tables t SET position = $4, updated_at = now() FROM standing s WHERE t.table_name = s.table_name", tables, from, new NpgsqlParameter { Value = position });

    /// <summary>A change of tables that still are where and what the caller believes; others are left alone, which the caller must not commit.</summary>
    private static NpgsqlBatchCommand ChangeStanding(string sql, IReadOnlyList<(string Table, long Incarnation)> tables, long position, params NpgsqlParameter[] values)
    {
        // Whoever locks several checkpoints does so by name: two that lock the same ones wait for each other, and not both at once.
        var command = new NpgsqlBatchCommand($"""
            WITH standing AS MATERIALIZED (
                SELECT t.table_name FROM es.read_tables t JOIN unnest($1::text[], $2::bigint[]) AS v(table_name, incarnation) ON t.table_name = v.table_name
                WHERE t.incarnation = v.incarnation AND t.position = $3 AND t.state = 'running' ORDER BY t.table_name FOR NO KEY UPDATE OF t)
            {sql}
            """)
        {
            Parameters =
            {
                new() { Value = tables.Select(t => t.Table).ToArray() }, new() { Value = tables.Select(t => t.Incarnation).ToArray() }, new() { Value = position },
            },
        };
        foreach (var value in values) command.Parameters.Add(value);
        return command;
    }

    /// <summary>
    /// Stops one table, and those derived from it, before an event that it cannot take, and keeps the event as a dead letter: unless the table has been
    /// changed by somebody else since the attempt, a swap of its generation for instance, and may take the event now.
    /// </summary>
    /// <exception cref="TablesChangedException">It has; nothing was written.</exception>
    public static async Task PauseAsync(
        NpgsqlConnection connection, LaneLease lease, ITableProjector table, IReadOnlyList<(string Table, long Incarnation)> tables, long position, ProjectedEvent e, Exception error,
        int attempts, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(lease.CreateFence());
        var pause = ChangeStanding(
            "UPDATE es.read_tables t SET state = 'paused', error = $4, updated_at = now() FROM standing s WHERE t.table_name = s.table_name",
            tables, position, new NpgsqlParameter { Value = error.Message });
        batch.BatchCommands.Add(pause);
        batch.BatchCommands.Add(new(
            """
            INSERT INTO es.dead_letters (table_name, position, event_type, stream_id, error, attempts) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (table_name, position) DO UPDATE SET error = EXCLUDED.error, attempts = es.dead_letters.attempts + EXCLUDED.attempts, last_failed_at = now()
            """)
        {
            Parameters =
            {
                new() { Value = table.Definition.QualifiedName }, new() { Value = e.Recorded.Position }, new() { Value = e.Recorded.Type },
                new() { Value = e.Recorded.StreamId }, new() { Value = error.Message }, new() { Value = attempts },
            },
        });
        await batch.ExecuteFencedAsync(lease, cancellationToken);
        if (pause.RecordsAffected != tables.Count) throw new TablesChangedException();
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<TableCheckpoint>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            var all = new List<TableCheckpoint>();
            while (await reader.ReadAsync(cancellationToken))
                all.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetInt32(4), reader.GetInt64(5)));
            return all;
        }
    }
}

/// <summary>A table is not where the page began, or was changed by somebody else than the lane's owner: look again.</summary>
internal sealed class TablesChangedException() : OutsideTableException("A table of the page was changed meanwhile by somebody else than the lane's owner.");

/// <summary>Runs batches that begin with a lane's fence.</summary>
internal static class FencedBatch
{
    /// <exception cref="LaneLostException">The lane has another owner; the caller's transaction must be rolled back.</exception>
    public static async Task ExecuteFencedAsync(this NpgsqlBatch batch, LaneLease lease, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) throw new LaneLostException(lease.Lane, lease.Epoch);
        // Going through the results raises the errors of the statements that follow.
        while (await reader.NextResultAsync(cancellationToken))
        {
        }
    }
}
