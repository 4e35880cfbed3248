using MassTransit;
using MassTransit.Transports;
using Microsoft.Extensions.Hosting;

namespace EventSourced.Commands.Bus;

/// <summary>
/// A consumer that was cancelled because its host stops or its channel is gone has not failed. Its message is neither acknowledged nor returned: the broker delivers
/// it again when the channel is closed. A message that is returned while the channel is open is redelivered immediately, counts as a failed delivery each time,
/// and loses its order.
/// </summary>
/// <param name="lifetime">Signals that the host stops.</param>
internal sealed class UnsettledMessages(IHostApplicationLifetime lifetime) : IFilter<ExceptionReceiveContext>
{
    /// <summary>Leaves a message unsettled: MassTransit does not return a message whose context is cancelled.</summary>
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
