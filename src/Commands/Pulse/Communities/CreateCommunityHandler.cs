using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Pulse.Communities;

internal sealed class CreateCommunityHandler(PulseLog log, CommunityRemains remains) : IRequestHandler<Handle<CreateCommunity>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<CreateCommunity> request, CancellationToken cancellationToken)
    {
        var command = request.Command;
        var state = await log.CommunityAsync(command.CommunityId, cancellationToken);
        var decision = CommunityDecider.Decide(state, command);
        if (decision.Problem is { } problem) return new CommandResult.Rejected(problem);
        if (state.Incarnation > 0) await remains.RemoveUnfinishedAsync(state.Scope, cancellationToken);
        await remains.CreateKeyAsync(state.Scope with { Incarnation = state.Incarnation + 1 }, cancellationToken);
        return await log.Store.CompleteAsync(request.Context,
            [new StreamAppend(PulseStreams.Community(command.CommunityId), ExpectedVersion.Exactly(state.Version), decision.Events)],
            new { command.CommunityId }, cancellationToken);
    }
}
