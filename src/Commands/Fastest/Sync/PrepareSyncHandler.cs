using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using MediatR;

namespace EventSourced.Commands.Fastest.Sync;

/// <summary>Reads manifests and blobs, and stores merged files, before the preview is recorded.</summary>
internal sealed class PrepareSyncHandler(CommandStates states, StoredManifests manifests, StoredBlobs blobs) : IRequestHandler<Handle<PrepareSync>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<PrepareSync> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var loaded = await SyncContext.LoadAsync(states, command.WorkspaceId, cancellationToken);
        return await states.CompleteAsync(context, PrepareDecider.Fault(loaded, command, context) ?? await PrepareAsync(loaded, context, cancellationToken), cancellationToken);
    }

    private async Task<Decision> PrepareAsync(SyncContext loaded, CommandContext context, CancellationToken cancellationToken)
    {
        var (sources, owner) = (PrepareDecider.SourcesOf(loaded), loaded.Project.Created!.OwnerUserId);
        if (await manifests.FindAsync(owner, sources.TreeHash, cancellationToken) is not { } current) return SyncProblems.NoManifest(sources.TreeHash);
        var trees = new SyncTrees(current);
        if (!await trees.ReadMainAsync(Reader(sources.Main.ManifestHash))) return SyncProblems.NoManifest(sources.Main.ManifestHash);
        if (sources.Base is { } from && !await trees.ReadBaseAsync(Reader(from.ManifestHash))) return SyncProblems.NoManifest(from.ManifestHash);
        var planner = new SyncPlanner((hash, limit) => blobs.FindAsync(owner, hash, limit, cancellationToken), content => blobs.PutAsync(owner, content, cancellationToken));
        return PrepareDecider.Record(loaded, sources, await planner.PlanAsync(trees), context);

        Func<Func<TreeEntry, bool>, Task<FileTree?>> Reader(string hash) => keep => manifests.FindAsync(owner, hash, like: current, keep, cancellationToken);
    }
}
