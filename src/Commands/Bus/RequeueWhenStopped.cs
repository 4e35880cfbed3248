using MassTransit;
using Microsoft.Extensions.Hosting;

namespace EventSourced.Commands.Bus;

/// <summary>
/// A consumer that gave up because its host stops, or because its channel is gone, has not failed: its message goes back into the queue. It does so only
/// once the endpoint takes no more. Given back before, the broker would deliver it here again and again, count that against it, and the consumer would
/// at last be asked for from a container that is gone.
/// </summary>
/// <param name="lifetime">Tells when the host stops.</param>
internal sealed class RequeueWhenStopped(IHostApplicationLifetime lifetime) : IFilter<ExceptionReceiveContext>, IReceiveEndpointObserver
{
    // The endpoint says that it will stop just before it does.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(100);
    private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            await next.Send(context);
            return;
        }
        await _closing.Task.WaitAsync(context.CancellationToken);
        await Task.Delay(Margin, context.CancellationToken);
        throw new OperationCanceledException("The consumer was stopped.", context.Exception);
    }

    public Task Stopping(ReceiveEndpointStopping stopping)
    {
        _closing.TrySetResult();
        return Task.CompletedTask;
    }

    public Task Ready(ReceiveEndpointReady ready) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    public Task Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;

    public void Probe(ProbeContext context) => context.CreateFilterScope("requeueWhenStopped");
}
