using System.Text.Json;
using EventSourced.Commands.Bus;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.EventStore.Personal;
using EventSourced.Projections;
using EventSourced.ReadTables.Operations;
using EventSourced.Servers;
using EventSourced.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventSourced.Workers.Tests;

/// <summary>Workers with the modules of the product, and a folder of objects.</summary>
internal sealed class ProductWorld : BusWorld
{
    private readonly string[] _args;

    private ProductWorld(TestDatabase database, TestVhost? vhost, Uri broker, string[] args) : base(database, vhost, broker) => _args = args;

    /// <summary>Where the workers keep objects.</summary>
    public string Objects { get; } = Directory.CreateTempSubdirectory("product-objects-").FullName;

    /// <summary>Services of the worker that was started last.</summary>
    public IServiceProvider Services => Last.Services;

    public IObjectStore ObjectStore => Services.GetRequiredService<IObjectStore>();

    public IEventStore Store => Services.GetRequiredService<IEventStore>();

    /// <summary>A world with one worker.</summary>
    public static Task<ProductWorld> OpenAsync(params string[] args) => OpenAsync(null, null, args);

    /// <summary>A world with one worker on servers of the caller, or on the shared ones.</summary>
    public static async Task<ProductWorld> OpenAsync(RunningServers? servers, Action<IServiceCollection>? configure, params string[] args)
    {
        var database = servers is null ? await TestDatabase.CreateAsync("product") : await TestDatabase.CreateAsync("product", servers.PostgresConnectionString);
        var vhost = servers is null ? await TestVhost.CreateAsync("product") : null;
        var world = new ProductWorld(database, vhost, vhost?.Uri ?? servers!.RabbitMqUri!, args);
        await world.StartWorkerAsync(configure);
        return world;
    }

    // The timeout of a caller does not matter here, and a busy machine may take more than its five seconds.
    public Task StartWorkerAsync(Action<IServiceCollection>? configure = null) =>
        StartWorkerAsync([$"--Objects:Root={Objects}", "--Bus:SendTimeout=00:01:00", .. _args], LogLevel.Debug, services => configure?.Invoke(services));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(Objects, recursive: true);
    }

    /// <summary>Accepts and sends a command, as the API does.</summary>
    public async Task<Guid> SendAsync<TCommand>(TCommand command, Guid? id = null) where TCommand : ICommand
    {
        var commandId = id ?? Guid.CreateVersion7();
        var personal = Services.GetRequiredService<PersonalData>();
        var body = JsonSerializer.SerializeToElement(command, CommandCatalog.Json);
        var name = CommandCatalog.NameOf(typeof(TCommand));
        await Ledger.AcceptAsync(commandId, name, "tester", personal.HashOf(typeof(TCommand), JsonSerializer.SerializeToUtf8Bytes(body)));
        await SendAsync(CommandEnvelope.For(command, commandId, "tester", DateTimeOffset.UtcNow) with { Body = await personal.ProtectAsync(typeof(TCommand), body) });
        return commandId;
    }

    public Task SendAsync(CommandEnvelope envelope) => Services.GetRequiredService<ICommandSender>().SendAsync(envelope);

    /// <summary>Sends a command and returns its outcome.</summary>
    public async Task<CommandRecord> RunAsync<TCommand>(TCommand command, Guid? id = null) where TCommand : ICommand => await OutcomeAsync(await SendAsync(command, id));

    /// <summary>Runs a command that must succeed, and returns its result.</summary>
    public async Task<JsonElement> DoAsync<TCommand>(TCommand command) where TCommand : ICommand
    {
        var record = await RunAsync(command);
        Assert.True(record.Status == CommandStatus.Completed, $"{record.Status}: {record.Result}");
        return JsonSerializer.Deserialize<JsonElement>(record.Result ?? "null");
    }

    /// <summary>Runs a command that must be refused, and returns status and code of the refusal.</summary>
    public async Task<(int Status, string Code)> RefusalAsync<TCommand>(TCommand command) where TCommand : ICommand
    {
        var record = await RunAsync(command);
        Assert.True(record.Status == CommandStatus.Rejected, $"{record.Status}: {record.Result}");
        var problem = JsonSerializer.Deserialize<JsonElement>(record.Result!);
        return (problem.GetProperty("status").GetInt32(), problem.GetProperty("code").GetString()!);
    }

    /// <summary>Returns once the tables have reached the end of the log.</summary>
    public async Task CatchUpAsync()
    {
        var end = await Store.ReadWatermarkAsync();
        // A worker that has just started creates the tables first.
        await UntilAsync(async () => await ScalarAsync<bool>("select to_regclass('es.read_tables') is not null"), "the tables");
        await UntilAsync(async () => await ScalarAsync<long>($"select count(*) from es.read_tables where position >= {end}") == ReadTableSet.Catalog.Tables.Count, $"the tables at {end}");
    }

    /// <summary>All events of the log.</summary>
    public async Task<IReadOnlyList<IEvent>> EventsAsync()
    {
        var codec = Services.GetRequiredService<EventCodec>();
        List<IEvent> events = [];
        for (var after = 0L; ;)
        {
            var page = await Store.ReadPageAsync(after, 1_000);
            events.AddRange(page.Events.Select(e => (IEvent)codec.Decode(e)));
            after = page.Position;
            if (page.Position >= page.Watermark) return events;
        }
    }

    /// <summary>Rebuilds the tables of a module from the log in a separate schema, and compares them with the live ones byte by byte.</summary>
    public async Task VerifyAsync(string module)
    {
        var verified = await OperateAsync(OperationKind.Verify, module);
        Assert.True(verified.Result!.Value.GetProperty("holds").GetBoolean(), $"{verified.Result}");
    }

    /// <summary>Replaces the live tables of a module by tables that are rebuilt from the log alone.</summary>
    public Task RebuildAsync(string module) => OperateAsync(OperationKind.Rebuild, module);

    /// <summary>Compares with the live tables, which differ.</summary>
    public async Task FindDifferencesAsync(string module) =>
        Assert.False((await OperateAsync(OperationKind.Verify, module)).Result!.Value.GetProperty("holds").GetBoolean());

    /// <summary>Keeps a copy of the current tables of a module.</summary>
    public async Task ReplayAsync(string module, string name)
    {
        var now = await Store.ReadWatermarkAsync();
        await OperateAsync(OperationKind.Replay, module, request => request with { To = now, Into = name });
    }

    private async Task<Operation> OperateAsync(string kind, string module, Func<OperationRequest, OperationRequest>? with = null)
    {
        var operations = new OperationStore(Database.DataSource, ReadTableSet.Catalog);
        var request = new OperationRequest { Tables = [.. ReadTableSet.Catalog.Tables.Where(t => t.Module == module).Select(t => t.QualifiedName)] };
        // A worker handles commands while it still creates tables at its start.
        await UntilAsync(async () => await ScalarAsync<bool>("select to_regclass('es.operations') is not null") ? "ready" : null, "the schema of the read tables");
        var asked = await operations.CreateAsync(kind, with?.Invoke(request) ?? request, "tester");
        var ended = await UntilAsync(async () => await operations.FindAsync(asked.Id) is { IsFinal: true } final ? final : null, kind);
        Assert.Equal(("completed", null), (ended.State, ended.Error));
        return ended;
    }

    /// <summary>Rows of a query, each as its columns joined by a bar; null is "-".</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string sql, params object[] parameters)
    {
        await using var command = Database.DataSource.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.AddWithValue(parameter);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync()) rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "-" : $"{reader.GetValue(i)}")));
        return rows;
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.DataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Delivers a follow-up with the header of a redelivery.</summary>
    public Task DeliverAgainAsync(CommandEnvelope followUp, long deliveries) => PublishRawAsync(
        FollowUpQueueOf(followUp),
        JsonSerializer.SerializeToUtf8Bytes(
            new { messageType = (string[])[$"urn:message:{typeof(CommandEnvelope).Namespace}:{nameof(CommandEnvelope)}"], message = followUp }, JsonSerializerOptions.Web),
        "application/vnd.masstransit+json",
        new Dictionary<string, object?> { ["x-delivery-count"] = deliveries });
}
