using MassTransit;
using MassTransit.Middleware;
using MassTransit.Middleware.Rescue;

namespace EventSourced.Commands.Bus;

/// <summary>No consumer of the queue handles a message's type.</summary>
public sealed class UnknownMessageException() : Exception(
    "The message was not consumed: this queue has no consumer for its type. Send commands through the API; to send messages directly, use MassTransit's envelope and the queue's message type.");

/// <summary>
/// Moves messages that cannot be consumed to the error queue, once, with the reason in their headers. MassTransit treats two kinds as skipped: messages of an unknown
/// type, and unreadable ones, which are in the error queue already. Throwing here, as <c>ThrowOnSkippedMessages</c> does, would return the message to the broker, which
/// would deliver it again up to its delivery limit.
/// </summary>
internal sealed class SkippedMessages : IFilter<ReceiveContext>, IFilter<ExceptionReceiveContext>
{
    private readonly IPipe<ExceptionReceiveContext> _errors = Pipe.New<ExceptionReceiveContext>(pipe => pipe.UseFilter(new ErrorTransportFilter()));

    /// <summary>End of the error pipe: marks the message as moved to the error queue.</summary>
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        await next.Send(context);
        context.GetOrAddPayload(() => new Moved());
    }

    /// <summary>End of the pipe of skipped messages.</summary>
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) =>
        context.TryGetPayload<Moved>(out _) ? Task.CompletedTask : _errors.Send(new RescueExceptionReceiveContext(context, new UnknownMessageException()));

    public void Probe(ProbeContext context) => context.CreateFilterScope("skippedMessages");

    private sealed class Moved;
}
