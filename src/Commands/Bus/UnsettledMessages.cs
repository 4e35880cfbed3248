using MassTransit;
using MassTransit.Transports;
using Microsoft.Extensions.Hosting;

namespace EventSourced.Commands.Bus;

/// <summary>
/// A consumer that ended because its host stops, or because its channel is gone, has not failed. Its message is neither acknowledged nor returned: it stays
/// with the channel, and the broker delivers it again when the channel is closed. A message that is returned while the channel is open comes back at
/// once, counts as a failed delivery each time, and comes back behind messages that were returned before it.
/// </summary>
/// <param name="lifetime">Says when the host stops.</param>
internal sealed class UnsettledMessages(IHostApplicationLifetime lifetime) : IFilter<ExceptionReceiveContext>
{
    /// <summary>Leaves a message to its channel: MassTransit returns no message whose context is cancelled.</summary>
    /// <param name="context">The message.</param>
    public static void Leave(ReceiveContext context)
    {
        if (context.TryGetPayload<BaseReceiveContext>(out var received)) received.Cancel();
    }

    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            await next.Send(context);
            return;
        }
        Leave(context);
        throw new OperationCanceledException("The consumer was stopped.", context.Exception);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unsettledMessages");
}
