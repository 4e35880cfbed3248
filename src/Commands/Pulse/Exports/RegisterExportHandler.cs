using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Pulse.Exports;

internal sealed class RegisterExportHandler(PulseLog log, RawObjects raw) : IRequestHandler<Handle<RegisterExport>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RegisterExport> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var community = await log.CommunityAsync(command.CommunityId, cancellationToken);
        SourceScope? scope = command.SourceId is { } sourceId ? community.Scope.Source(sourceId) : null;
        SourceState? source = scope is { } s ? await log.SourceAsync(s, cancellationToken) : null;
        var export = await log.ExportAsync(command.ExportId, cancellationToken);
        var decision = ExportDecider.Decide(community, source, export, command);
        if (decision.Problem is { } problem)
        {
            // Commands of the community run in order: what is not found now will not be found later.
            if (problem.Status == 404 || problem.Code == ExportDecider.ObjectOfOtherLife)
                await raw.ReleaseAsync(command.ObjectKey, command.ExportId, context.Now, context.Now, cancellationToken);
            return new CommandResult.Rejected(problem);
        }
        // Another export with the same bytes may have been deleted since the upload, and the object with it.
        if (!await raw.ExistsAsync(command.ObjectKey, cancellationToken))
            return new CommandResult.Rejected(new Problem(409, "raw_object_missing", $"The uploaded file of export {command.ExportId} was removed together with another export that had the same content. Upload it again."));
        List<StreamAppend> streams = [new(PulseStreams.Export(command.ExportId), ExpectedVersion.NoStream, decision.Export)];
        // Any version: sources only go with their community, and uploads must not wait for each other.
        if (scope is { } queue) streams.Add(new(queue.Stream, ExpectedVersion.Any, decision.Source));
        streams.Add(community.Unchanged);
        return await log.Store.CompleteAsync(context, streams,
            new { command.ExportId, Status = command.SourceId is null ? "pending_source" : "queued" }, cancellationToken);
    }
}
