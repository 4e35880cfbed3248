using System.Runtime.CompilerServices;
using MassTransit;
using RabbitMQ.Client;

namespace EventSourced.Commands.Bus;

/// <summary>
/// Restores the broker's order of the messages of an endpoint. MassTransit dispatches the messages of a channel on many threads, so that one may overtake
/// another; the delivery tags of a channel are consecutive and give the order.
/// <para>
/// When a message of a channel ends without an outcome, no other message of that channel starts: the channel is closed, and the broker delivers all of them again,
/// in order. Messages are never returned one by one, because a quorum queue delivers those in the order of their return.
/// </para>
/// </summary>
/// <param name="order">The order of the process.</param>
internal sealed class DeliveryOrder(ScopeOrder order) : IReceiveObserver
{
    // Not a queue: the broker's log names it.
    private const string ClosesChannel = "eventsourced.closes-this-channel-on-purpose";
    private readonly ConditionalWeakTable<IChannel, Channel> _channels = [];
    private readonly List<WeakReference<Channel>> _open = [];
    private TaskCompletionSource? _idle;
    private bool _isClosed;

    /// <summary>The channel on which the endpoint consumes.</summary>
    public IChannel? Current { get; private set; }

    /// <summary>Sets the channel on which the endpoint is about to consume; false when the endpoint is closed.</summary>
    public bool TryOpen(IChannel channel)
    {
        lock (order.Sync)
        {
            if (_isClosed) return false;
            Current = channel;
            return true;
        }
    }

    /// <summary>Adds a message and returns its turn. It may run when <see cref="ScopeOrder.Turn.Begun"/> completes.</summary>
    /// <param name="context">The message.</param>
    /// <param name="scope">Its scope.</param>
    public ScopeOrder.Turn Enter(ReceiveContext context, string scope)
    {
        var (rabbit, tag) = DeliveryOf(context) ?? throw new InvalidOperationException("A message without a channel has no order.");
        lock (order.Sync)
        {
            var channel = ChannelOf(rabbit);
            var turn = new ScopeOrder.Turn(scope, channel, tag);
            if (channel.IsBroken) turn.Cancel();
            else channel.Pending.Add(turn);
            channel.Arrived.Add(tag, turn);
            Advance(channel);
            return turn;
        }
    }

    /// <summary>Ends the run of a message.</summary>
    /// <param name="turn">Its turn.</param>
    /// <param name="hasOutcome">Whether it has an outcome. If not, no other message of its channel starts.</param>
    public void Leave(ScopeOrder.Turn turn, bool hasOutcome)
    {
        lock (order.Sync)
        {
            if (!hasOutcome) Break(turn.Channel);
            turn.Channel.Pending.Remove(turn);
            if (turn.HasBegun) turn.Channel.Running--;
            // It is acknowledged later.
            if (hasOutcome) turn.Channel.Unsettled.Add(turn.Tag);
            order.End(turn);
            OnEnded(turn.Channel);
        }
    }

    /// <summary>Starts no other message. Completes when the running ones have ended and are acknowledged.</summary>
    public Task CloseAsync()
    {
        lock (order.Sync)
        {
            _isClosed = true;
            foreach (var channel in OpenChannels()) Break(channel);
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!IsBusy()) _idle.TrySetResult();
            return _idle.Task;
        }
    }

    /// <inheritdoc/>
    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task PostReceive(ReceiveContext context) => MarkReceived(context);

    /// <inheritdoc/>
    public Task ReceiveFault(ReceiveContext context, Exception exception) => MarkReceived(context);

    /// <inheritdoc/>
    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class => Task.CompletedTask;

    // An unreadable message, or one of an unknown type, never gets a turn; the messages after it must not wait for it.
    private Task MarkReceived(ReceiveContext context)
    {
        if (DeliveryOf(context) is not var (rabbit, tag)) return Task.CompletedTask;
        lock (order.Sync)
        {
            var channel = ChannelOf(rabbit);
            if (tag >= channel.Next && channel.Arrived.TryAdd(tag, null)) Advance(channel);
            if (channel.Unsettled.Remove(tag)) OnEnded(channel);
        }
        return Task.CompletedTask;
    }

    private void Advance(Channel channel)
    {
        for (; channel.Arrived.Remove(channel.Next, out var turn); channel.Next++)
            if (turn is { HasEnded: false }) order.Add(turn);
    }

    /// <summary>Closes a channel: the broker delivers its unacknowledged messages again.</summary>
    /// <remarks>
    /// The broker closes it, because the channel asks for a queue that does not exist. MassTransit disposes a channel as soon as it hears that it has ended, and
    /// RabbitMQ.Client 7.2 waits with that only when the broker closed it. When the client closes a channel that still consumes, its reader may find it disposed
    /// and ends the connection of the whole process (code 541).
    /// </remarks>
    /// <param name="channel">The channel.</param>
    /// <param name="patience">How long to wait for the broker.</param>
    internal static async Task CloseAsync(IChannel channel, TimeSpan patience)
    {
        try
        {
            if (channel.IsOpen) await channel.QueueDeclarePassiveAsync(ClosesChannel).WaitAsync(patience);
        }
        catch (Exception e) when (e is RabbitMQ.Client.Exceptions.RabbitMQClientException or IOException or TimeoutException or ObjectDisposedException or OperationCanceledException)
        {
            // It is closed.
        }
    }

    private static void Break(Channel channel)
    {
        if (channel.IsBroken) return;
        channel.IsBroken = true;
        foreach (var turn in channel.Pending)
            if (!turn.HasBegun) turn.Cancel();
    }

    private Channel ChannelOf(IChannel rabbit)
    {
        if (_channels.TryGetValue(rabbit, out var channel)) return channel;
        _channels.Add(rabbit, channel = new Channel(rabbit) { IsBroken = _isClosed });
        _open.RemoveAll(o => !o.TryGetTarget(out _));
        _open.Add(new WeakReference<Channel>(channel));
        return channel;
    }

    private IEnumerable<Channel> OpenChannels()
    {
        foreach (var open in _open)
            if (open.TryGetTarget(out var channel)) yield return channel;
    }

    private bool IsBusy() => OpenChannels().Any(c => c.IsBusy);

    private void OnEnded(Channel channel)
    {
        // Nobody else closes a broken channel while the endpoint is open. The broker then delivers its unacknowledged messages on the next channel.
        if (channel is { IsBroken: true, IsBusy: false } && !_isClosed && channel.Client.TryGetTarget(out var client)) _ = CloseAsync(client, Timeout.InfiniteTimeSpan);
        if (_idle is not null && !IsBusy()) _idle.TrySetResult();
    }

    private static (IChannel Channel, ulong Tag)? DeliveryOf(ReceiveContext context) =>
        context.TryGetPayload<MassTransit.RabbitMqTransport.ChannelContext>(out var channel) && context.TryGetPayload<RabbitMqBasicConsumeContext>(out var delivery)
            ? (channel.Channel, delivery.DeliveryTag)
            : null;

    /// <summary>What was delivered on a channel.</summary>
    /// <param name="client">The channel.</param>
    public sealed class Channel(IChannel client)
    {
        /// <summary>The channel, while MassTransit uses it.</summary>
        public WeakReference<IChannel> Client { get; } = new(client);

        /// <summary>The lowest delivery tag that has not arrived yet.</summary>
        public ulong Next { get; set; } = 1;

        /// <summary>Messages that overtook others, by delivery tag; null for one without a turn.</summary>
        public Dictionary<ulong, ScopeOrder.Turn?> Arrived { get; } = [];

        /// <summary>Messages that run or wait.</summary>
        public HashSet<ScopeOrder.Turn> Pending { get; } = [];

        /// <summary>Number of messages that run.</summary>
        public int Running { get; set; }

        /// <summary>Delivery tags of messages that have ended and are not acknowledged yet.</summary>
        public HashSet<ulong> Unsettled { get; } = [];

        /// <summary>Whether closing it would redeliver messages that have ended or still run.</summary>
        public bool IsBusy => Running > 0 || Unsettled.Count > 0;

        /// <summary>Whether no message of it may start any more.</summary>
        public bool IsBroken { get; set; }
    }
}
