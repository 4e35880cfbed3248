using EventSourced.Commands.Bus;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventSourced.Workers.Consumers;

/// <summary>
/// Runs commands. What fails for an unexpected reason is retried at short intervals; then its status says failed, and the message goes to the error queue with
/// the reason in its headers. While the database is down, or others append to its streams first, the message stays in hand (docs/retries.md).
/// </summary>
/// <param name="dispatcher">Runs commands.</param>
/// <param name="inHand">Counts them.</param>
/// <param name="deliveries">Finds commands that take their worker down.</param>
/// <param name="options">Tries.</param>
/// <param name="database">Tells a slow statement from a database that is away.</param>
/// <param name="lifetime">Tells when the host stops.</param>
/// <param name="logger">Log.</param>
public sealed partial class CommandConsumer(
    CommandDispatcher dispatcher, CommandsInHand inHand, Deliveries deliveries, BusOptions options, DatabaseProbe database, IHostApplicationLifetime lifetime, ILogger<CommandConsumer> logger)
    : IConsumer<CommandEnvelope>
{
    private readonly RetryLadder _ladder = new(options.RetryIntervals, database.AnswersAsync) { YieldsToOthers = true };

    // Of all partitions together.
    private readonly SemaphoreSlim _places = new(options.CommandConcurrency);

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<CommandEnvelope> context)
    {
        using var taken = inHand.Take();
        await _places.WaitAsync(context.CancellationToken);
        try
        {
            await RunAsync(context);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task RunAsync(ConsumeContext<CommandEnvelope> context)
    {
        var envelope = context.Message;
        var stopping = lifetime.ApplicationStopping;
        PoisonMessageException? poison = null;
        await _ladder.OutlastAsync(
            async () => poison = await deliveries.BeginAsync(envelope, Deliveries.Of(context), context.CancellationToken),
            away: e => DatabaseAway(envelope.CommandId, envelope.Name, Outage.ReasonOf(e)),
            stopping,
            context.CancellationToken);
        if (poison is not null) await FailAsync(envelope, poison, stopping);

        await _ladder.RunAsync(
            () => HandleAsync(envelope, context.CancellationToken),
            away: e => DatabaseAway(envelope.CommandId, envelope.Name, Outage.ReasonOf(e)),
            again: (e, failures) => TriedAgain(dispatcher.Tellable(envelope, e), envelope.CommandId, envelope.Name, failures, e.GetType().Name),
            giveUp: (e, _) => FailAsync(envelope, e, stopping),
            stopping,
            context.CancellationToken);
    }

    private async Task HandleAsync(CommandEnvelope envelope, CancellationToken cancellationToken)
    {
        try
        {
            Handled(envelope.CommandId, envelope.Name, await dispatcher.DispatchAsync(envelope, cancellationToken));
        }
        catch (CommandFailedException e)
        {
            FailedBefore(envelope.CommandId, envelope.Name, e.Message);
            throw;
        }
    }

    // Into the error queue only once the status says why.
    private async Task FailAsync(CommandEnvelope envelope, Exception reason, CancellationToken stopping)
    {
        var stored = "";
        await _ladder.OutlastAsync(
            async () => stored = await dispatcher.FailAsync(envelope, reason, stopping),
            away: e => DatabaseAway(envelope.CommandId, envelope.Name, Outage.ReasonOf(e)),
            stopping);
        // What is thrown goes into the headers of the message, which is kept.
        var told = dispatcher.Tellable(envelope, reason);
        Failed(told, envelope.CommandId, envelope.Name, reason.GetType().Name);
        throw new CommandFailedException(envelope.CommandId, stored, told);
    }

    private void Handled(Guid id, string name, CommandResult result)
    {
        if (result is CommandResult.Completed completed) Completed(id, name, completed.Position);
        else if (result is CommandResult.Rejected { Problem: var problem }) Rejected(id, name, problem.Code, problem.Detail);
    }

    [LoggerMessage(LogLevel.Debug, "Command {Id} ({Name}) completed at position {Position}.")]
    private partial void Completed(Guid id, string name, long position);

    [LoggerMessage(LogLevel.Information, "Command {Id} ({Name}) was rejected: {Code}: {Detail}")]
    private partial void Rejected(Guid id, string name, string code, string detail);

    [LoggerMessage(LogLevel.Warning, "Command {Id} ({Name}) failed {Times} times, at last with {Reason}, and is tried again.")]
    private partial void TriedAgain(Exception? exception, Guid id, string name, int times, string reason);

    [LoggerMessage(LogLevel.Error, "Command {Id} ({Name}) failed with {Reason}; its status says so, and the message goes to the error queue.")]
    private partial void Failed(Exception? exception, Guid id, string name, string reason);

    [LoggerMessage(LogLevel.Error, "Command {Id} ({Name}) was delivered again after it had failed; the message goes to the error queue. {Reason}")]
    private partial void FailedBefore(Guid id, string name, string reason);

    [LoggerMessage(LogLevel.Warning, "The database is away ({Reason}): command {Id} ({Name}) waits for it.")]
    private partial void DatabaseAway(Guid id, string name, string reason);
}
