using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>The checkpoint of a table's live generation.</summary>
/// <param name="Table">Qualified name.</param>
/// <param name="Position">Every event up to this position is in its rows.</param>
/// <param name="State"><c>running</c> or <c>paused</c>.</param>
/// <param name="Fingerprint">Fingerprint of the definition that built it.</param>
/// <param name="Generation">Number of the generation.</param>
/// <param name="Incarnation">Incremented whenever a process other than the lane's owner changes its rows, its position or its state.</param>
internal sealed record TableCheckpoint(string Table, long Position, string State, string Fingerprint, int Generation, long Incarnation)
{
    private const string Columns = "table_name, position, state, fingerprint, generation, incarnation";

    /// <summary>The checkpoints of a lane.</summary>
    public static Task<IReadOnlyList<TableCheckpoint>> ReadAsync(NpgsqlConnection connection, string lane, CancellationToken cancellationToken) =>
        ReadAsync(new NpgsqlCommand($"SELECT {Columns} FROM es.read_tables WHERE lane = $1", connection) { Parameters = { new() { Value = lane } } }, cancellationToken);

    /// <summary>The checkpoints of some tables. If they are locked, the lane's owner and all other changes wait for the end of the transaction.</summary>
    public static Task<IReadOnlyList<TableCheckpoint>> ReadAsync(NpgsqlConnection connection, IEnumerable<TableDefinition> tables, bool forUpdate, CancellationToken cancellationToken) =>
        ReadAsync(new NpgsqlCommand($"SELECT {Columns} FROM es.read_tables WHERE table_name = ANY($1) ORDER BY table_name{(forUpdate ? " FOR UPDATE" : "")}", connection)
        {
            // A slow page holds the lock for its whole duration.
            CommandTimeout = forUpdate ? 0 : connection.CommandTimeout,
            Parameters = { new() { Value = tables.Select(t => t.QualifiedName).ToArray() } },
        }, cancellationToken);

    /// <summary>
    /// Accepts the log as final up to the highest checkpoint, which another process may have proven. Call it before comparing the position of a table with the
    /// watermark: this process's watermark may be lower while an append is open.
    /// </summary>
    public static async Task AcceptAsync(NpgsqlDataSource source, IEventStore store, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT coalesce(max(position), 0) FROM es.read_tables");
        store.AcceptFinal((long)(await command.ExecuteScalarAsync(cancellationToken))!);
    }

    /// <summary>
    /// Advances checkpoints that still have the position and incarnation of the start of the page. Part of the transaction of the rows. If another process has
    /// changed a checkpoint, fewer rows are updated and the page must fail, so that a page is applied exactly once.
    /// </summary>
    public static NpgsqlBatchCommand CreateAdvance(IReadOnlyList<(string Table, long Incarnation)> tables, long from, long position) => CreateGuardedChange(
        "UPDATE es.read_tables t SET position = $4, updated_at = now() FROM unchanged s WHERE t.table_name = s.table_name", tables, from, new NpgsqlParameter { Value = position });

    /// <summary>
    /// Advances checkpoints that have the expected positions and incarnations, each by itself, and returns the names of those that it advanced. It does not wait for
    /// one that another transaction is changing.
    /// </summary>
    public static NpgsqlBatchCommand CreateAdvances(IReadOnlyList<(string Table, long Incarnation, long From, long To)> tables) => new("""
        WITH due AS MATERIALIZED (
            SELECT t.table_name, v.target FROM es.read_tables t
            JOIN unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) AS v(table_name, incarnation, position, target) ON t.table_name = v.table_name
            WHERE t.incarnation = v.incarnation AND t.position = v.position AND t.state = 'running' ORDER BY t.table_name FOR NO KEY UPDATE OF t SKIP LOCKED)
        UPDATE es.read_tables t SET position = d.target, updated_at = now() FROM due d WHERE t.table_name = d.table_name RETURNING t.table_name
        """)
    {
        Parameters =
        {
            new() { Value = tables.Select(t => t.Table).ToArray() }, new() { Value = tables.Select(t => t.Incarnation).ToArray() },
            new() { Value = tables.Select(t => t.From).ToArray() }, new() { Value = tables.Select(t => t.To).ToArray() },
        },
    };

    /// <summary>A change of checkpoints that still have the expected position and incarnation. If fewer than all are changed, the caller must not commit.</summary>
    private static NpgsqlBatchCommand CreateGuardedChange(string sql, IReadOnlyList<(string Table, long Incarnation)> tables, long position, params NpgsqlParameter[] values)
    {
        // Checkpoints are always locked in the order of names, which prevents deadlocks.
        var command = new NpgsqlBatchCommand($"""
            WITH unchanged AS MATERIALIZED (
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
    /// Pauses one table and those derived from it before an event that it cannot apply, and records the event as a dead letter. It fails if another process has
    /// changed the table since the attempt, for instance by a swap: the table may be able to apply the event now.
    /// </summary>
    /// <exception cref="TablesChangedException">Another process has changed the table; nothing was written.</exception>
    public static async Task PauseAsync(
        NpgsqlConnection connection, LaneLease lease, ITableProjector table, IReadOnlyList<(string Table, long Incarnation)> tables, long position, ProjectedEvent e, Exception error,
        int attempts, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(lease.CreateFence());
        var pause = CreateGuardedChange(
            "UPDATE es.read_tables t SET state = 'paused', error = $4, updated_at = now() FROM unchanged s WHERE t.table_name = s.table_name",
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

/// <summary>Another process has changed a table of the page: reload the tables.</summary>
internal sealed class TablesChangedException() : OutsideTableException("Another process than the lane's owner has changed a table of the page.");

/// <summary>Executes batches that start with a lane's fence.</summary>
internal static class FencedBatch
{
    /// <exception cref="LaneLostException">The lane has another owner; the caller's transaction must be rolled back.</exception>
    public static async Task ExecuteFencedAsync(this NpgsqlBatch batch, LaneLease lease, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) throw new LaneLostException(lease.Lane, lease.Epoch);
        // Reading all results raises the errors of the statements that follow.
        while (await reader.NextResultAsync(cancellationToken))
        {
        }
    }
}
