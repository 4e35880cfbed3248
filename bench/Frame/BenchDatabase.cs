using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.Projections;
using EventSourced.ReadTables.Schema;
using EventSourced.Testing;
using Npgsql;

namespace EventSourced.Bench.Frame;

/// <summary>A database of its own with an empty log and the product's read tables.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private BenchDatabase(TestDatabase database) => _database = database;

    public NpgsqlDataSource Source => _database.DataSource;

    public string ConnectionString => _database.ConnectionString;

    public EventCodec Codec { get; } = new(EventCatalog.Default, []);

    public static async Task<BenchDatabase> CreateAsync(BenchServer server, string name)
    {
        var database = await TestDatabase.CreateAsync($"bench_{name}", server.ConnectionString);
        await EventStoreSchema.ApplyAsync(database.DataSource);
        await ReadTableSchema.ApplyAsync(database.DataSource, ReadTableSet.Catalog);
        return new BenchDatabase(database);
    }

    public static EventMetadata Metadata() => new(Guid.NewGuid(), "bench", DateTimeOffset.UtcNow);

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
