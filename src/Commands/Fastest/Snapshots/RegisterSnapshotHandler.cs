using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Fastest.Snapshots;

/// <summary>Checks that the manifest is stored, and claims the snapshot's id, before the snapshot is registered.</summary>
internal sealed class RegisterSnapshotHandler(CommandStates states, Claims claims, StoredManifests manifests) : IRequestHandler<Handle<RegisterSnapshot>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RegisterSnapshot> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var loaded = await SnapshotContext.LoadAsync(states, command, cancellationToken);
        if (SnapshotDecider.WithoutRegistering(loaded, command, context) is { } answer) return await states.CompleteAsync(context, answer, cancellationToken);
        if (!await manifests.TouchAsync(loaded.Project.Created!.OwnerUserId, command.ManifestHash, cancellationToken))
            return await states.CompleteAsync(context, SnapshotDecider.NoManifest(command.ManifestHash), cancellationToken);
        var id = command.SnapshotId ?? $"snap-{Ulid.Of(context.Now, context.CommandId)}";
        // Rows of snapshots have only the snapshot's id as their key, so the id must be unique over all projects.
        if (await claims.TakeAsync($"fastest.snapshot {id}", loaded.Project.Stream, cancellationToken) != loaded.Project.Stream)
            return await states.CompleteAsync(context, SnapshotDecider.Taken(id), cancellationToken);
        return await states.CompleteAsync(context, SnapshotDecider.Register(loaded, command, id), cancellationToken);
    }
}
