using System.Threading.Channels;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Modules;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventSourced.Workers.Consumers;

/// <summary>Hands the commands that events ask for to the batches.</summary>
/// <param name="batches">Runs them.</param>
public sealed class FollowUpConsumer(FollowUpBatches batches) : IConsumer<CommandEnvelope>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<CommandEnvelope> context) => batches.RunAsync(context.Message, Deliveries.Of(context), context.CancellationToken);
}

/// <summary>
/// Runs the commands that events ask for in batches of up to ten, a few batches side by side. A single one does not wait for others: a batch is what came in
/// while the batches before it ran. A command that fails is retried and then given up; so is one that takes its worker down again and again.
/// </summary>
/// <param name="dispatcher">Runs commands.</param>
/// <param name="reactions">What to run when one was given up.</param>
/// <param name="commands">Commands that somebody waits for.</param>
/// <param name="deliveries">Finds commands that take their worker down.</param>
/// <param name="options">Waits between the tries.</param>
/// <param name="database">Tells a slow statement from a database that is away.</param>
/// <param name="lifetime">Says when the host stops.</param>
/// <param name="logger">Log.</param>
public sealed partial class FollowUpBatches(
    CommandDispatcher dispatcher, ReactionCatalog reactions, CommandsInHand commands, Deliveries deliveries, BusOptions options, DatabaseProbe database,
    IHostApplicationLifetime lifetime, ILogger<FollowUpBatches> logger) : BackgroundService
{
    /// <summary>Most commands of a batch.</summary>
    public const int BatchSize = 10;

    /// <summary>Batches side by side.</summary>
    public const int BatchesAtOnce = 4;

    private readonly RetryLadder _ladder = new(options.RetryIntervals, database.AnswersAsync) { YieldsToOthers = true };
    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>();

    /// <summary>Returns when the command is done, or has failed for good.</summary>
    internal async Task RunAsync(CommandEnvelope command, long delivered, CancellationToken cancellationToken)
    {
        PoisonMessageException? poison = null;
        await _ladder.OutlastAsync(
            async () => poison = await deliveries.BeginAsync(command, delivered, cancellationToken),
            away: e => DatabaseAway(command.CommandId, command.Name, Outage.ReasonOf(e)),
            lifetime.ApplicationStopping,
            cancellationToken);
        if (poison is not null)
        {
            await GiveUpAsync(command, new FollowUpFailure(nameof(PoisonMessageException), options.MaxDeliveries, poison.Message), lifetime.ApplicationStopping);
            return;
        }
        var waiting = new Waiting(command, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _waiting.Writer.TryWrite(waiting);
        // Acknowledged when it is done: until then the broker keeps it.
        await waiting.Done.Task.WaitAsync(cancellationToken).WaitAsync(lifetime.ApplicationStopping);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, BatchesAtOnce).Select(place => WorkOffAsync(yields: place > 0, stoppingToken)));

    // While many commands wait for answers, one batch goes on: nobody waits for a follow-up, but it must not wait for ever.
    private async Task WorkOffAsync(bool yields, CancellationToken stoppingToken)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                if (yields) await commands.FewAsync(stoppingToken);
                List<Waiting> batch = [];
                while (batch.Count < BatchSize && _waiting.Reader.TryRead(out var next)) batch.Add(next);
                // Commands of one scope in their order, scopes side by side.
                await Task.WhenAll(batch.GroupBy(w => w.Command.Scope ?? w.Command.CommandId.ToString()).Select(scope => WorkOffAsync(scope, stoppingToken)));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The broker delivers again what is left.
        }
    }

    private async Task WorkOffAsync(IEnumerable<Waiting> scope, CancellationToken stopping)
    {
        foreach (var waiting in scope)
        {
            try
            {
                await RunAsync(waiting.Command, stopping);
                waiting.Done.TrySetResult();
            }
            catch (Exception e)
            {
                waiting.Done.TrySetException(e);
            }
        }
    }

    // Of a failure only its type is logged: its message may quote what an event says.
    private Task RunAsync(CommandEnvelope command, CancellationToken stopping) => _ladder.RunAsync(
        () => DispatchAsync(command, stopping),
        away: e => DatabaseAway(command.CommandId, command.Name, Outage.ReasonOf(e)),
        again: (e, failures) => TriedAgain(command.CommandId, command.Name, failures, e.GetType().Name),
        giveUp: (e, failures) => GiveUpAsync(command, new FollowUpFailure(e.GetType().Name, failures), stopping),
        stopping);

    private async Task DispatchAsync(CommandEnvelope command, CancellationToken stopping)
    {
        try
        {
            await dispatcher.DispatchAsync(command, stopping);
        }
        catch (CommandFailedException)
        {
            // Delivered again after its last try.
        }
    }

    private async Task GiveUpAsync(CommandEnvelope command, FollowUpFailure failure, CancellationToken stopping)
    {
        Failed(command.CommandId, command.Name, failure.Reason);
        var reason = new FollowUpGivenUpException(failure.Describe(command.Name));
        var instead = reactions.GivenUp(command, failure);
        try
        {
            await _ladder.OutlastAsync(
                async () =>
                {
                    // Before the command's own status: should the process end between, the command runs again and finds what was done instead.
                    if (instead is not null) await dispatcher.DispatchAsync(FollowUps.Envelope(instead, command.CommandId.ToString(), command.AcceptedAt), stopping);
                    await dispatcher.FailAsync(command, reason, stopping);
                },
                away: e => DatabaseAway(command.CommandId, command.Name, Outage.ReasonOf(e)),
                stopping);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // What is thrown goes into the headers of a message, which is kept.
            throw new FollowUpGivenUpException($"{reason.Message} That could not be recorded: {e.GetType().Name}.");
        }
        if (instead is null) throw reason;
    }

    private sealed record Waiting(CommandEnvelope Command, TaskCompletionSource Done);

    [LoggerMessage(LogLevel.Warning, "Follow-up {Id} ({Name}) failed {Times} times ({Reason}) and is retried.")]
    private partial void TriedAgain(Guid id, string name, int times, string reason);

    [LoggerMessage(LogLevel.Error, "Follow-up {Id} ({Name}) failed for good ({Reason}); its status says so.")]
    private partial void Failed(Guid id, string name, string reason);

    [LoggerMessage(LogLevel.Warning, "The database is down ({Reason}): follow-up {Id} ({Name}) waits for it.")]
    private partial void DatabaseAway(Guid id, string name, string reason);
}

/// <summary>A follow-up failed at its last try.</summary>
/// <param name="message">How often, and with what kind of failure; nothing of what events say.</param>
public sealed class FollowUpGivenUpException(string message) : Exception(message), ITellable;
