using EventSourced.Commands.Pipeline;
using MassTransit;

namespace EventSourced.Workers.Consumers;

/// <summary>How often the broker has delivered a message before. Deliveries alone, without a failure, mean that the worker dies of it.</summary>
internal static class Deliveries
{
    /// <summary>Quorum queues count them in a header.</summary>
    public static long Of(ConsumeContext context) => context.ReceiveContext.TransportHeaders.Get<long>("x-delivery-count") ?? 0;
}

/// <summary>A message was delivered again and again without any outcome.</summary>
/// <param name="deliveries">How often.</param>
public sealed class PoisonMessageException(long deliveries)
    : Exception($"The command was delivered {deliveries} times without an outcome: it seems to take its worker down. Look at the workers' logs before sending it again under a new id."), ITellable;
