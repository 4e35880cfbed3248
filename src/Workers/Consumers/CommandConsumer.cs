using EventSourced.Commands.Bus;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventSourced.Workers.Consumers;

/// <summary>
/// Takes commands from the queue. What fails for an unexpected reason is tried again at short intervals; then its status says failed, and the message
/// ends in the error queue with the reason in its headers. While the database is away the message stays in hand.
/// </summary>
/// <param name="dispatcher">Runs commands.</param>
/// <param name="options">Tries.</param>
/// <param name="lifetime">Tells when the host stops.</param>
/// <param name="logger">Log.</param>
public sealed partial class CommandConsumer(CommandDispatcher dispatcher, BusOptions options, IHostApplicationLifetime lifetime, ILogger<CommandConsumer> logger)
    : IConsumer<CommandEnvelope>
{
    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<CommandEnvelope> context)
    {
        var envelope = context.Message;
        var stopping = lifetime.ApplicationStopping;
        // Quorum queues count deliveries. Deliveries alone, without a failure, mean that the worker dies of it.
        if (context.ReceiveContext.TransportHeaders.Get<long>("x-delivery-count") is { } deliveries && deliveries >= options.MaxDeliveries)
            await FailAsync(envelope, new PoisonMessageException(deliveries), stopping);

        for (var failures = 0; ;)
        {
            try
            {
                Handled(envelope.CommandId, envelope.Name, await dispatcher.DispatchAsync(envelope, context.CancellationToken, stopping));
                return;
            }
            catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested || stopping.IsCancellationRequested)
            {
                // Not a failure: the broker delivers it again.
                throw;
            }
            catch (CommandFailedException e)
            {
                FailedBefore(envelope.CommandId, envelope.Name, e.Message);
                throw;
            }
            catch (Exception e) when (Outage.Is(e))
            {
                DatabaseAway(envelope.CommandId, envelope.Name, e.Message);
                await Task.Delay(OutagePause, stopping);
            }
            catch (Exception e) when (failures < options.RetryIntervals.Count)
            {
                TriedAgain(e, envelope.CommandId, envelope.Name, failures + 1);
                await Task.Delay(options.RetryIntervals[failures++], stopping);
            }
            catch (Exception e)
            {
                await FailAsync(envelope, e, stopping);
            }
        }
    }

    private async Task FailAsync(CommandEnvelope envelope, Exception reason, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                var stored = await dispatcher.FailAsync(envelope, reason, stopping);
                Failed(reason, envelope.CommandId, envelope.Name);
                throw new CommandFailedException(envelope.CommandId, stored, reason);
            }
            catch (Exception e) when (e is not CommandFailedException && Outage.Is(e))
            {
                // Into the error queue only once the status says why.
                DatabaseAway(envelope.CommandId, envelope.Name, e.Message);
                await Task.Delay(OutagePause, stopping);
            }
        }
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

    [LoggerMessage(LogLevel.Warning, "Command {Id} ({Name}) failed {Times} times and is tried again.")]
    private partial void TriedAgain(Exception exception, Guid id, string name, int times);

    [LoggerMessage(LogLevel.Error, "Command {Id} ({Name}) failed; its status says so, and the message goes to the error queue.")]
    private partial void Failed(Exception exception, Guid id, string name);

    [LoggerMessage(LogLevel.Error, "Command {Id} ({Name}) was delivered again after it had failed; the message goes to the error queue. {Reason}")]
    private partial void FailedBefore(Guid id, string name, string reason);

    [LoggerMessage(LogLevel.Warning, "The database is away ({Reason}): command {Id} ({Name}) waits for it.")]
    private partial void DatabaseAway(Guid id, string name, string reason);
}

/// <summary>A message was delivered again and again without any outcome.</summary>
/// <param name="deliveries">How often.</param>
public sealed class PoisonMessageException(long deliveries)
    : Exception($"The command was delivered {deliveries} times without an outcome: it seems to take its worker down. Look at the workers' logs before sending it again under a new id.");
