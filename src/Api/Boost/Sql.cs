using System.Globalization;
using EventSourced.Api.Boost.Repositories;
using Npgsql;

namespace EventSourced.Api.Boost;

/// <summary>Short forms for queries that join several tables.</summary>
internal static class Sql
{
    /// <summary>The rows of a query.</summary>
    /// <param name="source">The database.</param>
    /// <param name="sql">The query; its parameters are <c>$1</c> and so on.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="values">Values of the parameters.</param>
    /// <typeparam name="T">What a row becomes.</typeparam>
    public static async Task<List<T>> RowsAsync<T>(this NpgsqlDataSource source, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
        return rows;
    }

    /// <summary>A 64-bit id as JSON has it: text.</summary>
    public static string Id(this NpgsqlDataReader reader, int column) => Text(reader.GetInt64(column));

    /// <summary>A text, or null.</summary>
    public static string? TextOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>A time, or null.</summary>
    public static DateTimeOffset? TimeOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    /// <summary>An account from its GitHub id, login and display name in three columns; null when they are null.</summary>
    public static AccountShape? AccountOrNull(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : new AccountShape(reader.GetInt64(column), reader.GetString(column + 1), reader.GetString(column + 2));

    /// <summary>A 64-bit id as text.</summary>
    public static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
