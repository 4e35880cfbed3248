using EventSourced.Commands.Bus;
using EventSourced.Commands.Modules;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;

namespace EventSourced.Workers.Consumers;

/// <summary>Ends follow-ups and jobs that failed permanently.</summary>
/// <param name="dispatcher">Runs commands and stores their status.</param>
/// <param name="reactions">Has the commands to run instead (<c>OnGivenUp</c>).</param>
public sealed class GivenUpCommands(CommandDispatcher dispatcher, ReactionCatalog reactions)
{
    /// <summary>Runs the command that replaces a failed one, if its reaction has one, and stores the status of the failed one. Waits while the database is down.</summary>
    /// <param name="command">The failed command.</param>
    /// <param name="failure">Why it failed, for the replacement.</param>
    /// <param name="reason">Why it failed, for its status.</param>
    /// <param name="retries">Waits for the database.</param>
    /// <param name="onOutage">Called when the database is down.</param>
    /// <param name="stopping">Stops.</param>
    /// <returns>The reason as stored, and whether a replacement ran: then the message does not go to the error queue.</returns>
    /// <exception cref="FollowUpGivenUpException">The replacement failed, or the status could not be stored.</exception>
    internal async Task<(string Stored, bool IsReplaced)> EndAsync(
        CommandEnvelope command, FollowUpFailure failure, Exception reason, RetryPolicy retries, Action<Exception> onOutage, CancellationToken stopping)
    {
        var replacement = reactions.GivenUp(command, failure);
        try
        {
            return await retries.WaitOutOutageAsync(
                async () =>
                {
                    // Before the command's own status: if the process ends in between, the command runs again and finds the replacement's outcome.
                    if (replacement is not null) await dispatcher.DispatchAsync(FollowUps.Envelope(replacement, command.CommandId.ToString(), command.AcceptedAt), cancellationToken: stopping);
                    return (await dispatcher.FailAsync(command, reason, stopping), replacement is not null);
                },
                onOutage,
                stopping);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The exception is written to the headers of the message in the error queue.
            throw new FollowUpGivenUpException($"{failure.Describe(command.Name)} Recording this failed: {e.GetType().Name}.");
        }
    }
}
