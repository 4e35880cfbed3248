using EventSourced.Api.Access;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.EventStore.Signals;
using EventSourced.Projections;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Runtime;
using EventSourced.Testing;
using EventSourced.Workers.Relaying;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventSourced.EndToEnd.Access;

/// <summary>A database with all schemas, and logins for the API and for readers with the permissions that the product grants.</summary>
internal sealed class LoginWorld : IAsyncDisposable
{
    private readonly ProjectionWorld _world;

    private LoginWorld(ProjectionWorld world)
    {
        _world = world;
        var id = Guid.NewGuid().ToString("N")[..12];
        (ApiRole, ReaderRole) = ($"api_{id}", $"reader_{id}");
        (Api, Reader) = (As(ApiRole), As(ReaderRole));
    }

    public string ApiRole { get; }

    public string ReaderRole { get; }

    public NpgsqlDataSource Api { get; }

    public NpgsqlDataSource Reader { get; }

    public ProjectionWorld Tables => _world;

    public static async Task<LoginWorld> CreateAsync(string name)
    {
        var world = new LoginWorld(await ProjectionWorld.CreateAsync(name, ReadTableSet.Catalog));
        await new EventStoreSchema(new EventCodec(EventCatalog.Default, []), new EventStoreOptions(), [new RelaySchema()]).ApplyAsync(world._world.Source);
        await new AdminTokens(world._world.Source, TimeProvider.System).EnsureFirstAsync();
        await world._world.ExecuteAsync($"CREATE ROLE {world.ApiRole} LOGIN PASSWORD 'test'; CREATE ROLE {world.ReaderRole} LOGIN PASSWORD 'test'");
        await world.GrantAsync();
        return world;
    }

    public Task GrantAsync() => DatabaseRights.GrantAsync(_world.Source, ReadTableSet.Catalog, new EventStoreOptions(), ApiRole, ReaderRole);

    public async Task RebuildAllAsync()
    {
        var operations = new OperationStore(_world.Source, _world.Catalog);
        var asked = await operations.CreateAsync(OperationKind.Rebuild, new OperationRequest { Tables = [.. _world.Catalog.Tables.Select(t => t.QualifiedName)] }, "tester");
        using var runner = new OperationRunner(
            _world.Catalog, _world.Store, _world.Codec, _world.Source, new BuildOptions(), new ProjectionOptions(), new StateChanges(new Notifications(_world.Source, NullLogger<Notifications>.Instance)), NullLogger<OperationRunner>.Instance);
        await runner.StartAsync(default);
        Operation ended;
        while (!(ended = (await operations.FindAsync(asked.Id))!).IsFinal) await Task.Delay(10, TestContext.Current.CancellationToken);
        await runner.StopAsync(default);
        Assert.Equal(("completed", null), (ended.State, ended.Error));
    }

    public async Task RollBackAllAsync()
    {
        var generations = new GenerationStore(_world.Source, _world.Catalog);
        foreach (var table in _world.Catalog.Tables) await generations.RollbackAsync(table, TimeSpan.FromSeconds(10));
    }

    /// <summary>The error code of a statement, null when it succeeds. Its changes are rolled back.</summary>
    public static async Task<string?> ErrorOfAsync(NpgsqlDataSource login, string sql)
    {
        await using var connection = await login.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        try
        {
            await command.ExecuteNonQueryAsync();
            return null;
        }
        catch (PostgresException e)
        {
            return e.SqlState;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Reader.DisposeAsync();
        foreach (var role in (string[])[ApiRole, ReaderRole]) await _world.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        await _world.DisposeAsync();
    }

    private NpgsqlDataSource As(string role) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_world.ConnectionString) { Username = role, Password = "test", MaxPoolSize = 4 }.ConnectionString);
}
