using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Contracts.Pulse;
using MediatR;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>Registers an upload, or removes it when the command is refused for good.</summary>
internal sealed class RegisterExportHandler(CommandStates states, RawObjects raw) : IRequestHandler<Handle<RegisterExport>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RegisterExport> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var community = await states.LoadAsync(new CommunityState(command.CommunityId), cancellationToken);
        var source = command.SourceId is { } id ? await states.LoadAsync(new SourceState(community.Scope.Source(id)), cancellationToken) : null;
        var export = await states.LoadAsync(new ExportState(command.ExportId), cancellationToken);
        var decision = ExportDecider.Decide(new ExportContext(community, source, export), command);
        // Commands of a community run in order: what does not exist now will not be created by an earlier command.
        if (decision.Problem is { Status: 404 } or { Code: ExportDecider.CommunityRecreated })
            await raw.ReleaseAsync(command.ObjectKey, command.ExportId, context.Now, context.Now, cancellationToken);
        // Another export with the same bytes may have been deleted since the upload, and the object with it.
        if (decision.Problem is null && !await raw.ExistsAsync(command.ObjectKey, cancellationToken))
            decision = new Problem(409, "raw_object_missing", $"The uploaded file of export {command.ExportId} was removed together with another export that had the same content. Upload it again.");
        return await states.CompleteAsync(context, decision, cancellationToken);
    }
}

internal sealed class ReplayExportHandler(CommandStates states, RawObjects raw) : IRequestHandler<Handle<ReplayExport>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<ReplayExport> request, CancellationToken cancellationToken)
    {
        var loaded = await ExportContext.LoadAsync(states, request.Command.ExportId, null, cancellationToken);
        var rawExists = loaded.Export.Registered is { } registered && await raw.ExistsAsync(registered.ObjectKey, cancellationToken);
        return await states.CompleteAsync(request.Context, ExportDecider.Decide(loaded, rawExists, request.Command), cancellationToken);
    }
}

/// <summary>Records the deletion, then removes the raw object. The outcome is recorded last, so that an interrupted command is retried until it finishes.</summary>
internal sealed class DeleteExportHandler(CommandStates states, RawObjects raw) : IRequestHandler<Handle<DeleteExport>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<DeleteExport> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var loaded = await ExportContext.LoadAsync(states, command.ExportId, null, cancellationToken);
        var decision = ExportDecider.Decide(loaded, command);
        if (decision.Problem is not null) return await states.CompleteAsync(context, decision, cancellationToken);
        var position = await states.AppendAsync(context, decision, cancellationToken);
        await raw.ReleaseAsync(loaded.Export.Registered!.ObjectKey, command.ExportId, context.Now, context.Now, cancellationToken);
        return await states.CompleteAsync(context, Decision.Before(position).Answer(new { command.ExportId }), cancellationToken);
    }
}
