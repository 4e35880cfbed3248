using EventSourced.Commands.Bus;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.EventStore.Signals;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventSourced.Workers.Consumers;

/// <summary>
/// Runs commands. An unexpected failure is retried at short intervals; then the command's status becomes failed, and its message goes to the error queue with the
/// reason in its headers. During an outage of the database and after a concurrency conflict, the message stays unacknowledged (docs/retries.md).
/// </summary>
/// <param name="dispatcher">Runs commands.</param>
/// <param name="unknown">Takes the commands of newer builds.</param>
/// <param name="inProgress">Counts running commands.</param>
/// <param name="deliveries">Detects commands that crash their worker.</param>
/// <param name="options">Retry intervals and concurrency.</param>
/// <param name="database">Distinguishes a slow statement from a database that is down.</param>
/// <param name="signals">Tells the callers that wait.</param>
/// <param name="lifetime">Signals that the host stops.</param>
/// <param name="logger">Log.</param>
public sealed partial class CommandConsumer(
    CommandDispatcher dispatcher, UnknownCommands unknown, CommandsInProgress inProgress, Deliveries deliveries, BusOptions options, DatabaseProbe database,
    ProcessSignals signals, IHostApplicationLifetime lifetime, ILogger<CommandConsumer> logger)
    : IConsumer<CommandEnvelope>
{
    private readonly RetryPolicy _retries = new(options.RetryIntervals, database.AnswersAsync) { RetriesConflicts = true };

    // Limits all partitions together.
    private readonly SemaphoreSlim _concurrency = new(options.CommandConcurrency);

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<CommandEnvelope> context)
    {
        if (await unknown.TryMoveAsync(context)) return;
        using var counted = inProgress.Take();
        await _concurrency.WaitAsync(context.CancellationToken);
        CommandResult? result = null;
        try
        {
            result = await RunAsync(context);
        }
        finally
        {
            // Also when it has no outcome yet: the caller's process looks, and goes on waiting.
            if (context.Message.ReplyTo is { } process) signals.OutcomeStored(process, new(context.Message.CommandId, result is null ? null : StoredOutcomes.ProgressOf(context.Message.CommandId, result)));
            _concurrency.Release();
        }
    }

    /// <returns>Its result; null when it failed.</returns>
    private async Task<CommandResult?> RunAsync(ConsumeContext<CommandEnvelope> context)
    {
        var envelope = context.Message;
        var stopping = lifetime.ApplicationStopping;
        var poison = await _retries.WaitOutOutageAsync(
            () => deliveries.BeginAsync(envelope, Deliveries.Of(context), context.CancellationToken),
            onOutage: e => DatabaseDown(envelope.CommandId, envelope.Name, Outage.ReasonOf(e)),
            stopping,
            context.CancellationToken);
        if (poison is not null) await FailAsync(envelope, poison, stopping);

        var attempts = Deliveries.Of(context);
        CommandResult? result = null;
        await _retries.RunAsync(
            async () => result = await HandleAsync(envelope, isFirst: attempts++ == 0, context.CancellationToken),
            onOutage: e => DatabaseDown(envelope.CommandId, envelope.Name, Outage.ReasonOf(e)),
            onRetry: (e, failures) => Retried(dispatcher.Loggable(envelope, e), envelope.CommandId, envelope.Name, failures, e.GetType().Name),
            giveUp: (e, _) => FailAsync(envelope, e, stopping),
            stopping,
            context.CancellationToken);
        return result;
    }

    private async Task<CommandResult> HandleAsync(CommandEnvelope envelope, bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            var result = await dispatcher.DispatchAsync(envelope, isFirst, cancellationToken);
            Handled(envelope.CommandId, envelope.Name, result);
            return result;
        }
        catch (CommandFailedException e)
        {
            FailedBefore(envelope.CommandId, envelope.Name, e.Message);
            throw;
        }
    }

    // The status is stored before the message goes to the error queue.
    private async Task FailAsync(CommandEnvelope envelope, Exception reason, CancellationToken stopping)
    {
        var stored = await _retries.WaitOutOutageAsync(
            () => dispatcher.FailAsync(envelope, reason, stopping),
            onOutage: e => DatabaseDown(envelope.CommandId, envelope.Name, Outage.ReasonOf(e)),
            stopping);
        // The exception is written to the headers of the message in the error queue.
        var loggable = dispatcher.Loggable(envelope, reason);
        Failed(loggable, envelope.CommandId, envelope.Name, reason.GetType().Name);
        throw new CommandFailedException(envelope.CommandId, stored, loggable);
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

    [LoggerMessage(LogLevel.Warning, "Command {Id} ({Name}) failed {Times} times, most recently with {Reason}, and is retried.")]
    private partial void Retried(Exception? exception, Guid id, string name, int times, string reason);

    [LoggerMessage(LogLevel.Error, "Command {Id} ({Name}) failed with {Reason}; its status is stored, and the message goes to the error queue.")]
    private partial void Failed(Exception? exception, Guid id, string name, string reason);

    [LoggerMessage(LogLevel.Error, "Command {Id} ({Name}) was redelivered after it had failed; the message goes to the error queue. {Reason}")]
    private partial void FailedBefore(Guid id, string name, string reason);

    [LoggerMessage(LogLevel.Warning, "The database is down ({Reason}): command {Id} ({Name}) waits for it.")]
    private partial void DatabaseDown(Guid id, string name, string reason);
}
