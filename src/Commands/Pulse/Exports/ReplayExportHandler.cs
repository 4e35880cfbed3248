using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Pulse.Exports;

internal sealed class ReplayExportHandler(PulseLog log, RawObjects raw) : IRequestHandler<Handle<ReplayExport>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<ReplayExport> request, CancellationToken cancellationToken)
    {
        var command = request.Command;
        var (export, community, scope, source) = await log.ExportContextAsync(command.ExportId, null, cancellationToken);
        var rawExists = export.Registered is { } registered && await raw.ExistsAsync(registered.ObjectKey, cancellationToken);
        var decision = ExportDecider.Decide(community, source, export, rawExists, command);
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
