using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Snapshots;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.Sync;

/// <summary>Decides about setting a workspace back to a snapshot (specification, 2.4).</summary>
internal sealed class UndoDecider : IJointDecider<WorkspaceContext, UndoSync>
{
    public static ValueTask<WorkspaceContext> LoadAsync(IStateSource source, UndoSync command, CancellationToken cancellationToken) =>
        WorkspaceContext.LoadAsync(source, command.WorkspaceId, cancellationToken);

    public static Decision Decide(WorkspaceContext states, UndoSync command, CommandContext context)
    {
        if (!states.IsOpenTo(context)) return FastestProblems.WorkspaceNotFound(command.WorkspaceId);
        var (workspace, project) = states;
        if (!project.Snapshots.TryGetValue(command.SnapshotId, out var snapshot))
            return new Problem(404, "snapshot_not_found", $"The project has no snapshot {command.SnapshotId}. GET /v1/projects/{{id}}/snapshots lists them.");
        // A second undo has nothing to do, so that a retry after a lost answer does not count twice.
        if (workspace.CurrentSnapshotId == snapshot.Id && workspace.CurrentManifestHash == snapshot.ManifestHash) return Decision.Nothing;
        var history = MergeHistory.ToEvent(MergeHistory.At(workspace.Merges, project.NodeOf, snapshot.Id));
        return Decision.Of(workspace, new WorkspaceReverted(workspace.WorkspaceId, project.ProjectId, snapshot.Id, snapshot.ManifestHash, workspace.SyncVersion + 1, history)).While(project);
    }
}

internal sealed class UndoSyncValidator : AbstractValidator<UndoSync>
{
    public UndoSyncValidator()
    {
        RuleFor(c => c.WorkspaceId).Id();
        RuleFor(c => c.SnapshotId).NotEmpty().MaximumLength(FastestFields.IdLength);
    }
}
