using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Snapshots;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Fastest.Sync;

/// <summary>Writes the manifest of the new tree before the sync is recorded. If the sync is then refused, the manifest is left over; nothing names it, and <see cref="BlobCollector"/> deletes it.</summary>
internal sealed class ExecuteSyncHandler(CommandStates states, Claims claims, StoredManifests manifests, StoredBlobs blobs) : IRequestHandler<Handle<ExecuteSync>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<ExecuteSync> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var loaded = await ExecuteContext.LoadAsync(states, command, cancellationToken);
        return await states.CompleteAsync(context, ExecuteDecider.Fault(loaded, command, context) ?? await ExecuteAsync(loaded.Sync, command, context, cancellationToken), cancellationToken);
    }

    private async Task<Decision> ExecuteAsync(SyncContext loaded, ExecuteSync command, CommandContext context, CancellationToken cancellationToken)
    {
        var (preview, owner) = (loaded.Workspace.PreviewOf(command.PreviewId)!, loaded.Project.Created!.OwnerUserId);
        if (await manifests.FindAsync(owner, preview.ManifestHash, cancellationToken) is not { } current) return SyncProblems.NoManifest(preview.ManifestHash);
        var tree = ExecuteDecider.Apply(current, preview, command);
        if (ExecuteDecider.Fault(tree, preview, command) is { } fault) return fault;
        if (await blobs.FirstMissingAsync(owner, tree, cancellationToken) is { } missing)
            return SyncProblems.Invalid($"the blob {missing} is not stored. Upload it with PUT /v1/blobs/upload/{missing}, then execute the sync again.");
        var manifest = await manifests.WriteAsync(owner, tree, cancellationToken);
        var before = command.CreateSnapshotBefore ? await NewSnapshotAsync(loaded, context, "before", cancellationToken) : null;
        var after = command.CreateSnapshotAfter ? await NewSnapshotAsync(loaded, context, "after", cancellationToken) : null;
        return ExecuteDecider.Record(loaded, command, new(manifest, before, after), context);
    }

    private async Task<string> NewSnapshotAsync(SyncContext loaded, CommandContext context, string use, CancellationToken cancellationToken)
    {
        var id = $"snap-{Ulid.Of(context.Now, DerivedId.Of($"fastest.sync {context.CommandId} {use}"))}";
        await claims.TakeNewSnapshotAsync(id, loaded.Project, cancellationToken);
        return id;
    }
}
