using EventSourced.EventStore;
using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Query;

/// <summary>A page of rows.</summary>
/// <param name="State">State of the table in the snapshot of the rows.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Next">Cursor of the next page, or null when this is the last.</param>
public sealed record Page(TableState State, int Rows, string? Next);

/// <summary>Runs queries on read tables.</summary>
/// <param name="dataSource">The database, or a replica of it.</param>
public sealed class TableQueryRunner(NpgsqlDataSource dataSource)
{
    /// <summary>A page that reaches this size ends early, with a cursor.</summary>
    public const long MaxPageBytes = 16 * 1024 * 1024;

    /// <summary>Writes a page.</summary>
    /// <param name="query">The query.</param>
    /// <param name="format">Format of the page.</param>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Page> WriteAsync(TableQuery query, RowFormat format, RowBuffer output, CancellationToken cancellationToken = default)
    {
        using var writer = format.Start(output, query.Select);
        var page = await RunAsync(query, reader =>
        {
            writer.Row(reader);
            return output.Length < MaxPageBytes;
        }, cancellationToken);
        writer.End(page.Next, page.State.Position);
        return page;
    }

    /// <summary>Reads a page; it ends when <paramref name="row"/> returns false.</summary>
    internal async Task<Page> RunAsync(TableQuery query, Func<NpgsqlDataReader, bool> row, CancellationToken cancellationToken)
    {
        if (query.AsOf is { } name && !ReplayNames.IsValid(name)) throw NotFound(query);
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await using var batch = new NpgsqlBatch(connection);
            // State and rows come from one snapshot. Lock before it, so that a swap of generations is either completely visible or not at all.
            batch.BatchCommands.Add(new NpgsqlBatchCommand("begin isolation level repeatable read read only"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"lock table {SqlNames.Of(query.Table, query.Schema)} in access share mode"));
            batch.BatchCommands.Add(TableState.Select(query.Table, query.AsOf));
            batch.BatchCommands.Add(QuerySql.Rows(query));
            batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));

            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken)) throw NotFound(query);
            var state = TableState.Read(reader, query.Table);
            await reader.NextResultAsync(cancellationToken);
            var rows = 0;
            while (await reader.ReadAsync(cancellationToken))
            {
                rows++;
                var isContinued = row(reader);
                if (rows < query.Limit && isContinued) continue;
                var last = query.Order.Select((_, i) => reader.GetValue(query.Select.Count + i) is var v && v is DBNull ? null : v).ToArray();
                return new Page(state, rows, await reader.ReadAsync(cancellationToken) ? Cursor.Write(query.Scope, last) : null);
            }
            return new Page(state, rows, null);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            throw NotFound(query);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedColumn)
        {
            // Only a live generation of another definition can lack a column.
            throw new QueryException(409, $"table_{TableState.Outdated}",
                $"{query.Table.QualifiedName} was built by another definition and lacks a requested column ({e.MessageText}). Rebuild it: {CommandHint.Of($"rebuild {query.Table.QualifiedName}")}.");
        }
    }

    private static QueryException NotFound(TableQuery query) => query.AsOf is null
        ? TableStates.NotBuilt(query.Table)
        : TableStates.NoReplay(query.Table, query.AsOf);
}
