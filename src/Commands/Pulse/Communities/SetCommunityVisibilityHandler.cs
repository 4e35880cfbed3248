using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Pulse.Communities;

internal sealed class SetCommunityVisibilityHandler(PulseLog log) : IRequestHandler<Handle<SetCommunityVisibility>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<SetCommunityVisibility> request, CancellationToken cancellationToken)
    {
        var command = request.Command;
        var state = await log.CommunityAsync(command.CommunityId, cancellationToken);
        var decision = CommunityDecider.Decide(state, command);
        var result = new { command.CommunityId, command.IsPublic };
        if (decision.Problem is { } problem) return new CommandResult.Rejected(problem);
        if (decision.Events.Count == 0) return new CommandResult.Completed(0, result);
        return await log.Store.CompleteAsync(request.Context,
            [new StreamAppend(PulseStreams.Community(command.CommunityId), ExpectedVersion.Exactly(state.Version), decision.Events)], result, cancellationToken);
    }
}
