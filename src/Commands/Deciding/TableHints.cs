using Npgsql;

namespace EventSourced.Commands.Deciding;

/// <summary>
/// A query for a sweep: ids of rows of a read table that meet a condition. The result is only a hint, because the table may lag: the sweep decides on the streams.
/// </summary>
/// <param name="Table">The table.</param>
/// <param name="Id">Column of the ids.</param>
/// <param name="Condition">SQL condition; <c>$1</c> is the given time.</param>
/// <param name="Order">Column by which the most urgent come first.</param>
public sealed record TableHint(string Table, string Id, string Condition, string Order);

/// <summary>A query for texts that belong to a row with an integer id, such as names. Like the other, it is a hint.</summary>
/// <param name="From">The table, or tables that are joined.</param>
/// <param name="Column">Column of the texts.</param>
/// <param name="Condition">SQL condition; <c>$1</c> is the given id.</param>
public sealed record TextHint(string From, string Column, string Condition);

/// <summary>A look-up that must be complete: ids of rows of a read table whose column has a value, with the position of the log that the table reflects.</summary>
/// <param name="Table">The table.</param>
/// <param name="Id">Column of the ids.</param>
/// <param name="Column">Column of the value.</param>
public sealed record TableLookup(string Table, string Id, string Column);

/// <summary>The result of a look-up.</summary>
/// <param name="Ids">The ids.</param>
/// <param name="Position">The ids are complete up to this position; the caller reads the log from here on.</param>
public sealed record LookupResult(IReadOnlyList<Guid> Ids, long Position);

/// <summary>The only access of commands to read tables: to find ids that the log cannot be queried for. Decisions are made on the log.</summary>
public interface ITableHints
{
    /// <summary>Ids that a sweep should check.</summary>
    /// <param name="hint">Where to look.</param>
    /// <param name="time">The time in its condition.</param>
    /// <param name="limit">Most ids to return.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<IReadOnlyList<Guid>> FindAsync(TableHint hint, DateTimeOffset time, int limit, CancellationToken cancellationToken = default);

    /// <summary>Texts that a sweep should check, in order.</summary>
    /// <param name="hint">Where to look.</param>
    /// <param name="id">The id in its condition.</param>
    /// <param name="after">Only texts after this one.</param>
    /// <param name="limit">Most texts to return.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<IReadOnlyList<string>> FindTextsAsync(TextHint hint, long id, string after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Ids of rows that have a value, as of the returned position.</summary>
    /// <param name="lookup">Where to look.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<LookupResult> FindAsync(TableLookup lookup, string value, CancellationToken cancellationToken = default);
}

/// <summary>Queries the read tables.</summary>
/// <param name="dataSource">The database of the read tables.</param>
public sealed class TableHints(NpgsqlDataSource dataSource) : ITableHints
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Guid>> FindAsync(TableHint hint, DateTimeOffset time, int limit, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand($"select {hint.Id} from {hint.Table} where {hint.Condition} order by {hint.Order} limit $2");
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = time.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<Guid> ids = [];
        while (await reader.ReadAsync(cancellationToken)) ids.Add(Guid.Parse(reader.GetString(0)));
        return ids;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindTextsAsync(TextHint hint, long id, string after, int limit, CancellationToken cancellationToken = default)
    {
        // By code points, so that "after" means the same in every database.
        await using var command = dataSource.CreateCommand(
            $"select {hint.Column} from {hint.From} where {hint.Condition} and {hint.Column} collate \"C\" > $2 order by {hint.Column} collate \"C\" limit $3");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> texts = [];
        while (await reader.ReadAsync(cancellationToken)) texts.Add(reader.GetString(0));
        return texts;
    }

    /// <inheritdoc/>
    public async Task<LookupResult> FindAsync(TableLookup lookup, string value, CancellationToken cancellationToken = default)
    {
        // Rows and position in one statement, and so from one snapshot.
        await using var command = dataSource.CreateCommand($"""
            select t.position, e.{lookup.Id} from es.read_tables t left join {lookup.Table} e on e.{lookup.Column} = $1
            where t.table_name = $2 order by e.{lookup.Id}
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = lookup.Table });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<Guid> ids = [];
        var position = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            position = reader.GetInt64(0);
            if (!reader.IsDBNull(1)) ids.Add(Guid.Parse(reader.GetString(1)));
        }
        return new LookupResult(ids, position);
    }
}
