using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.EventStore.Personal;
using EventSourced.EventStore.Signals;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Schema;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventSourced.Testing;

/// <summary>A separate database with an event log and the read tables of a catalog.</summary>
public sealed class ProjectionWorld : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private ProjectionWorld(TestDatabase database, ReadTableCatalog catalog, byte[]? personalMasterKey = null)
    {
        (_database, Catalog) = (database, catalog);
        var options = new EventStoreOptions { PersonalMasterKey = personalMasterKey };
        Keys = new PersonalKeys(database.DataSource, options, new PostgresSecretStore(database.DataSource, options));
        Codec = new(catalog.Events, [], new PersonalData(Keys));
        Store = new PostgresEventStore(database.DataSource, Codec);
    }

    public ReadTableCatalog Catalog { get; }

    public EventCodec Codec { get; }

    /// <summary>Keys of the personal data in the log.</summary>
    public PersonalKeys Keys { get; }

    public PostgresEventStore Store { get; }

    public string ConnectionString => _database.ConnectionString;

    public NpgsqlDataSource Source => _database.DataSource;

    public static async Task<ProjectionWorld> CreateAsync(string name, ReadTableCatalog catalog) => await OpenAsync(await TestDatabase.CreateAsync(name), catalog);

    /// <summary>Migrates a database, which may be empty or not, to this build; it is dropped at the end.</summary>
    public static async Task<ProjectionWorld> OpenAsync(TestDatabase database, ReadTableCatalog catalog, byte[]? personalMasterKey = null)
    {
        await EventStoreSchema.ApplyAsync(database.DataSource);
        await ReadTableSchema.ApplyAsync(database.DataSource, catalog);
        return new ProjectionWorld(database, catalog, personalMasterKey);
    }

    public async Task<long> AppendAsync(params IEvent[] events) =>
        (await Store.AppendAsync(new Append(
            [new StreamAppend("stream", ExpectedVersion.Any, events)],
            new EventMetadata(Guid.NewGuid(), "test", DateTimeOffset.UtcNow)))).Position;

    /// <summary>Runs the projections until every running table has reached a position.</summary>
    public async Task ProjectAsync(long position, int pageSize = 500, string except = "")
    {
        using var runtime = NewRuntime(pageSize);
        await runtime.StartAsync(default);
        await WaitAsync(position, except);
        await runtime.StopAsync(default);
    }

    public ProjectionRuntime NewRuntime(int pageSize = 500, LogSignal? signal = null, bool rebuildOnChange = false) => new(
        Catalog, Store, Codec, Source, signal ?? new LogSignal(), new StateChanges(new Notifications(Source, NullLogger<Notifications>.Instance)),
        new ProjectionOptions { PageSize = pageSize, PollInterval = TimeSpan.FromMilliseconds(20), RebuildOnChange = rebuildOnChange }, NullLoggerFactory.Instance);

    public async Task WaitAsync(long position, string except = "")
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (await ScalarAsync<long>($"SELECT count(*) FROM es.read_tables WHERE state = 'running' AND position < {position} AND table_name <> '{except}'") > 0)
            await Task.Delay(5, limit.Token);
    }

    /// <summary>All rows of a table as text, in key order.</summary>
    public async Task<string> DumpAsync(string table)
    {
        var key = string.Join(", ", Catalog.Find(table)!.Key.Select(c => $"\"{c.Name}\""));
        return await ScalarAsync<string>($"SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY {key}), '') FROM {table} t");
    }

    public async Task<string> DumpAllAsync()
    {
        var all = new List<string>();
        foreach (var table in Catalog.Tables) all.Add($"{table.QualifiedName}:\n{await DumpAsync(table.QualifiedName)}");
        return string.Join("\n", all);
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _database.DisposeAsync();
    }
}
