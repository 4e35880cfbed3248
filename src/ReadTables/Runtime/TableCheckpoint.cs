using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Where the live generation of a table stands.</summary>
internal sealed record TableCheckpoint(string Table, long Position, string State)
{
    public static async Task<IReadOnlyList<TableCheckpoint>> ReadAsync(NpgsqlConnection connection, string lane, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT table_name, position, state FROM es.read_tables WHERE lane = $1", connection) { Parameters = { new() { Value = lane } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var all = new List<TableCheckpoint>();
        while (await reader.ReadAsync(cancellationToken)) all.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetString(2)));
        return all;
    }

    /// <summary>Moves tables on. Part of the transaction of their rows.</summary>
    public static NpgsqlBatchCommand CreateAdvance(IEnumerable<string> tables, long position) =>
        new("UPDATE es.read_tables SET position = $2, updated_at = now() WHERE table_name = ANY($1)")
        {
            Parameters = { new() { Value = tables.ToArray() }, new() { Value = position } },
        };

    /// <summary>Stops one table, and those derived from it, before an event that it cannot take, and keeps the event as a dead letter.</summary>
    public static async Task PauseAsync(NpgsqlConnection connection, LaneLease lease, ITableProjector table, ProjectedEvent e, Exception error, int attempts, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(lease.CreateFence());
        batch.BatchCommands.Add(new("UPDATE es.read_tables SET state = 'paused', error = $2, updated_at = now() WHERE table_name = ANY($1)")
        {
            Parameters = { new() { Value = table.Advances().ToArray() }, new() { Value = error.Message } },
        });
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
        await transaction.CommitAsync(cancellationToken);
    }
}

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
