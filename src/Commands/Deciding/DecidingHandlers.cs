using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using MediatR;

namespace EventSourced.Commands.Deciding;

/// <summary>A handler that may run a command twice: the second run has no other effect than its append, which is refused, so that the stored outcome is returned.</summary>
internal interface IRepeatable;

/// <summary>Handles the commands of a decider of one stream.</summary>
internal sealed class DecidingHandler<TDecider, TState, TCommand>(CommandStates states) : IRequestHandler<Handle<TCommand>, CommandResult>, IRepeatable
    where TDecider : IDecider<TState, TCommand> where TState : StreamState where TCommand : ICommand
{
    public async Task<CommandResult> Handle(Handle<TCommand> request, CancellationToken cancellationToken)
    {
        var state = await states.Cached.LoadAsync(TDecider.StreamOf(request.Command), cancellationToken);
        return await states.CompleteAsync(request.Context, TDecider.Decide(state, request.Command, request.Context), cancellationToken);
    }
}

/// <summary>Handles the commands of a decider of several streams.</summary>
internal sealed class JointDecidingHandler<TDecider, TStates, TCommand>(CommandStates states) : IRequestHandler<Handle<TCommand>, CommandResult>, IRepeatable
    where TDecider : IJointDecider<TStates, TCommand> where TCommand : ICommand
{
    public async Task<CommandResult> Handle(Handle<TCommand> request, CancellationToken cancellationToken)
    {
        var loaded = await TDecider.LoadAsync(states.Cached, request.Command, cancellationToken);
        return await states.CompleteAsync(request.Context, TDecider.Decide(loaded, request.Command, request.Context), cancellationToken);
    }
}
