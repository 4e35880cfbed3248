using System.Text;
using System.Text.Json;
using EventSourced.Contracts;
using EventSourced.QueryTests.Probe;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Schema;
using EventSourced.Testing;
using Npgsql;

namespace EventSourced.QueryTests;

public static class Probes
{
    public static ReadTableCatalog Catalog { get; } = ReadTableCatalog.Scan(EventCatalog.Scan(typeof(Samples).Assembly), typeof(Samples).Assembly);

    public static TableDefinition Samples { get; } = Catalog.Of<Samples>();

    public static TableQuery Parse(string query) => TableQuery.Parse(
        Samples, query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => KeyValuePair.Create(p[..p.IndexOf('=')], p[(p.IndexOf('=') + 1)..])));

    public static QueryException Refused(string query) => Assert.Throws<QueryException>(() => Parse(query));
}

public sealed class QueryDatabase : IAsyncLifetime
{
    private TestDatabase? _database;

    public NpgsqlDataSource Source => _database!.DataSource;

    public TableQueryRunner Runner => new(Source);

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync("query");
        await ReadTableSchema.ApplyAsync(Source, Probes.Catalog);
    }

    public ValueTask DisposeAsync() => _database!.DisposeAsync();

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<List<string>> ListAsync(string sql)
    {
        var rows = new List<string>();
        await using var command = Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return rows;
    }

    public async Task<(Page Page, string Body)> RunAsync(string query, RowFormat? format = null)
    {
        using var buffer = new RowBuffer();
        var page = await Runner.WriteAsync(Probes.Parse(query), format ?? RowFormat.Json, buffer);
        using var body = new MemoryStream();
        await buffer.CopyToAsync(body);
        Assert.Equal(body.Length, buffer.Length);
        return (page, Encoding.UTF8.GetString(body.ToArray()));
    }

    /// <summary>Area and number of the rows, as <c>a1</c>.</summary>
    public async Task<(List<string> Keys, string? Next)> KeysAsync(string query)
    {
        var (page, body) = await RunAsync(query);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(page.Next, json.RootElement.GetProperty("next").GetString());
        return ([.. json.RootElement.GetProperty("data").EnumerateArray().Select(r => r.GetProperty("area").GetString() + r.GetProperty("number").GetInt32())], page.Next);
    }
}
