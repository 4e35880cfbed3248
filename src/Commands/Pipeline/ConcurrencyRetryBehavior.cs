using EventSourced.Contracts;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Pipeline;

/// <summary>Last before the handler: where a stream moved on meanwhile, the handler loads it again and decides anew.</summary>
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
                // Those that collided must not meet again.
                await Task.Delay(Random.Shared.Next(1, 10 << tried), cancellationToken);
            }
        }
    }
}
