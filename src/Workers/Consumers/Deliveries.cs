using EventSourced.Commands.Bus;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.EventStore;
using MassTransit;

namespace EventSourced.Workers.Consumers;

/// <summary>
/// Counts how often a command was begun, to find the one that takes its worker down each time. The broker's count of deliveries is no proof: it also grows
/// while messages only wait in the hands of workers that stop. So the ledger counts, from the second delivery on: the first needs no write.
/// </summary>
/// <param name="ledger">Keeps the count.</param>
/// <param name="options">How many runs are too many.</param>
public sealed class Deliveries(CommandLedger ledger, BusOptions options)
{
    /// <summary>How often the broker has delivered a message before. Quorum queues count that in a header.</summary>
    /// <param name="context">The message.</param>
    public static long Of(ConsumeContext context) => context.ReceiveContext.TransportHeaders.Get<long>("x-delivery-count") ?? 0;

    /// <summary>Counts a run that begins now.</summary>
    /// <param name="envelope">The command.</param>
    /// <param name="deliveries">How often it was delivered before.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Null when it may run; else why not.</returns>
    public async Task<PoisonMessageException?> BeginAsync(CommandEnvelope envelope, long deliveries, CancellationToken cancellationToken)
    {
        if (deliveries == 0) return null;
        var runs = await ledger.CountRunAsync(envelope.CommandId, envelope.Name, envelope.Actor, cancellationToken);
        // This one has only begun.
        return runs > options.MaxDeliveries ? new PoisonMessageException(runs - 1) : null;
    }
}

/// <summary>A command was begun again and again without any outcome.</summary>
/// <param name="runs">How often.</param>
public sealed class PoisonMessageException(long runs)
    : Exception($"The command was begun {runs} times and had no outcome: it seems to take its worker down. Look at the workers' logs before sending it again under a new id."), ITellable;
