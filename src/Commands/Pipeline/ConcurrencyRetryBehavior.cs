using EventSourced.Contracts;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Pipeline;

/// <summary>Last before the handler: runs the handler again when a stream has changed meanwhile. It then loads the stream and decides again.</summary>
/// <typeparam name="TCommand">The command.</typeparam>
internal sealed class ConcurrencyRetryBehavior<TCommand> : IPipelineBehavior<Handle<TCommand>, CommandResult> where TCommand : ICommand
{
    private const int Tries = 6;

    public async Task<CommandResult> Handle(Handle<TCommand> request, CancellationToken cancellationToken, RequestHandlerDelegate<CommandResult> next)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await next();
            }
            catch (ConcurrencyException) when (tried < Tries)
            {
                // A random pause, so that commands that collided do not collide again.
                await Task.Delay(Random.Shared.Next(1, 10 << tried), cancellationToken);
            }
        }
    }
}
