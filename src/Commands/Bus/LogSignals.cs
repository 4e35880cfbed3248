using MassTransit;
using Microsoft.Extensions.Hosting;

namespace EventSourced.Commands.Bus;

/// <summary>Is told by the event store when the log has grown.</summary>
public interface ILogSignal
{
    /// <summary>Wakes the readers of this process, and soon those of the others. Returns at once.</summary>
    /// <param name="position">The highest position written.</param>
    void Raise(long position);
}

/// <summary>A reader of the log that would rather be woken than look.</summary>
public interface ILogListener
{
    /// <summary>The log has grown. Must return at once.</summary>
    /// <param name="position">The highest position written.</param>
    void Advanced(long position);
}

/// <summary>Spreads the news that the log has grown: at once in this process, and to the others with at most one message on its way.</summary>
/// <param name="bus">The bus.</param>
/// <param name="options">Names.</param>
/// <param name="listeners">The readers of this process.</param>
/// <param name="link">Knows whether the broker is there; null when there is no other process.</param>
public sealed class LogSignals(IBus bus, BusOptions options, IEnumerable<ILogListener> listeners, BrokerLink? link) : BackgroundService, ILogSignal, IConsumer<LogAdvanced>
{
    // News that come in quick succession are one: the readers of the other processes read on by themselves while there is something to read.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(10);
    private readonly ILogListener[] _listeners = [.. listeners];
    private readonly Guid _origin = Guid.NewGuid();
    private readonly SemaphoreSlim _news = new(0, 1);
    private long _position;
    private int _waiting;

    /// <inheritdoc/>
    public void Raise(long position)
    {
        Tell(position);
        if (link is null) return;
        InterlockedMax(ref _position, position);
        if (Interlocked.Exchange(ref _waiting, 1) == 0) _news.Release();
    }

    /// <inheritdoc/>
    public Task Consume(ConsumeContext<LogAdvanced> context)
    {
        if (context.Message.Origin != _origin) Tell(context.Message.Position);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (link is null) return;
        var address = new Uri($"exchange:{options.LogAdvanced}");
        while (true)
        {
            try
            {
                await _news.WaitAsync(stoppingToken);
                Interlocked.Exchange(ref _waiting, 0);
                if (!link.IsUp) continue;
                var endpoint = await bus.GetSendEndpoint(address);
                using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                deadline.CancelAfter(options.SendTimeout);
                await endpoint.Send(new LogAdvanced(Interlocked.Read(ref _position), _origin), context => context.Durable = false, deadline.Token);
                await Task.Delay(Rest, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception)
            {
                // The readers look by themselves now and then; the link says that the broker is down.
            }
        }
    }

    private void Tell(long position)
    {
        foreach (var listener in _listeners) listener.Advanced(position);
    }

    private static void InterlockedMax(ref long target, long value)
    {
        for (var seen = Interlocked.Read(ref target); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }
}
