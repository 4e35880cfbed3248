using System.Threading.Channels;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Modules;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventSourced.Workers.Consumers;

/// <summary>Adds the commands that events trigger to the batches.</summary>
/// <param name="batches">Runs them.</param>
/// <param name="unknown">Takes the commands of newer builds.</param>
public sealed class FollowUpConsumer(FollowUpBatches batches, UnknownCommands unknown) : IConsumer<CommandEnvelope>
{
    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<CommandEnvelope> context)
    {
        if (!await unknown.TryMoveAsync(context)) await batches.RunAsync(context.Message, Deliveries.Of(context), context.CancellationToken);
    }
}

/// <summary>
/// Runs the commands that events trigger in batches of up to ten, a few batches concurrently. A single command does not wait for a full batch: a batch holds what
/// arrived while the earlier batches ran. A failing command is retried and then given up; so is one that crashes its worker repeatedly.
/// </summary>
/// <param name="dispatcher">Runs commands.</param>
/// <param name="givenUp">Ends commands that failed permanently.</param>
/// <param name="commands">Commands that callers wait for.</param>
/// <param name="deliveries">Detects commands that crash their worker.</param>
/// <param name="options">Retry intervals.</param>
/// <param name="database">Distinguishes a slow statement from a database that is down.</param>
/// <param name="lifetime">Signals that the host stops.</param>
/// <param name="time">Clock by which follow-ups are overdue.</param>
/// <param name="logger">Log.</param>
public sealed partial class FollowUpBatches(
    CommandDispatcher dispatcher, GivenUpCommands givenUp, CommandsInProgress commands, Deliveries deliveries, BusOptions options, DatabaseProbe database,
    IHostApplicationLifetime lifetime, TimeProvider time, ILogger<FollowUpBatches> logger) : BackgroundService
{
    /// <summary>Most commands of a batch.</summary>
    public const int BatchSize = 10;

    /// <summary>Concurrent batches.</summary>
    public const int BatchesAtOnce = 4;

    // A follow-up that has waited longer does not yield to commands any more.
    private static readonly TimeSpan s_maxYield = TimeSpan.FromSeconds(2);

    private readonly RetryPolicy _retries = new(options.RetryIntervals, database.AnswersAsync) { RetriesConflicts = true };
    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>();

    /// <summary>Returns when the command has completed or failed permanently.</summary>
    internal async Task RunAsync(CommandEnvelope command, long delivered, CancellationToken cancellationToken)
    {
        var poison = await _retries.WaitOutOutageAsync(
            () => deliveries.BeginAsync(command, delivered, cancellationToken),
            onOutage: e => DatabaseDown(command.CommandId, command.Name, Outage.ReasonOf(e)),
            lifetime.ApplicationStopping,
            cancellationToken);
        if (poison is not null)
        {
            await GiveUpAsync(command, new FollowUpFailure(nameof(PoisonMessageException), options.MaxDeliveries, poison.Message), lifetime.ApplicationStopping);
            return;
        }
        var waiting = new Waiting(command, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _waiting.Writer.TryWrite(waiting);
        // The message is acknowledged when the command has ended: until then the broker keeps it.
        await waiting.Done.Task.WaitAsync(cancellationToken).WaitAsync(lifetime.ApplicationStopping);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, BatchesAtOnce).Select(number => WorkOffAsync(waitsForCommands: number > 0, stoppingToken)));

    // While many commands wait for answers, one batch runs, because no caller waits for a follow-up; the others run as well when follow-ups are overdue.
    private async Task WorkOffAsync(bool waitsForCommands, CancellationToken stoppingToken)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                if (waitsForCommands) await commands.WaitUntilFewAsync(orWhen: IsOverdue, stoppingToken);
                List<Waiting> batch = [];
                while (batch.Count < BatchSize && _waiting.Reader.TryRead(out var next)) batch.Add(next);
                // Commands of one scope run in order, scopes concurrently.
                await Task.WhenAll(batch.GroupBy(w => w.Command.Scope ?? w.Command.CommandId.ToString()).Select(scope => WorkOffAsync(scope, stoppingToken)));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The broker redelivers the rest.
        }
    }

    private bool IsOverdue() => _waiting.Reader.TryPeek(out var first) && time.GetUtcNow() - first.Command.AcceptedAt > s_maxYield;

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

    // Only the type of an exception is logged: its message may quote event data.
    private Task RunAsync(CommandEnvelope command, CancellationToken stopping) => _retries.RunAsync(
        () => DispatchAsync(command, stopping),
        onOutage: e => DatabaseDown(command.CommandId, command.Name, Outage.ReasonOf(e)),
        onRetry: (e, failures) => Retried(command.CommandId, command.Name, failures, e.GetType().Name),
        giveUp: (e, failures) => GiveUpAsync(command, new FollowUpFailure(e.GetType().Name, failures), stopping),
        stopping);

    private async Task DispatchAsync(CommandEnvelope command, CancellationToken stopping)
    {
        try
        {
            await dispatcher.DispatchAsync(command, cancellationToken: stopping);
        }
        catch (CommandFailedException)
        {
            // Redelivered after its last attempt.
        }
    }

    private async Task GiveUpAsync(CommandEnvelope command, FollowUpFailure failure, CancellationToken stopping)
    {
        Failed(command.CommandId, command.Name, failure.Reason);
        var reason = new FollowUpGivenUpException(failure.Describe(command.Name));
        var (_, isReplaced) = await givenUp.EndAsync(command, failure, reason, _retries, onOutage: e => DatabaseDown(command.CommandId, command.Name, Outage.ReasonOf(e)), stopping);
        if (!isReplaced) throw reason;
    }

    private sealed record Waiting(CommandEnvelope Command, TaskCompletionSource Done);

    [LoggerMessage(LogLevel.Warning, "Follow-up {Id} ({Name}) failed {Times} times ({Reason}) and is retried.")]
    private partial void Retried(Guid id, string name, int times, string reason);

    [LoggerMessage(LogLevel.Error, "Follow-up {Id} ({Name}) failed permanently ({Reason}); its status is stored.")]
    private partial void Failed(Guid id, string name, string reason);

    [LoggerMessage(LogLevel.Warning, "The database is down ({Reason}): follow-up {Id} ({Name}) waits for it.")]
    private partial void DatabaseDown(Guid id, string name, string reason);
}

/// <summary>A follow-up failed at its last attempt.</summary>
/// <param name="message">Number of attempts and type of the failure; no event data.</param>
public sealed class FollowUpGivenUpException(string message) : Exception(message), ISafeToLog;
