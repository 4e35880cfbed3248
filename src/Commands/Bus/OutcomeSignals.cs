using EventSourced.Contracts;
using EventSourced.EventStore;
using MassTransit;
using Microsoft.Extensions.Hosting;

namespace EventSourced.Commands.Bus;

/// <summary>Tells a process that commands which it sent have their outcomes. It may be lost: the process also polls.</summary>
/// <param name="CommandIds">The commands.</param>
public sealed record OutcomesStored(IReadOnlyList<Guid> CommandIds);

/// <summary>
/// Tells the process whose caller waits for a command that its outcome is stored. Commands that end shortly one after another share a message. A message has
/// no outcomes: the process reads them from the ledger, because they may hold what nobody else should read.
/// </summary>
/// <param name="address">The address of this process, unique.</param>
/// <param name="bus">The bus.</param>
/// <param name="options">Names.</param>
/// <param name="ledger">Answers the callers of this process; null in a process without a ledger, where nobody waits.</param>
/// <param name="link">Watches the broker; null when there is no other process.</param>
public sealed class OutcomeSignals(string address, IBus bus, BusOptions options, CommandLedger? ledger, BrokerLink? link) : BackgroundService, IConsumer<OutcomesStored>
{
    // The first outcome is signalled at once; those that follow shortly after it share a message.
    private static readonly TimeSpan s_minInterval = TimeSpan.FromMilliseconds(4);
    private readonly SignalSender? _sender = link is null ? null : new(bus, options, link);
    private readonly SemaphoreSlim _wakeUp = new(0, 1);
    private readonly Lock _lock = new();
    private Dictionary<string, List<Guid>> _pending = [];

    /// <summary>The address of this process, for <see cref="CommandEnvelope.ReplyTo"/>.</summary>
    public string Address { get; } = address;

    /// <summary>Signals that a command has an outcome. Does not block.</summary>
    /// <param name="command">The command.</param>
    public void Raise(CommandEnvelope command)
    {
        if (command.ReplyTo is not { } process) return;
        if (process == Address)
        {
            ledger?.OutcomesStored([command.CommandId]);
            return;
        }
        if (_sender is null) return;
        lock (_lock)
        {
            if (!_pending.TryGetValue(process, out var commands)) _pending.Add(process, commands = []);
            commands.Add(command.CommandId);
            if (_wakeUp.CurrentCount == 0) _wakeUp.Release();
        }
    }

    /// <inheritdoc/>
    public Task Consume(ConsumeContext<OutcomesStored> context)
    {
        ledger?.OutcomesStored(context.Message.CommandIds);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (ledger is not null) ledger.OutcomesAreSignalled = true;
        if (_sender is null) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            await _wakeUp.WaitAsync(stoppingToken);
            Dictionary<string, List<Guid>> pending;
            lock (_lock) (pending, _pending) = (_pending, []);
            await Task.WhenAll(pending.Select(p => _sender.SendAsync($"{options.OutcomesStored}?type=direct", new OutcomesStored(p.Value), p.Key, stoppingToken)));
            await Task.Delay(s_minInterval, stoppingToken);
        }
    }
}
