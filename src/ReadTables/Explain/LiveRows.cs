using System.Data;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Explain;

/// <summary>A consistent snapshot of some live tables and their states.</summary>
internal sealed class LiveRows : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private LiveRows(NpgsqlConnection connection, NpgsqlTransaction transaction) => (_connection, _transaction) = (connection, transaction);

    /// <summary>Takes the snapshot.</summary>
    /// <exception cref="QueryException">A table has no live generation yet.</exception>
    public static async Task<LiveRows> OpenAsync(NpgsqlDataSource source, IReadOnlyList<TableDefinition> tables, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            // Lock before the snapshot, so that a swap of generations is either completely visible or not at all.
            await using var command = new NpgsqlCommand($"lock table {string.Join(", ", tables.Select(SqlNames.Of))} in access share mode", connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new LiveRows(connection, transaction);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            await connection.DisposeAsync();
            throw TableStates.NotBuilt(tables[0]);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The state of a table.</summary>
    public async Task<TableState> StateAsync(TableDefinition table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select {TableState.Columns} from es.read_tables where table_name = $1", _connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = table.QualifiedName } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? TableState.Read(reader, table) : throw TableStates.NotBuilt(table);
    }

    /// <summary>The rows whose given columns equal those of one of the probes.</summary>
    /// <exception cref="QueryException">Another definition built the live table.</exception>
    public async Task<List<TRow>> SelectAsync<TRow>(
        TableDefinition<TRow> table, IReadOnlyList<Column<TRow>> by, IReadOnlyList<TRow> probes, IReadOnlyList<Column<TRow>> order, CancellationToken cancellationToken)
        where TRow : class, IReadTable<TRow>
    {
        try
        {
            await using var batch = new NpgsqlBatch(_connection)
            {
                BatchCommands = { new RowCommands<TRow>(table, table.Module).Select(by, probes, $" ORDER BY {SqlNames.List(order, "t.")}") },
            };
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            return await RowCommands<TRow>.ReadAsync(reader, table.RowColumns, cancellationToken);
        }
        catch (Exception e) when (e is PostgresException { SqlState: PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction } or InvalidCastException)
        {
            throw new QueryException(409, "table_outdated",
                $"The live rows of {table.QualifiedName} have other columns than this build's definition, which cannot explain them. Rebuild the table, then retry.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
