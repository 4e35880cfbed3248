using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Commands.Fastest.Snapshots;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.Sync;

/// <summary>The snapshots that a sync merges.</summary>
/// <param name="Workspace">Head of the workspace.</param>
/// <param name="Main">Head of the main workspace.</param>
/// <param name="Base">The base, or null.</param>
/// <param name="TreeHash">The tree of the workspace, saved or not.</param>
internal sealed record SyncSources(KnownSnapshot Workspace, KnownSnapshot Main, KnownSnapshot? Base, string TreeHash);

/// <summary>Decides about the preparation of syncs (specification, 2.4). It changes no tree.</summary>
internal static class PrepareDecider
{
    /// <summary>Why a sync cannot be prepared, or null.</summary>
    public static Problem? Fault(SyncContext states, PrepareSync command, CommandContext context)
    {
        var (target, main) = states;
        if (!target.IsOpenTo(context)) return FastestProblems.WorkspaceNotFound(command.WorkspaceId);
        if (main is null) return SyncProblems.NoMain;
        if (main.WorkspaceId == command.WorkspaceId) return SyncProblems.IsMain;
        return HeadOf(target.Workspace, target.Project) is null ? SyncProblems.NoSnapshot(target.Workspace.Created!.Name)
            : HeadOf(main, target.Project) is null ? SyncProblems.NoSnapshot(main.Created!.Name) : null;
    }

    /// <summary>What to merge, of states without a fault.</summary>
    public static SyncSources SourcesOf(SyncContext states)
    {
        var (workspace, project, main) = (states.Workspace, states.Project, states.Main!);
        var (head, mainHead) = (HeadOf(workspace, project)!, HeadOf(main, project)!);
        var from = SyncBase.Find(project.NodeOf, Side(workspace, head), Side(main, mainHead), workspace.Merges);
        return new(head, mainHead, from is null ? null : project.Snapshots[from.Id], states.TreeHash!);

        static SyncSide Side(WorkspaceState workspace, KnownSnapshot head) => new(workspace.WorkspaceId, head.Node, workspace.Created!.BaseSnapshotId);
    }

    /// <summary>Records the preview; one without anything to do is only answered.</summary>
    public static Decision Record(SyncContext states, SyncSources sources, SyncPlan plan, CommandContext context)
    {
        var (workspace, project) = (states.Workspace, states.Project);
        var prepared = new SyncPrepared(
            PreviewIds.Of(workspace.WorkspaceId, context.CommandId), workspace.WorkspaceId, project.ProjectId, SyncContext.UserOf(context), states.Main!.WorkspaceId, sources.Workspace.Id,
            sources.Main.Id, sources.Base?.Id, sources.TreeHash, workspace.SyncVersion, plan.Copies, plan.Merges, plan.Conflicts, plan.Unchanged, context.Now + SyncPreview.Lifetime);
        return (plan.IsEmpty ? Decision.Nothing : Decision.Of(workspace, prepared)).Answer(SyncPreview.Of(prepared, !plan.IsEmpty));
    }

    private static KnownSnapshot? HeadOf(WorkspaceState workspace, ProjectState project) => workspace.CurrentSnapshotId is { } head ? project.Snapshots.GetValueOrDefault(head) : null;
}

internal sealed class PrepareSyncValidator : AbstractValidator<PrepareSync>
{
    public PrepareSyncValidator() => RuleFor(c => c.WorkspaceId).Id();
}
