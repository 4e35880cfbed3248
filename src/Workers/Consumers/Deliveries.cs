using EventSourced.Commands.Bus;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.EventStore;
using MassTransit;

namespace EventSourced.Workers.Consumers;

/// <summary>
/// Counts the runs of a command, to detect one that crashes its worker each time. The broker's delivery count is no proof: it also grows for messages that only
/// waited in a worker that stopped. So the ledger counts runs, from the second delivery on: the first needs no write.
/// </summary>
/// <param name="ledger">Keeps the count.</param>
/// <param name="options">The maximum number of runs.</param>
public sealed class Deliveries(CommandLedger ledger, BusOptions options)
{
    /// <summary>Number of earlier deliveries of a message, from the header of quorum queues.</summary>
    /// <param name="context">The message.</param>
    public static long Of(ConsumeContext context) => context.ReceiveContext.TransportHeaders.Get<long>("x-delivery-count") ?? 0;

    /// <summary>Counts a run that starts now.</summary>
    /// <param name="envelope">The command.</param>
    /// <param name="deliveries">Number of earlier deliveries.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Null when it may run; else the reason why not.</returns>
    public async Task<PoisonMessageException?> BeginAsync(CommandEnvelope envelope, long deliveries, CancellationToken cancellationToken)
    {
        if (deliveries == 0) return null;
        var runs = await ledger.CountRunAsync(envelope.CommandId, envelope.Name, envelope.Actor, cancellationToken);
        // Without the run that starts now.
        return runs > options.MaxDeliveries ? new PoisonMessageException(runs - 1) : null;
    }
}

/// <summary>A command was started repeatedly and never had an outcome.</summary>
/// <param name="runs">Number of runs.</param>
public sealed class PoisonMessageException(long runs)
    : Exception($"The command was started {runs} times without an outcome: it probably crashes its worker. Check the workers' logs before you send it again under a new id."), ISafeToLog;
