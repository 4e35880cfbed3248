using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Pulse.Communities;

/// <summary>Creates the community's hash key before its event.</summary>
internal sealed class CreateCommunityHandler(CommandStates states, CommunityStorage remains) : IRequestHandler<Handle<CreateCommunity>, CommandResult>, IRepeatable
{
    public async Task<CommandResult> Handle(Handle<CreateCommunity> request, CancellationToken cancellationToken)
    {
        var state = await states.LoadAsync(new CommunityState(request.Command.CommunityId), cancellationToken);
        var decision = CommunityDecider.Decide(state, request.Command);
        if (decision.Problem is null)
        {
            if (state.Incarnation > 0) await remains.RemoveUnfinishedAsync(state.Scope, cancellationToken);
            await remains.CreateKeyAsync(state.CurrentOrNext, cancellationToken);
        }
        return await states.CompleteAsync(request.Context, decision, cancellationToken);
    }
}

/// <summary>Records the deletion, then removes objects and key. The outcome is recorded last, so that an interrupted command is retried until it finishes.</summary>
internal sealed class DeleteCommunityHandler(CommandStates states, CommunityStorage remains) : IRequestHandler<Handle<DeleteCommunity>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<DeleteCommunity> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var state = await states.LoadAsync(new CommunityState(command.CommunityId), cancellationToken);
        var scope = state.Scope;
        // Set when this command was interrupted after it had recorded the deletion.
        var before = state.DeletedBy(context.CommandId);
        // A retry must not delete a community that was created again in the meantime.
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

/// <summary>The data of a community that is kept outside the log: its objects and its hash key.</summary>
internal sealed class CommunityStorage(IObjectStore objects, ISecretStore secrets)
{
    public const int KeySize = 32;

    public Task CreateKeyAsync(CommunityScope community, CancellationToken cancellationToken) =>
        secrets.GetOrCreateAsync(community.KeyName, KeySize, cancellationToken);

    /// <summary>Removes all of it, the key last: while the key exists, the removal is not finished.</summary>
    public async Task RemoveAsync(CommunityScope community, CancellationToken cancellationToken)
    {
        await objects.DeletePrefixAsync(community.Objects, cancellationToken);
        // Folder of earlier versions. This version writes nothing there, so nothing of a later incarnation is lost.
        await objects.DeletePrefixAsync(PulseStreams.Objects(community.CommunityId), cancellationToken);
        await secrets.DestroyAsync(community.KeyName, cancellationToken);
    }

    /// <summary>Finishes an interrupted removal.</summary>
    public async Task RemoveUnfinishedAsync(CommunityScope community, CancellationToken cancellationToken)
    {
        if (await secrets.FindAsync(community.KeyName, cancellationToken) is not null) await RemoveAsync(community, cancellationToken);
    }
}
