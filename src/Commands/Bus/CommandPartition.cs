using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;

namespace EventSourced.Commands.Bus;

/// <summary>Connects this process to partitions of commands.</summary>
/// <param name="bus">The bus.</param>
/// <param name="options">Names and numbers.</param>
/// <param name="consumers">What takes the commands.</param>
/// <param name="services">The host's services.</param>
public sealed class CommandPartitions(IBusControl bus, BusOptions options, BusConsumers consumers, IServiceProvider services)
{
    private readonly ScopeOrder _scopes = new();

    /// <summary>Begins to consume a partition. Whoever calls this holds the right to it.</summary>
    /// <param name="number">Number of the partition.</param>
    public CommandPartition Connect(int number)
    {
        var consumer = consumers.Commands?.Invoke(services) ?? throw new InvalidOperationException("This host takes no commands: call TakeCommands.");
        var queue = options.CommandQueue(number);
        var order = new DeliveryOrder(_scopes);
        var handle = bus.ConnectReceiveEndpoint(queue, endpoint =>
        {
            BusRegistration.ConfigureWork(endpoint, queue, options.CommandPrefetch, options.CommandPrefetch, services);
            var rabbit = (IRabbitMqReceiveEndpointConfigurator)endpoint;
            rabbit.ConfigureChannel(pipe => pipe.UseFilter(new Opening(order)));
            endpoint.Consumer(() => new OrderedConsumer(consumer, order));
        });
        handle.ReceiveEndpoint.ConnectReceiveObserver(order);
        return new CommandPartition(number, order, handle);
    }

    private sealed class Opening(DeliveryOrder order) : IFilter<ChannelContext>
    {
        public Task Send(ChannelContext context, IPipe<ChannelContext> next)
        {
            return order.TryOpen(context.Channel) ? next.Send(context) : Task.FromException(new OperationCanceledException("This process does not consume the partition any more."));
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("opening");
    }
}

/// <summary>A partition of commands that this process consumes.</summary>
public sealed class CommandPartition
{
    private static readonly TimeSpan s_longestStop = TimeSpan.FromSeconds(5);
    private readonly DeliveryOrder _order;
    private readonly HostReceiveEndpointHandle _endpoint;

    internal CommandPartition(int number, DeliveryOrder order, HostReceiveEndpointHandle endpoint) => (Number, _order, _endpoint) = (number, order, endpoint);

    /// <summary>Number of the partition.</summary>
    public int Number { get; }

    /// <summary>
    /// Stops to consume: no other command begins, and those that run may end. The consumer is not cancelled before: the broker would give messages to the next
    /// one while some are still in hand here. It is gone with its channel, and what it had in hand is back in the queue then, in order.
    /// </summary>
    /// <param name="patience">How long commands may run on; then they are cancelled and delivered again elsewhere.</param>
    public async Task StopAsync(TimeSpan patience)
    {
        await ((Task)_order.CloseAsync()).WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Acknowledgements were written to the channel before, so the broker reads them first.
        if (_order.Current is { IsOpen: true } channel)
        {
            try
            {
                await channel.CloseAsync().WaitAsync(s_longestStop);
            }
            catch (Exception e) when (e is RabbitMQ.Client.Exceptions.RabbitMQClientException or IOException or TimeoutException or ObjectDisposedException or OperationCanceledException)
            {
                // The connection ended, and the channel with it.
            }
        }
        // While the broker is down MassTransit may not end this for long. The endpoint consumes on no other channel, so it can be left to itself.
        using var limit = new CancellationTokenSource(s_longestStop);
        await _endpoint.StopAsync(limit.Token).WaitAsync(s_longestStop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
