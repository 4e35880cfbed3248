using MassTransit;
using MassTransit.RabbitMqTransport;

namespace EventSourced.Commands.Bus;

/// <summary>Connects this process to partitions of commands and of the follow-ups of the same scopes.</summary>
/// <param name="bus">The bus.</param>
/// <param name="options">Names and numbers.</param>
/// <param name="consumers">Has the consumer of commands.</param>
/// <param name="services">The host's services.</param>
public sealed class CommandPartitions(IBusControl bus, BusOptions options, BusConsumers consumers, IServiceProvider services)
{
    private readonly ScopeOrder _scopes = new();

    /// <summary>Starts to consume a partition. The caller holds the partition's lock.</summary>
    /// <param name="number">Number of the partition.</param>
    public CommandPartition Connect(int number)
    {
        var consumer = consumers.Commands?.Invoke(services) ?? throw new InvalidOperationException("This host consumes no commands: call TakeCommands.");
        var queue = options.CommandQueue(number);
        var order = new DeliveryOrder(_scopes);
        var handle = bus.ConnectReceiveEndpoint(queue, endpoint =>
        {
            BusRegistration.ConfigureWork(endpoint, queue, options.CommandPrefetch, options.CommandPrefetch, services);
            var rabbit = (IRabbitMqReceiveEndpointConfigurator)endpoint;
            rabbit.ConfigureChannel(pipe => pipe.UseFilter(new ChannelFilter(order)));
            endpoint.Consumer(() => new OrderedConsumer(consumer, order));
        });
        handle.ReceiveEndpoint.ConnectReceiveObserver(order);
        var followUpQueue = options.FollowUpQueue(number);
        var followUps = consumers.FollowUps is { } followUp
            ? bus.ConnectReceiveEndpoint(followUpQueue, endpoint => BusRegistration.Configure(endpoint, followUp, followUpQueue, options, services)) : null;
        return new CommandPartition(number, order, handle, followUps);
    }

    private sealed class ChannelFilter(DeliveryOrder order) : IFilter<ChannelContext>
    {
        public Task Send(ChannelContext context, IPipe<ChannelContext> next)
        {
            return order.TryOpen(context.Channel) ? next.Send(context) : Task.FromException(new OperationCanceledException("This process does not consume the partition any more."));
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("commandPartition");
    }
}

/// <summary>A partition of commands that this process consumes.</summary>
public sealed class CommandPartition
{
    private static readonly TimeSpan s_maxStopTime = TimeSpan.FromSeconds(5);
    private readonly DeliveryOrder _order;
    private readonly HostReceiveEndpointHandle _endpoint;
    private readonly HostReceiveEndpointHandle? _followUps;

    internal CommandPartition(int number, DeliveryOrder order, HostReceiveEndpointHandle endpoint, HostReceiveEndpointHandle? followUps) =>
        (Number, _order, _endpoint, _followUps) = (number, order, endpoint, followUps);

    /// <summary>Number of the partition.</summary>
    public int Number { get; }

    /// <summary>Completes when this process consumes the partition's queues.</summary>
    public Task Ready => Task.WhenAll(_endpoint.Ready, _followUps?.Ready ?? Task.CompletedTask);

    /// <summary>
    /// Stops consuming: no other command starts, and running ones may finish. The consumer is not cancelled first: the broker would then deliver messages to the next
    /// consumer while some are still running here. Closing the channel ends the consumer and returns its unacknowledged messages to the queue, in order.
    /// </summary>
    /// <param name="patience">How long running commands may take to finish; then they are cancelled and delivered again to another worker.</param>
    public async Task StopAsync(TimeSpan patience)
    {
        // Follow-ups need no order: running ones finish, and the broker delivers the rest to the next consumer.
        var followUps = _followUps is null ? Task.CompletedTask : StopAsync(_followUps, patience + s_maxStopTime);
        await _order.CloseAsync().WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Finished commands were acknowledged on this channel before, so the broker reads those acknowledgements first.
        if (_order.Current is { } channel) await DeliveryOrder.CloseAsync(channel, s_maxStopTime);
        // While the broker is down, MassTransit may take long to stop the endpoint. It consumes on no other channel, so it may stop in the background.
        await Task.WhenAll(StopAsync(_endpoint, s_maxStopTime), followUps);
    }

    private static async Task StopAsync(HostReceiveEndpointHandle endpoint, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        await endpoint.StopAsync(limit.Token).WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
