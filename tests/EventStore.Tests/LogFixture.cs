using EventSourced.Contracts;
using EventSourced.Testing;
using Npgsql;

namespace EventSourced.EventStore.Tests;

/// <summary>A database with an empty log, one per test class; tests of a class use streams of their own.</summary>
public sealed class LogFixture : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public static EventCodec Codec { get; } = new(EventCatalog.Scan(typeof(ShopOpened).Assembly), []);

    public static EventStoreOptions Options { get; } = new();

    public NpgsqlDataSource DataSource => _database.DataSource;

    public string ConnectionString => _database.ConnectionString;

    /// <summary>The store that most tests use. Some open more stores, which act as other processes.</summary>
    public PostgresEventStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync("store");
        await EventStoreSchema.ApplyAsync(DataSource);
        Store = OpenStore();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _database.DisposeAsync();
    }

    public PostgresEventStore OpenStore(EventStoreOptions? options = null) => new(DataSource, Codec, options ?? Options);

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<List<string>> ListAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> list = [];
        while (await reader.ReadAsync()) list.Add(reader.GetString(0));
        return list;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

internal static class Some
{
    private static int _stream;

    public static readonly DateTimeOffset Noon = new(2025, 3, 9, 12, 0, 0, TimeSpan.Zero);

    public static string Stream(string name = "stream") => $"test-{name}-{Interlocked.Increment(ref _stream)}";

    public static EventMetadata Metadata(string tenant = Tenants.Default) => new(Guid.CreateVersion7(), "tester", Noon, Tenant: tenant);

    public static IEvent[] Events(int count, string text = "garden") =>
        [.. Enumerable.Range(1, count).Select(i => new ShopOpened($"{text}-{i}", "Garden", "People who grow things.", i))];

    public static StreamAppend To(string stream, ExpectedVersion expected, int count = 1) => new(stream, expected, Events(count));

    public static Append Append(params StreamAppend[] streams) => new(streams, Metadata());

    public static CommandOutcome Outcome(EventMetadata metadata, string status = "completed", string? result = "{\"ok\":true}") => new(metadata.CommandId, status, result);

    public static async Task<List<T>> ListAsync<T>(this IAsyncEnumerable<T> items)
    {
        List<T> list = [];
        await foreach (var item in items) list.Add(item);
        return list;
    }
}
