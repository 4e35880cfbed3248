using MassTransit;
using Microsoft.Extensions.Hosting;

namespace EventSourced.Commands.Bus;

/// <summary>Receives the event store's signal that the log has grown.</summary>
public interface ILogSignal
{
    /// <summary>Wakes the readers of this process, and shortly after those of the other processes. Does not block.</summary>
    /// <param name="position">The highest position written.</param>
    void Raise(long position);
}

/// <summary>A reader of the log that is woken when the log grows.</summary>
public interface ILogListener
{
    /// <summary>The log has grown. Must not block.</summary>
    /// <param name="position">The highest position written.</param>
    void Advanced(long position);
}

/// <summary>Signals that the log has grown: immediately in this process, and to the others with at most one message in flight.</summary>
/// <param name="bus">The bus.</param>
/// <param name="options">Names.</param>
/// <param name="listeners">The readers of this process.</param>
/// <param name="link">Watches the broker; null when there is no other process.</param>
public sealed class LogSignals(IBus bus, BusOptions options, IEnumerable<ILogListener> listeners, BrokerLink? link) : BackgroundService, ILogSignal, IConsumer<LogAdvanced>
{
    // Signals in quick succession are merged: a reader that was woken reads to the end of the log anyway.
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(10);
    private readonly ILogListener[] _listeners = [.. listeners];
    private readonly SignalSender? _sender = link is null ? null : new(bus, options, link);
    private readonly Guid _origin = Guid.NewGuid();
    private readonly SemaphoreSlim _wakeUp = new(0, 1);
    private long _position;
    private int _waiting;

    /// <inheritdoc/>
    public void Raise(long position)
    {
        Notify(position);
        if (_sender is null) return;
        InterlockedMax(ref _position, position);
        if (Interlocked.Exchange(ref _waiting, 1) == 0) _wakeUp.Release();
    }

    /// <inheritdoc/>
    public Task Consume(ConsumeContext<LogAdvanced> context)
    {
        if (context.Message.Origin != _origin) Notify(context.Message.Position);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_sender is null) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            await _wakeUp.WaitAsync(stoppingToken);
            Interlocked.Exchange(ref _waiting, 0);
            await _sender.SendAsync(options.LogAdvanced, new LogAdvanced(Interlocked.Read(ref _position), _origin), null, stoppingToken);
            await Task.Delay(MinInterval, stoppingToken);
        }
    }

    private void Notify(long position)
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
