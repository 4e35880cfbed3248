using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
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

/// <summary>What a deleted community leaves outside of the log: its objects and its hash key.</summary>
internal sealed class CommunityRemains(IObjectStore objects, ISecretStore secrets)
{
    public const int KeySize = 32;

    public Task CreateKeyAsync(CommunityScope community, CancellationToken cancellationToken) =>
        secrets.GetOrCreateAsync(community.KeyName, KeySize, cancellationToken);

    /// <summary>Removes them, the key last: while it is there, the removal is not finished.</summary>
    public async Task RemoveAsync(CommunityScope community, CancellationToken cancellationToken)
    {
        await objects.DeletePrefixAsync(community.Objects, cancellationToken);
        // What earlier builds put: this build puts nothing there, so nothing of a later life is met.
        await objects.DeletePrefixAsync(PulseStreams.Objects(community.CommunityId), cancellationToken);
        await secrets.DestroyAsync(community.KeyName, cancellationToken);
    }

    /// <summary>Ends a removal that was interrupted.</summary>
    public async Task RemoveUnfinishedAsync(CommunityScope community, CancellationToken cancellationToken)
    {
        if (await secrets.FindAsync(community.KeyName, cancellationToken) is not null) await RemoveAsync(community, cancellationToken);
    }
}
