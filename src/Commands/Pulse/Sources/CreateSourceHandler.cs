using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Pulse.Sources;

internal sealed class CreateSourceHandler(PulseLog log) : IRequestHandler<Handle<CreateSource>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<CreateSource> request, CancellationToken cancellationToken)
    {
        var command = request.Command;
        var community = await log.CommunityAsync(command.CommunityId, cancellationToken);
        var scope = community.Scope.Source(command.SourceId);
        var source = await log.SourceAsync(scope, cancellationToken);
        var decision = SourceDecider.Decide(community, source, command);
        if (decision.Problem is { } problem) return new CommandResult.Rejected(problem);
        return await log.Store.CompleteAsync(request.Context,
            [new StreamAppend(scope.Stream, ExpectedVersion.Exactly(source.Version), decision.Events), community.Unchanged],
            new { command.CommunityId, command.SourceId }, cancellationToken);
    }
}
