using System.Globalization;
using System.Text.Json.Nodes;
using EventSourced.Cli.Client;
using Npgsql;

namespace EventSourced.Cli.Demo;

/// <summary>Reads rows for samples: all pages of a query of the API, or SQL with the read-only login.</summary>
/// <param name="api">The API.</param>
/// <param name="postgres">The connection string of that login.</param>
internal sealed class SampleRows(ApiClient api, string postgres) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(postgres);

    /// <summary>Rows of a query or of SQL; exactly one of the two is given.</summary>
    /// <param name="where">The source of the query, for errors.</param>
    /// <param name="query">Table and parameters, or null.</param>
    /// <param name="sql">A statement, or null.</param>
    /// <param name="cancellation">Stops.</param>
    public Task<IReadOnlyList<JsonObject>> ReadAsync(string where, string? query, string? sql, CancellationToken cancellation) => (query, sql) switch
    {
        ({ } table, null) => QueryAsync(table, cancellation),
        (null, { } statement) => SqlAsync(statement, cancellation),
        _ => throw new CliException($"{where}: give either a query or SQL."),
    };

    /// <summary>Rows of a query such as <c>shop.orders?customer=7</c>: all, unless it has a limit.</summary>
    public async Task<IReadOnlyList<JsonObject>> QueryAsync(string query, CancellationToken cancellation)
    {
        var (table, parameters) = Parse(query);
        if (parameters.Any(p => p.Name == "limit")) return (await api.RowsAsync(table, parameters, null, cancellation)).Rows;
        List<JsonObject> rows = [];
        string? cursor = null;
        do
        {
            var page = await api.RowsAsync(table, [.. parameters, ("limit", "1000"), .. cursor is null ? [] : ((string, string)[])[("cursor", cursor)]], null, cancellation);
            rows.AddRange(page.Rows);
            cursor = page.Next;
        }
        while (cursor is not null);
        return rows;
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static (string Table, IReadOnlyList<(string Name, string Value)> Parameters) Parse(string query)
    {
        var parts = query.Split('?', 2);
        return (parts[0], parts.Length < 2 ? [] : [.. parts[1].Split('&').Select(p => p.Split('=', 2)).Select(p => (p[0], p.Length > 1 ? p[1] : ""))]);
    }

    private async Task<IReadOnlyList<JsonObject>> SqlAsync(string sql, CancellationToken cancellation)
    {
        await using var command = _database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<JsonObject> rows = [];
        while (await reader.ReadAsync(cancellation))
        {
            var row = new JsonObject();
            for (var i = 0; i < reader.FieldCount; i++) row[reader.GetName(i)] = await reader.IsDBNullAsync(i, cancellation) ? null : Json(reader.GetValue(i));
            // Parsed from text like an answer of the API, so that a number can be read as any type.
            rows.Add(JsonNode.Parse(row.ToJsonString())!.AsObject());
        }
        return rows;
    }

    // In the format of the query API.
    private static JsonValue? Json(object value) => value switch
    {
        DateTime { TimeOfDay.Ticks: 0 } day => JsonValue.Create(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        DateOnly day => JsonValue.Create(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        short or int or long => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        float or double => JsonValue.Create(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        decimal number => JsonValue.Create(number),
        bool flag => JsonValue.Create(flag),
        _ => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };
}
