using System.Collections.Concurrent;
using System.Text.Json;
using EventSourced.Commands.Bus;
using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using EventSourced.Projections;
using EventSourced.ReadTables.Operations;
using EventSourced.Servers;
using EventSourced.Testing;
using EventSourced.Workers.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace EventSourced.Workers.Tests.Rabbit;

/// <summary>A database, a virtual host and an object folder, with the real workers.</summary>
internal sealed class RabbitWorld : IAsyncDisposable
{
    private const int Partitions = 2;
    private readonly TestVhost? _vhost;
    private readonly Uri _broker;
    private readonly List<IHost> _hosts = [];
    private readonly string _prefix;
    private readonly string[] _args;

    private RabbitWorld(TestDatabase database, TestVhost? vhost, Uri broker, string[] args)
    {
        (Database, _vhost, _broker, _prefix, _args) = (database, vhost, broker, vhost?.Prefix + "es.", args);
        var options = new EventStoreOptions();
        Ledger = new CommandLedger(database.DataSource, options);
    }

    public TestDatabase Database { get; }

    public CommandLedger Ledger { get; }

    /// <summary>Where the workers keep objects.</summary>
    public string Objects { get; } = Directory.CreateTempSubdirectory("rabbit-objects-").FullName;

    /// <summary>Everything that the workers logged.</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    /// <summary>Services of the worker that was started last.</summary>
    public IServiceProvider Services => _hosts[^1].Services;

    public IObjectStore ObjectStore => Services.GetRequiredService<IObjectStore>();

    public IEventStore Store => Services.GetRequiredService<IEventStore>();

    /// <summary>A world with one worker.</summary>
    public static Task<RabbitWorld> OpenAsync(params string[] args) => OpenAsync(null, null, args);

    /// <summary>A world with one worker on servers of the caller, or on the shared ones.</summary>
    public static async Task<RabbitWorld> OpenAsync(RunningServers? servers, Action<IServiceCollection>? configure, params string[] args)
    {
        var database = servers is null ? await TestDatabase.CreateAsync("rabbit") : await TestDatabase.CreateAsync("rabbit", servers.PostgresConnectionString);
        var vhost = servers is null ? await TestVhost.CreateAsync("rabbit") : null;
        var world = new RabbitWorld(database, vhost, vhost?.Uri ?? servers!.RabbitMqUri!, args);
        await world.StartWorkerAsync(configure);
        return world;
    }

    public async Task StartWorkerAsync(Action<IServiceCollection>? configure = null)
    {
        // The timeout of a caller does not matter here, and a busy machine may take more than its five seconds.
        var host = WorkerHost.Build(
            [$"--ConnectionStrings:Postgres={Database.ConnectionString}", $"--Bus:Uri={_broker}", $"--Bus:Prefix={_prefix}", $"--Bus:CommandPartitions={Partitions}", $"--Objects:Root={Objects}", "--Workers:Jobs=false", "--Bus:SendTimeout=00:01:00", .. _args],
            services =>
            {
                services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(new LogKeeper(Log)));
                configure?.Invoke(services);
            });
        _hosts.Add(host);
        await host.StartAsync();
    }

    public async Task StopWorkersAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            host.Dispose();
        }
        _hosts.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await StopWorkersAsync();
        if (_vhost is not null) await _vhost.DisposeAsync();
        await Database.DisposeAsync();
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

    public Task<CommandRecord> OutcomeAsync(Guid id) =>
        UntilAsync(async () => await Ledger.FindAsync(id) is { } record && CommandStatus.IsFinal(record.Status) ? record : null, $"outcome of {id}");

    /// <summary>Returns once no recorded turn waits for its analysis and the tables have reached the end of the log.</summary>
    public async Task SettleAsync()
    {
        await UntilAsync(async () =>
        {
            var events = await EventsAsync();
            var done = events.Select(e => e is TurnAnalysed a ? a.TurnId : e is AnalysisFailed f ? f.TurnId : Guid.Empty).ToHashSet();
            return events.OfType<TurnRecorded>().Where(t => t.AnalysisJobId is not null).All(t => done.Contains(t.TurnId));
        }, "the analyses");
        await CatchUpAsync();
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
    public async Task VerifyAsync(string module = "rabbit")
    {
        var verified = await OperateAsync(OperationKind.Verify, module: module);
        Assert.True(verified.Result!.Value.GetProperty("holds").GetBoolean(), $"{verified.Result}");
    }

    /// <summary>Replaces the live tables by tables that are rebuilt from the log alone.</summary>
    public Task RebuildAsync() => OperateAsync(OperationKind.Rebuild);

    /// <summary>Compares with the live tables, which differ.</summary>
    public async Task FindDifferencesAsync() =>
        Assert.False((await OperateAsync(OperationKind.Verify)).Result!.Value.GetProperty("holds").GetBoolean());

    /// <summary>Keeps a copy of the current tables.</summary>
    public async Task ReplayAsync(string name)
    {
        var now = await Store.ReadWatermarkAsync();
        await OperateAsync(OperationKind.Replay, request => request with { To = now, Into = name });
    }

    private async Task<Operation> OperateAsync(string kind, Func<OperationRequest, OperationRequest>? with = null, string module = "rabbit")
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

    /// <summary>Ready messages of a queue; 0 when the queue does not exist.</summary>
    public async Task<uint> CountAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = _broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var count = 0u;
        foreach (var name in queue is "commands" or "followups" ? Enumerable.Range(0, Partitions).Select(i => $"{queue}.{i}") : [queue])
            count += (await channel.QueueDeclarePassiveAsync(_prefix + name)).MessageCount;
        return count;
    }

    /// <summary>Takes a message out of a queue as soon as it contains one.</summary>
    public async Task<BasicGetResult> TakeAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = _broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await UntilAsync(() => channel.BasicGetAsync(_prefix + queue, autoAck: true), $"a message in {queue}");
    }

    /// <summary>Puts a message into a queue with the header of a redelivery.</summary>
    public async Task DeliverAgainAsync<TMessage>(string queue, TMessage message, long deliveries)
    {
        await using var connection = await new ConnectionFactory { Uri = _broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new { messageType = (string[])[$"urn:message:{typeof(TMessage).Namespace}:{typeof(TMessage).Name}"], message }, JsonSerializerOptions.Web);
        await channel.BasicPublishAsync(
            queue, "", true, new BasicProperties { ContentType = "application/vnd.masstransit+json", Headers = new Dictionary<string, object?> { ["x-delivery-count"] = deliveries } }, body);
    }

    /// <summary>Waits until the condition is true.</summary>
    public async Task<T> UntilAsync<T>(Func<Task<T?>> look, string what, int seconds = 30) where T : class
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (true)
        {
            if (await look() is { } found) return found;
            if (limit.IsCancellationRequested) throw new TimeoutException($"Waited {seconds} s in vain for {what}.\n{string.Join('\n', Log.TakeLast(30))}");
            await Task.Delay(15);
        }
    }

    public Task UntilAsync(Func<Task<bool>> look, string what, int seconds = 30) => UntilAsync(async () => await look() ? "yes" : null, what, seconds);

    private sealed class LogKeeper(ConcurrentQueue<string> log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Writer(log, categoryName);

        public void Dispose()
        {
        }

        private sealed class Writer(ConcurrentQueue<string> log, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                log.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
        }
    }
}
