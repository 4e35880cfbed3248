using EventSourced.ReadTables;
using EventSourced.ReadTables.Hosting;
using EventSourced.Testing;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shop;

namespace EventSourced.Samples.Tests;

/// <summary>The sample application on a database of its own.</summary>
internal sealed class ShopWorld : IAsyncDisposable
{
    // What fails by never coming to an end must not hold up the other tests.
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(2));
    private readonly TestDatabase _database;

    private ShopWorld(TestDatabase database, IHost host) => (_database, Host) = (database, host);

    public IHost Host { get; }

    public CancellationToken Limit => _limit.Token;

    public IDocumentStore Store => Get<IDocumentStore>();

    public Orders Orders => Get<Orders>();

    public ReadTableTasks Tables => new(Host);

    public static async Task<ShopWorld> StartAsync(string name, Action<StoreOptions>? configure = null)
    {
        var database = await TestDatabase.CreateAsync(name);
        var world = new ShopWorld(database, ShopHost.Build(database.ConnectionString, configure));
        try
        {
            await world.Host.StartAsync();
            await world.Get<ProjectionRuntime>().Ready;
            return world;
        }
        catch
        {
            world.Host.Dispose();
            await database.DisposeAsync();
            throw;
        }
    }

    public T Get<T>() where T : notnull => Host.Services.GetRequiredService<T>();

    public TableDefinition Table(string name) => Get<ReadTableCatalog>().Find(name)!;

    /// <summary>The result of a query as lines of text.</summary>
    public async Task<string> TextAsync(string columns, string from)
    {
        await using var command = _database.DataSource.CreateCommand($"SELECT coalesce(string_agg(r::text, E'\\n' ORDER BY r), '') FROM (SELECT {columns} FROM {from}) r");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public async Task UntilAsync(string condition)
    {
        while (true)
        {
            await using var command = _database.DataSource.CreateCommand($"SELECT {condition}");
            if (await command.ExecuteScalarAsync(Limit) is true) return;
            await Task.Delay(5, Limit);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync();
        Host.Dispose();
        _limit.Dispose();
        await _database.DisposeAsync();
    }
}
