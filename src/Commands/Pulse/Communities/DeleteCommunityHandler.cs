using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Pulse.Communities;

/// <summary>Records the deletion, then removes objects and key. The outcome comes last, so that a command interrupted in between is run again and finishes.</summary>
internal sealed class DeleteCommunityHandler(PulseLog log, CommunityRemains remains) : IRequestHandler<Handle<DeleteCommunity>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<DeleteCommunity> request, CancellationToken cancellationToken)
    {
        var command = request.Command;
        var state = await log.CommunityAsync(command.CommunityId, cancellationToken);
        var result = new { command.CommunityId };
        // Where this very command, interrupted and run again, has recorded the deletion; 0 when it has not.
        var position = state.Deletions.GetValueOrDefault(request.Context.CommandId);
        // Run again after the community was created anew: that one is not meant.
        if (state.Exists && position > 0) return new CommandResult.Completed(position, result);
        var decision = CommunityDecider.Decide(state, command);
        if (decision.Problem is { } problem) return new CommandResult.Rejected(problem);
        if (decision.Events.Count > 0)
        {
            position = (await log.Store.AppendAsync(new Append(
                [new StreamAppend(PulseStreams.Community(command.CommunityId), ExpectedVersion.Exactly(state.Version), decision.Events)],
                request.Context.Metadata), cancellationToken)).Position;
        }
        await remains.RemoveAsync(state.Scope, cancellationToken);
        return new CommandResult.Completed(position, result);
    }
}
