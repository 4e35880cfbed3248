using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Pulse;
using MediatR;

namespace EventSourced.Commands.Pulse.Communities;

/// <summary>Creates the community's key before its event.</summary>
internal sealed class CreateCommunityHandler(CommandStates states, CommunityRemains remains) : IRequestHandler<Handle<CreateCommunity>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<CreateCommunity> request, CancellationToken cancellationToken)
    {
        var state = await states.LoadAsync(new CommunityState(request.Command.CommunityId), cancellationToken);
        var decision = CommunityDecider.Decide(state, request.Command);
        if (decision.Problem is null)
        {
            if (state.Incarnation > 0) await remains.RemoveUnfinishedAsync(state.Scope, cancellationToken);
            await remains.CreateKeyAsync(state.PresentOrNext, cancellationToken);
        }
        return await states.CompleteAsync(request.Context, decision, cancellationToken);
    }
}

/// <summary>Records the deletion, then removes objects and key. The outcome comes last, so that a command interrupted in between is run again and finishes.</summary>
internal sealed class DeleteCommunityHandler(CommandStates states, CommunityRemains remains) : IRequestHandler<Handle<DeleteCommunity>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<DeleteCommunity> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var state = await states.LoadAsync(new CommunityState(command.CommunityId), cancellationToken);
        var scope = state.Scope;
        // Where this very command, interrupted and run again, has recorded the deletion; 0 when it has not.
        var before = state.DeletedBy(context.CommandId);
        // Run again after the community was created anew: that one is not meant.
        if (!state.Exists || before == 0)
        {
            var decision = CommunityDecider.Decide(state, command);
            if (decision.Problem is not null) return await states.CompleteAsync(context, decision, cancellationToken);
            before = Math.Max(before, await states.AppendAsync(context, decision, cancellationToken));
            await remains.RemoveAsync(scope, cancellationToken);
        }
        return await states.CompleteAsync(context, Decision.Before(before).Answer(new { command.CommunityId }), cancellationToken);
    }
}
