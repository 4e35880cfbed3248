using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Snapshots;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using MediatR;

namespace EventSourced.Commands.Fastest.Drift;

/// <summary>Reads the two manifests before the comparison is recorded.</summary>
internal sealed class CompareDriftHandler(CommandStates states, StoredManifests manifests) : IRequestHandler<Handle<CompareDrift>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<CompareDrift> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var loaded = await DriftContext.LoadAsync(states, command, cancellationToken);
        return await states.CompleteAsync(context, DriftDecider.Fault(loaded, command, context) ?? await CompareAsync(loaded, command, context, cancellationToken), cancellationToken);
    }

    private async Task<Decision> CompareAsync(DriftContext loaded, CompareDrift command, CommandContext context, CancellationToken cancellationToken)
    {
        var project = loaded.Workspace.Project;
        if (DriftDecider.TreeOf(loaded.Workspace.Workspace, project, command.IncludeDirty) is not { } workspace) return DriftDecider.NoSnapshot;
        if (DriftDecider.TreeOf(loaded.Source!, project, command.IncludeDirty) is not { } source) return DriftDecider.NoSnapshot;
        var owner = project.Created!.OwnerUserId;
        if (await manifests.FindAsync(owner, source.ManifestHash, cancellationToken) is not { } sourceTree) return SnapshotDecider.NoManifest(source.ManifestHash);
        if (await manifests.FindAsync(owner, workspace.ManifestHash, like: sourceTree, cancellationToken: cancellationToken) is not { } workspaceTree) return SnapshotDecider.NoManifest(workspace.ManifestHash);
        return DriftDecider.Record(loaded, workspace, source, TreeComparison.Of(sourceTree, workspaceTree), context.CommandId);
    }
}
