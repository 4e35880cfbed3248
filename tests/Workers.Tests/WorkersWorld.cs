using System.Collections.Concurrent;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Modules;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Hosting;
using EventSourced.Testing;
using EventSourced.Workers.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace EventSourced.Workers.Tests;

/// <summary>A database, a virtual host of the broker, and the hosts that a test starts.</summary>
public sealed class WorkersWorld : IAsyncDisposable
{
    /// <summary>The default partition count of tests.</summary>
    private const int Partitions = 2;

    private readonly TestDatabase _database;
    private readonly TestVhost? _vhost;
    private readonly Uri? _broker;
    private readonly List<IHost> _hosts = [];
    private readonly string _prefix;

    private WorkersWorld(TestDatabase database, TestVhost? vhost, Uri? broker)
    {
        (_database, _vhost, _broker, _prefix) = (database, vhost, broker, vhost?.Prefix + "es.");
        Ledger = new CommandLedger(database.DataSource, Options);
        Store = new PostgresEventStore(database.DataSource, new EventCodec(EventCatalog.Scan(typeof(Make).Assembly), []), Options);
    }

    public EventStoreOptions Options { get; } = new();

    public CommandLedger Ledger { get; }

    public PostgresEventStore Store { get; }

    public TestDatabase Database => _database;

    public bool InMemory => _broker is null;

    /// <summary>What the hosts logged at Warning and above, for messages of failing tests.</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    /// <summary>What the workers' classes logged at Information.</summary>
    public ConcurrentQueue<string> Notes { get; } = [];

    public static async Task<WorkersWorld> OpenAsync(bool memory = false, Uri? broker = null, string? postgres = null)
    {
        var database = await (postgres is null ? TestDatabase.CreateAsync("workers") : TestDatabase.CreateAsync("workers", postgres));
        await EventStoreSchema.ApplyAsync(database.DataSource);
        var vhost = memory || broker is not null ? null : await TestVhost.CreateAsync("workers");
        return new WorkersWorld(database, vhost, broker ?? vhost?.Uri);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            host.Dispose();
        }
        await Store.DisposeAsync();
        if (_vhost is not null) await _vhost.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>A worker with the toy handlers.</summary>
    public async Task<IHost> StartWorkerAsync(Action<IServiceCollection>? configure = null, params string[] args)
    {
        var host = WorkerHost.Build([.. Arguments(), "--Workers:Jobs=false", .. args], services =>
        {
            services.AddSingleton(CommandCatalog.Scan(typeof(Make).Assembly));
            services.AddSingleton(EventCatalog.Scan(typeof(Make).Assembly));
            services.AddSingleton<Watch>();
            // The real read tables do not know these events.
            services.AddProjectionRuntime(ReadTableCatalog.Scan(EventCatalog.Scan(typeof(Make).Assembly), typeof(Make).Assembly));
            services.AddCommandPipeline(typeof(Make).Assembly);
            services.AddLogging(logging => logging.ClearProviders().AddProvider(new Recorder(Log, Notes)));
            configure?.Invoke(services);
            if (services.All(s => s.ServiceType != typeof(ReactionCatalog))) services.AddSingleton(ReactionCatalog.Empty);
            if (services.All(s => s.ServiceType != typeof(WorkOffHandler.Work))) services.AddSingleton<WorkOffHandler.Work>((_, _) => Task.CompletedTask);
        });
        _hosts.Add(host);
        await host.StartAsync();
        return host;
    }

    /// <summary>A process that only sends, as the API does.</summary>
    public async Task<ICommandSender> StartSenderAsync(params string[] args)
    {
        var builder = Host.CreateApplicationBuilder([.. Arguments(), .. args]);
        builder.Logging.ClearProviders().AddProvider(new Recorder(Log, Notes));
        builder.Services.AddEventSourcedBus(builder.Configuration);
        var host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync();
        return host.Services.GetRequiredService<ICommandSender>();
    }

    /// <summary>A process that sends commands and waits for their outcomes, as the API does.</summary>
    public async Task<IServiceProvider> StartCallerAsync(CommandLedger ledger)
    {
        var builder = Host.CreateApplicationBuilder([.. Arguments()]);
        builder.Logging.ClearProviders().AddProvider(new Recorder(Log, Notes));
        builder.Services.AddSingleton(ledger);
        builder.Services.AddEventSourcedBus(builder.Configuration, bus => bus.ReceiveOutcomeSignals());
        var host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync();
        await UntilAsync(() => Task.FromResult(host.Services.GetRequiredService<MassTransit.IBusControl>().CheckHealth().Status == MassTransit.BusHealthStatus.Healthy), "the bus to be up");
        return host.Services;
    }

    public async Task StopAsync(IHost host)
    {
        _hosts.Remove(host);
        await host.StopAsync();
        host.Dispose();
    }

    /// <summary>Closes the connections that the broker's management reports; it may report one late.</summary>
    public async Task BreakConnectionsAsync()
    {
        if (_vhost?.Management is not { } management) return;
        foreach (var connection in await ConnectionsAsync())
        {
            try
            {
                await management.SendAsync(HttpMethod.Delete, $"api/connections/{Uri.EscapeDataString($"{connection!["name"]}")}");
            }
            catch (HttpRequestException e) when (e.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                // It was closed meanwhile.
            }
        }
    }

    /// <summary>Names of the buses' connections that the broker's management reports; it may report one late. A new connection has another name.</summary>
    public async Task<List<string>> BusConnectionsAsync() =>
    [
        .. (await ConnectionsAsync()).Where(c => $"{c!["user_provided_name"]}" == "eventsourced").Select(c => $"{c!["name"]}").Order(StringComparer.Ordinal),
    ];

    private async Task<System.Text.Json.Nodes.JsonArray> ConnectionsAsync() =>
        (await _vhost!.Management!.SendAsync(HttpMethod.Get, $"api/vhosts/{Uri.EscapeDataString(_vhost.Name)}/connections"))!.AsArray();

    /// <summary>Accepts a command as the API does, without sending it.</summary>
    public async Task<CommandEnvelope> AcceptAsync(ICommand command, Guid? id = null)
    {
        var envelope = Envelope(command, id);
        await Ledger.AcceptAsync(envelope.CommandId, envelope.Name, envelope.Actor, new byte[32]);
        return envelope;
    }

    /// <summary>The partition queue of a command, without the prefix.</summary>
    public static string QueueOf(CommandEnvelope envelope) => new BusOptions { Prefix = "", CommandPartitions = Partitions }.CommandQueue(envelope);

    public static CommandEnvelope Envelope(ICommand command, Guid? id = null) => CommandEnvelope.For(command, id ?? Guid.CreateVersion7(), "tester", DateTimeOffset.UtcNow);

    /// <summary>The command's row, once it has an outcome.</summary>
    public async Task<CommandRecord> OutcomeAsync(Guid id) =>
        await UntilAsync(async () => await Ledger.FindAsync(id) is { } record && CommandStatus.IsFinal(record.Status) ? record : null, $"outcome of {id}");

    public async Task<IReadOnlyList<RecordedEvent>> EventsAsync(string stream) => await Store.ReadStreamsAsync([stream]);

    /// <summary>Ready messages of a queue.</summary>
    public async Task<uint> CountAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = _broker! }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var count = 0u;
        foreach (var name in NamesOf(queue)) count += (await channel.QueueDeclarePassiveAsync(name)).MessageCount;
        return count;
    }

    /// <summary>Returns once a queue has the given number of consumers.</summary>
    public async Task ConsumersAsync(string queue, uint count)
    {
        await using var connection = await new ConnectionFactory { Uri = _broker! }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await UntilAsync(async () =>
        {
            foreach (var name in NamesOf(queue))
                if (await channel.ConsumerCountAsync(name) != count) return false;
            return true;
        }, $"{count} consumers");
    }

    /// <summary>Takes a message out of a queue as soon as it contains one.</summary>
    public async Task<BasicGetResult> TakeAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = _broker! }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await UntilAsync(() => channel.BasicGetAsync(_prefix + queue, autoAck: true), $"a message in {queue}");
    }

    /// <summary>Takes the first message out of a partition queue, which delivers its messages only to a consumer.</summary>
    public async Task<(ReadOnlyMemory<byte> Body, string? ContentType, IDictionary<string, object?>? Headers)> TakeFromPartitionAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = _broker! }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var taken = new TaskCompletionSource<(ReadOnlyMemory<byte>, string?, IDictionary<string, object?>?)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await channel.BasicQosAsync(0, 1, global: false);
        var consumer = new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            if (taken.Task.IsCompleted) return;
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
            taken.TrySetResult((message.Body.ToArray(), message.BasicProperties.ContentType, message.BasicProperties.Headers));
        };
        await channel.BasicConsumeAsync(_prefix + queue, autoAck: false, consumer);
        return await taken.Task.WaitAsync(TimeSpan.FromMinutes(3));
    }

    /// <summary>A consumer that takes one message and does not acknowledge it, until it is disposed.</summary>
    public async Task<IAsyncDisposable> ConsumeOneAsync(string queue)
    {
        var connection = await new ConnectionFactory { Uri = _broker! }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        await channel.BasicQosAsync(0, 1, global: false);
        await channel.BasicConsumeAsync(_prefix + queue, autoAck: false, new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(channel));
        return connection;
    }

    private IEnumerable<string> NamesOf(string queue) =>
        queue == "commands" ? Enumerable.Range(0, Partitions).Select(i => $"{_prefix}commands.{i}") : [_prefix + queue];

    /// <summary>Replaces a queue by one of another kind, so that the correct declaration is refused.</summary>
    public Task SpoilQueueAsync(string queue) => UntilAsync(async () =>
    {
        await using var connection = await new ConnectionFactory { Uri = _broker! }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            await channel.QueueDeleteAsync(_prefix + queue);
            await channel.QueueDeclareAsync(_prefix + queue, durable: true, exclusive: false, autoDelete: false);
            return true;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            // A worker was faster and declared it correctly.
            return false;
        }
    }, $"{queue} to be spoilt");

    /// <summary>Declares a queue as an earlier version did.</summary>
    public async Task DeclareFormerQueueAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = _broker! }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(_prefix + queue, ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync(_prefix + queue, durable: true, exclusive: false, autoDelete: false, BusTopology.Arguments(_prefix + queue).ToDictionary());
        await channel.QueueBindAsync(_prefix + queue, _prefix + queue, "");
    }

    /// <summary>Deletes a queue; its users declare it again.</summary>
    public async Task DeleteQueueAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = _broker! }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeleteAsync(_prefix + queue);
    }

    /// <summary>The host that was started last.</summary>
    public IHost Last => _hosts[^1];

    public async Task PublishRawAsync(string queue, ReadOnlyMemory<byte> body, string? contentType, IDictionary<string, object?>? headers = null)
    {
        await using var connection = await new ConnectionFactory { Uri = _broker! }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.BasicPublishAsync(_prefix + queue, "", true, new BasicProperties { ContentType = contentType, Headers = headers }, body);
    }

    /// <summary>Waits until the condition is true.</summary>
    public async Task<T> UntilAsync<T>(Func<Task<T?>> look, string what, int seconds = 180) where T : class
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (true)
        {
            if (await look() is { } found) return found;
            if (limit.IsCancellationRequested) throw new TimeoutException($"Waited {seconds} s in vain for {what}.\n{string.Join('\n', Notes.TakeLast(30))}\n{string.Join('\n', Log.TakeLast(30))}");
            await Task.Delay(15);
        }
    }

    public Task UntilAsync(Func<Task<bool>> look, string what, int seconds = 180) =>
        UntilAsync(async () => await look() ? "yes" : null, what, seconds);

    private IEnumerable<string> Arguments() =>
    [
        $"--ConnectionStrings:Postgres={_database.ConnectionString}",
        .. _broker is null ? (string[])["--Bus:Transport=memory"] : [$"--Bus:Uri={_broker}"],
        $"--Bus:Prefix={_prefix}",
        $"--Bus:CommandPartitions={Partitions}",
    ];

    private sealed class Recorder(ConcurrentQueue<string> log, ConcurrentQueue<string> notes) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Writer(log, notes, categoryName);

        public void Dispose()
        {
        }

        private sealed class Writer(ConcurrentQueue<string> log, ConcurrentQueue<string> notes, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning || (logLevel == LogLevel.Information && category.StartsWith("EventSourced", StringComparison.Ordinal));

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (!IsEnabled(logLevel)) return;
                if (logLevel == LogLevel.Information) notes.Enqueue(formatter(state, exception));
                else log.Enqueue($"{DateTime.UtcNow:HH:mm:ss.fff} {logLevel} {category}: {formatter(state, exception)} {exception?.GetType().Name}: {exception?.Message}");
            }
        }
    }
}
