using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Pulse.Exports;

internal sealed class AssignSourceHandler(PulseLog log) : IRequestHandler<Handle<AssignSource>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<AssignSource> request, CancellationToken cancellationToken)
    {
        var command = request.Command;
        var (export, community, scope, source) = await log.ExportContextAsync(command.ExportId, command.SourceId, cancellationToken);
        var decision = ExportDecider.Decide(community, source ?? new SourceState(), export, command);
        if (decision.Problem is { } problem) return new CommandResult.Rejected(problem);
        return await log.Store.CompleteAsync(request.Context,
            [
                new StreamAppend(PulseStreams.Export(command.ExportId), ExpectedVersion.Exactly(export.Version), decision.Export),
                new StreamAppend(scope!.Value.Stream, ExpectedVersion.Exactly(source!.Version), decision.Source),
                community.Unchanged,
            ],
            new { command.ExportId, Status = "queued" }, cancellationToken);
    }
}
