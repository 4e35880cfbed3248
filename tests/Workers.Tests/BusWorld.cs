using EventSourced.Commands.Bus;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.Testing;
using EventSourced.Workers.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace EventSourced.Workers.Tests;

/// <summary>A database, the queues of a broker, and the hosts that a test starts.</summary>
/// <param name="database">The database, which it drops.</param>
/// <param name="vhost">Its virtual host, which it deletes; null when the broker is another's, or there is none.</param>
/// <param name="broker">The broker; null for none.</param>
public abstract class BusWorld(TestDatabase database, TestVhost? vhost, Uri? broker) : IAsyncDisposable
{
    private const int Partitions = 2;

    private static readonly BusOptions s_queues = new() { Prefix = "", CommandPartitions = Partitions };

    private readonly LogLines _log = new();
    private readonly List<IHost> _hosts = [];

    public EventStoreOptions Options { get; } = new();

    public TestDatabase Database => database;

    public CommandLedger Ledger { get; } = new(database.DataSource, new EventStoreOptions());

    public bool InMemory => broker is null;

    /// <summary>What the hosts logged.</summary>
    public IReadOnlyCollection<string> Log => _log.Lines;

    /// <summary>The host that was started last.</summary>
    public IHost Last => _hosts[^1];

    protected TestVhost? Vhost => vhost;

    private string Prefix { get; } = vhost?.Prefix + "es.";

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await StopWorkersAsync();
        if (vhost is not null) await vhost.DisposeAsync();
        await database.DisposeAsync();
    }

    /// <summary>Starts a worker.</summary>
    // Asynchronous, because the log context that MassTransit sets must not flow to the caller: the next host would use the log of this one, which may be disposed.
    protected async Task<IHost> StartWorkerAsync(IEnumerable<string> args, LogLevel level, Action<IServiceCollection> configure) =>
        await StartAsync(WorkerHost.Build([.. Arguments(), "--Workers:Jobs=false", .. args], services =>
        {
            services.AddLogging(logging => KeepLog(logging).SetMinimumLevel(level));
            configure(services);
        }));

    /// <summary>Starts a process that has the bus and no consumers of commands, as the API.</summary>
    protected async Task<IHost> StartSenderAsync(IEnumerable<string> args, Action<HostApplicationBuilder> configure)
    {
        var builder = Host.CreateApplicationBuilder([.. Arguments(), .. args]);
        KeepLog(builder.Logging);
        configure(builder);
        return await StartAsync(builder.Build());
    }

    public async Task StopAsync(IHost host)
    {
        _hosts.Remove(host);
        await host.StopAsync();
        host.Dispose();
    }

    public async Task StopWorkersAsync()
    {
        while (_hosts.Count > 0) await StopAsync(_hosts[0]);
    }

    /// <summary>The command's row, once it has an outcome.</summary>
    public Task<CommandRecord> OutcomeAsync(Guid id) =>
        UntilAsync(async () => await Ledger.FindAsync(id) is { } record && CommandStatus.IsFinal(record.Status) ? record : null, $"outcome of {id}");

    /// <summary>The partition queue of a command, without the prefix.</summary>
    public static string QueueOf(CommandEnvelope envelope) => s_queues.CommandQueue(envelope);

    /// <summary>The partition queue of a follow-up, without the prefix.</summary>
    public static string FollowUpQueueOf(CommandEnvelope envelope) => s_queues.FollowUpQueue(envelope);

    /// <summary>Ready messages of a queue.</summary>
    public async Task<uint> CountAsync(string queue)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var count = 0u;
        foreach (var name in NamesOf(queue)) count += (await channel.QueueDeclarePassiveAsync(name)).MessageCount;
        return count;
    }

    /// <summary>Returns once a queue has the given number of consumers.</summary>
    public async Task ConsumersAsync(string queue, uint count)
    {
        await using var connection = await ConnectAsync();
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
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await UntilAsync(() => channel.BasicGetAsync(Prefix + queue, autoAck: true), $"a message in {queue}");
    }

    /// <summary>Takes the first message out of a partition queue, which delivers its messages only to a consumer.</summary>
    public async Task<(ReadOnlyMemory<byte> Body, string? ContentType, IDictionary<string, object?>? Headers)> TakeFromPartitionAsync(string queue)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var taken = new TaskCompletionSource<(ReadOnlyMemory<byte>, string?, IDictionary<string, object?>?)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await channel.BasicQosAsync(0, 1, global: false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            if (taken.Task.IsCompleted) return;
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
            taken.TrySetResult((message.Body.ToArray(), message.BasicProperties.ContentType, message.BasicProperties.Headers));
        };
        await channel.BasicConsumeAsync(Prefix + queue, autoAck: false, consumer);
        return await taken.Task.WaitAsync(TimeSpan.FromMinutes(3));
    }

    /// <summary>A consumer that takes one message and does not acknowledge it, until it is disposed.</summary>
    public async Task<IAsyncDisposable> ConsumeOneAsync(string queue)
    {
        var connection = await ConnectAsync();
        var channel = await connection.CreateChannelAsync();
        await channel.BasicQosAsync(0, 1, global: false);
        await channel.BasicConsumeAsync(Prefix + queue, autoAck: false, new AsyncEventingBasicConsumer(channel));
        return connection;
    }

    /// <summary>Replaces a queue by one of another kind, so that the correct declaration is refused.</summary>
    public Task SpoilQueueAsync(string queue) => UntilAsync(async () =>
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            await channel.QueueDeleteAsync(Prefix + queue);
            await channel.QueueDeclareAsync(Prefix + queue, durable: true, exclusive: false, autoDelete: false);
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
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(Prefix + queue, ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync(Prefix + queue, durable: true, exclusive: false, autoDelete: false, BusTopology.Arguments(Prefix + queue).ToDictionary());
        await channel.QueueBindAsync(Prefix + queue, Prefix + queue, "");
    }

    /// <summary>Deletes a queue; its users declare it again.</summary>
    public async Task DeleteQueueAsync(string queue)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeleteAsync(Prefix + queue);
    }

    /// <summary>Puts the bytes of a message into a queue.</summary>
    public async Task PublishRawAsync(string queue, ReadOnlyMemory<byte> body, string? contentType, IDictionary<string, object?>? headers = null)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.BasicPublishAsync(Prefix + queue, "", true, new BasicProperties { ContentType = contentType, Headers = headers }, body);
    }

    /// <summary>Waits until there is a value.</summary>
    public async Task<T> UntilAsync<T>(Func<Task<T?>> look, string what, int seconds = 180) where T : class
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (true)
        {
            if (await look() is { } found) return found;
            if (limit.IsCancellationRequested) throw new TimeoutException($"After {seconds} s there is no {what}.\n{string.Join('\n', _log.Loud.TakeLast(60))}");
            await Task.Delay(15);
        }
    }

    /// <summary>Waits until the condition is true.</summary>
    public Task UntilAsync(Func<Task<bool>> look, string what, int seconds = 180) => UntilAsync(async () => await look() ? "yes" : null, what, seconds);

    private async Task<IHost> StartAsync(IHost host)
    {
        _hosts.Add(host);
        await host.StartAsync();
        return host;
    }

    private ILoggingBuilder KeepLog(ILoggingBuilder logging) => logging.ClearProviders().AddProvider(_log);

    private Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = broker! }.CreateConnectionAsync();

    private IEnumerable<string> NamesOf(string queue) =>
        queue is "commands" or "followups" ? Enumerable.Range(0, Partitions).Select(i => $"{Prefix}{queue}.{i}") : [Prefix + queue];

    private IEnumerable<string> Arguments() =>
    [
        $"--ConnectionStrings:Postgres={database.ConnectionString}",
        .. broker is null ? (string[])["--Bus:Transport=memory"] : [$"--Bus:Uri={broker}"],
        $"--Bus:Prefix={Prefix}",
        $"--Bus:CommandPartitions={Partitions}",
    ];
}
