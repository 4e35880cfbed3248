using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Drift;
using EventSourced.Commands.Fastest.Snapshots;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Fastest.Captures;

/// <summary>Measures the change of a conversation and takes a snapshot if it is large enough.</summary>
internal sealed class CaptureChangeHandler(CommandStates states, StoredManifests manifests, Claims claims) : IRequestHandler<Handle<CaptureChange>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<CaptureChange> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var loaded = await WorkspaceContext.LoadAsync(states, command.WorkspaceId, cancellationToken);
        return await states.CompleteAsync(context, await CaptureAsync(loaded, context, cancellationToken), cancellationToken);
    }

    private async Task<Decision> CaptureAsync(WorkspaceContext loaded, CommandContext context, CancellationToken cancellationToken)
    {
        if (CaptureDecider.Unsaved(loaded) is not { } tree) return Decision.Nothing;
        var (owner, last) = (loaded.Project.Created!.OwnerUserId, loaded.Project.NewestOf(loaded.Workspace.WorkspaceId));
        // Without its manifest a snapshot would be useless: the next change, or the schedule, tries again.
        if (await manifests.FindAsync(owner, tree, cancellationToken) is not { } now) return Decision.Nothing;
        var before = last is null ? null : await manifests.FindAsync(owner, last.ManifestHash, like: now, cancellationToken: cancellationToken);
        if (!CaptureDecider.IsWorthwhile(last, before is null ? null : DriftCounters.Of(before, now), context.Now)) return Decision.Nothing;
        var id = CaptureDecider.IdOf(loaded.Workspace.WorkspaceId, context);
        await claims.TakeNewSnapshotAsync(id, loaded.Project, cancellationToken);
        return CaptureDecider.Take(loaded, tree, id);
    }
}
