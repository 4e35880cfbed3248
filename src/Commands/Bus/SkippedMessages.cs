using MassTransit;
using MassTransit.Middleware;
using MassTransit.Middleware.Rescue;

namespace EventSourced.Commands.Bus;

/// <summary>Nothing in the queue's consumers takes a message.</summary>
public sealed class UnknownMessageException() : Exception(
    "The message was not consumed: it names no type that this queue takes. Send commands through the API; to send messages past it, use the envelope of MassTransit and the type of the queue.");

/// <summary>
/// Moves what cannot be consumed to the error queue, once, with the reason in its headers. MassTransit passes to the end of its pipe, as skipped, both a message
/// of a type that nobody takes and one that could not be read; the latter is in the error queue by then. To throw there, as <c>ThrowOnSkippedMessages</c> does,
/// would give it back to the broker, which delivers it again, and so on to its delivery limit.
/// </summary>
internal sealed class SkippedMessages : IFilter<ReceiveContext>, IFilter<ExceptionReceiveContext>
{
    private readonly IPipe<ExceptionReceiveContext> _errors = Pipe.New<ExceptionReceiveContext>(pipe => pipe.UseFilter(new ErrorTransportFilter()));

    /// <summary>The end of the error pipe: notes that the message is in the error queue.</summary>
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        await next.Send(context);
        context.GetOrAddPayload(() => new Moved());
    }

    /// <summary>The end of the pipe of skipped messages.</summary>
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) =>
        context.TryGetPayload<Moved>(out _) ? Task.CompletedTask : _errors.Send(new RescueExceptionReceiveContext(context, new UnknownMessageException()));

    public void Probe(ProbeContext context) => context.CreateFilterScope("skippedMessages");

    private sealed class Moved;
}
