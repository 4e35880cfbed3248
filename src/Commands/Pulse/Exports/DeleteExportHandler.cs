using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>Records the deletion, then removes the raw object. The outcome comes last, so that a command interrupted in between is run again and finishes.</summary>
internal sealed class DeleteExportHandler(PulseLog log, RawObjects raw) : IRequestHandler<Handle<DeleteExport>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<DeleteExport> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var (export, community, scope, source) = await log.ExportContextAsync(command.ExportId, null, cancellationToken);
        var decision = ExportDecider.Decide(community, source, export, command);
        if (decision.Problem is { } problem) return new CommandResult.Rejected(problem);
        long position = 0;
        if (!decision.IsNothing)
        {
            List<StreamAppend> streams = [new(PulseStreams.Export(command.ExportId), ExpectedVersion.Exactly(export.Version), decision.Export)];
            if (scope is { } its) streams.Add(new(its.Stream, ExpectedVersion.Exactly(source!.Version), decision.Source));
            streams.Add(community.Unchanged);
            position = (await log.Store.AppendAsync(new Append(streams, context.Metadata), cancellationToken)).Position;
        }
        await raw.ReleaseAsync(export.Registered!.ObjectKey, command.ExportId, context.Now, context.Now, cancellationToken);
        return new CommandResult.Completed(position, new { command.ExportId });
    }
}
