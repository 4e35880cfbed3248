using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>Queues exports again, one by one: one that changed meanwhile is left to the next time.</summary>
internal sealed class RequeueExportsHandler(PulseLog log, IExportIndex index) : IRequestHandler<Handle<RequeueExports>, CommandResult>
{
    private const int MostExports = 1_000;

    public async Task<CommandResult> Handle(Handle<RequeueExports> request, CancellationToken cancellationToken)
    {
        var command = request.Command;
        var (queued, failed, position) = (0, 0, 0L);
        // The table is a hint of what to look at; the streams decide.
        foreach (var id in await index.FindForRequeueAsync(command.Now - ExportDecider.StuckAfter, MostExports, cancellationToken))
        {
            var (export, community, scope, source) = await log.ExportContextAsync(id, null, cancellationToken);
            if (source is null) continue;
            var decision = ExportDecider.Decide(community, source, export, command);
            if (decision.IsNothing) continue;
            try
            {
                var append = new Append(
                    [
                        new StreamAppend(PulseStreams.Export(id), ExpectedVersion.Exactly(export.Version), decision.Export),
                        new StreamAppend(scope!.Value.Stream, ExpectedVersion.Exactly(source.Version), decision.Source),
                        community.Unchanged,
                    ],
                    request.Context.Metadata);
                position = (await log.Store.AppendAsync(append, cancellationToken)).Position;
                if (decision.Export.Count == 0) queued++;
                else failed++;
            }
            catch (ConcurrencyException)
            {
                // It gave a sign of life.
            }
        }
        return new CommandResult.Completed(position, new { Queued = queued, Failed = failed });
    }
}
