using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Merging;
using EventSourced.Commands.Fastest.Snapshots;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.Sync;

/// <summary>A sync to execute. The preview may be one of another workspace, which is then <paramref name="Elsewhere"/>.</summary>
internal sealed record ExecuteContext(SyncContext Sync, WorkspaceContext? Elsewhere)
{
    public static async ValueTask<ExecuteContext> LoadAsync(IStateSource states, ExecuteSync command, CancellationToken cancellationToken) => new(
        await SyncContext.LoadAsync(states, command.WorkspaceId, cancellationToken),
        PreviewIds.WorkspaceOf(command.PreviewId) is { } other && other != command.WorkspaceId ? await WorkspaceContext.LoadAsync(states, other, cancellationToken) : null);
}

/// <summary>The stored result of a sync.</summary>
/// <param name="ManifestHash">The new tree.</param>
/// <param name="Before">Id of the snapshot before; null without one.</param>
/// <param name="After">Id of the snapshot after; null without one.</param>
internal sealed record SyncedTree(string ManifestHash, string? Before, string? After);

/// <summary>Decides about the execution of syncs (specification, 2.4).</summary>
internal static class ExecuteDecider
{
    /// <summary>Why a sync cannot be executed, or null. In the order of the specification.</summary>
    public static Problem? Fault(ExecuteContext states, ExecuteSync command, CommandContext context)
    {
        var ((target, _), elsewhere) = (states.Sync, states.Elsewhere);
        if (!target.IsOpenTo(context)) return FastestProblems.WorkspaceNotFound(command.WorkspaceId);
        // A preview of others is answered as if there were none.
        if (target.Workspace.PreviewOf(command.PreviewId) is not { } preview)
            return elsewhere?.IsOpenTo(context) == true && elsewhere.Workspace.PreviewOf(command.PreviewId) is not null ? SyncProblems.OtherWorkspace : SyncProblems.Expired;
        if (preview.ExpiresAt <= context.Now) return SyncProblems.Expired;
        if (preview.UserId != SyncContext.UserOf(context)) return SyncProblems.OtherUser;
        return DecisionFault(preview, command) ?? Changed(states.Sync, preview);
    }

    /// <summary>The new tree.</summary>
    /// <param name="current">The tree of the workspace.</param>
    /// <param name="preview">What was prepared.</param>
    /// <param name="command">What the user decided.</param>
    public static FileTree Apply(FileTree current, SyncPrepared preview, ExecuteSync command) =>
        TreeMerge.Apply(current, Taken(preview, command).ToDictionary(item => item.Path, item => (TreeEntry?)item.ToEntry(), StringComparer.Ordinal));

    /// <summary>Why the new tree cannot exist in a file system, or null: a file, or a symbolic link, has an entry below it.</summary>
    public static Problem? Fault(FileTree tree, SyncPrepared preview, ExecuteSync command)
    {
        foreach (var item in Taken(preview, command))
            if (tree.InTheWayOf(item.ToEntry()) is { } other)
                return SyncProblems.Invalid($"{item.Path} and {other} cannot exist side by side. Choose use_workspace for {item.Path}, or remove {other} from the workspace.");
        return null;
    }

    /// <summary>Records the sync, in one transaction over project and workspace. The heads of both workspaces must not have moved since they were read.</summary>
    public static Decision Record(SyncContext states, ExecuteSync command, SyncedTree tree, CommandContext context)
    {
        var (workspace, project, main) = (states.Workspace, states.Project, states.Main!);
        var preview = workspace.PreviewOf(command.PreviewId)!;
        var (copied, updated) = (preview.Copies.Count, Taken(preview, command).Count() - preview.Copies.Count);
        var history = MergeHistory.After(workspace.Merges, workspace.WorkspaceId, main.WorkspaceId, main.Merges, preview.MainSnapshotId, context.Now);
        SnapshotTaken[] snapshots =
        [
            .. tree.Before is { } before ? Snapshot(before, preview.ManifestHash, [preview.WorkspaceSnapshotId], "system") : [],
            .. tree.After is { } after ? Snapshot(after, tree.ManifestHash, [.. new[] { preview.WorkspaceSnapshotId, preview.MainSnapshotId }.Distinct()], "web") : [],
        ];
        return Decision.Of(project, snapshots)
            .And(workspace, new WorkspaceSynced(
                workspace.WorkspaceId, project.ProjectId, preview.PreviewId, tree.After, tree.ManifestHash, workspace.SyncVersion + 1, main.WorkspaceId, preview.MainSnapshotId, copied, updated,
                MergeHistory.ToEvent(history)))
            .While(main)
            .Answer(new SyncOutcome(tree.After, tree.Before, tree.ManifestHash, copied, updated, workspace.SyncVersion + 1));

        SnapshotTaken[] Snapshot(string id, string manifest, IReadOnlyList<string> parents, string source) => [new(project.ProjectId, id, manifest, parents, workspace.WorkspaceId, source, null)];
    }

    /// <summary>The entries that the new tree has from the preview: copies, merged files, and main's where the user decided so.</summary>
    private static IEnumerable<TreeItem> Taken(SyncPrepared preview, ExecuteSync command)
    {
        var fromMain = (command.Decisions ?? []).Where(d => d.Option == SyncChoice.UseMain).Select(d => d.Path).ToHashSet(StringComparer.Ordinal);
        return [.. preview.Copies, .. preview.Merges, .. preview.Conflicts.Where(c => fromMain.Contains(c.Main.Path)).Select(c => c.Main)];
    }

    private static Problem? DecisionFault(SyncPrepared preview, ExecuteSync command)
    {
        var decided = (command.Decisions ?? []).Select(d => d.Path).ToHashSet(StringComparer.Ordinal);
        List<string> undecided = [.. preview.Conflicts.Select(c => c.Main.Path).Where(path => !decided.Remove(path))];
        return undecided.Count > 0 ? SyncProblems.Undecided(undecided) : decided.Count > 0 ? SyncProblems.NoConflict(decided.First()) : null;
    }

    private static Problem? Changed(SyncContext states, SyncPrepared preview) =>
        states.Main?.WorkspaceId != preview.MainWorkspaceId ? SyncProblems.Changed("Another workspace became the main one")
        : states.Main.CurrentSnapshotId != preview.MainSnapshotId ? SyncProblems.Changed("The main workspace got another head")
        : states.Workspace.SyncVersion != preview.Version ? SyncProblems.Changed("The workspace was synced or set back")
        : states.Workspace.CurrentSnapshotId != preview.WorkspaceSnapshotId ? SyncProblems.Changed("The workspace got another head")
        : states.TreeHash != preview.ManifestHash ? SyncProblems.Changed("The tree of the workspace changed") : null;
}

/// <summary>What a sync did.</summary>
/// <param name="SnapshotId">The new head; null without a snapshot.</param>
/// <param name="BeforeSnapshotId">The snapshot before; null without one.</param>
/// <param name="ManifestHash">The new tree.</param>
/// <param name="FilesAdded">Entries that were copied from main.</param>
/// <param name="FilesUpdated">Files that were merged, and decided for main.</param>
/// <param name="Version">The new version of the workspace.</param>
public sealed record SyncOutcome(string? SnapshotId, string? BeforeSnapshotId, string ManifestHash, int FilesAdded, int FilesUpdated, int Version);

internal sealed class ExecuteSyncValidator : AbstractValidator<ExecuteSync>
{
    public ExecuteSyncValidator()
    {
        RuleFor(c => c.WorkspaceId).Id();
        RuleFor(c => c.PreviewId).NotEmpty().MaximumLength(FastestFields.IdLength);
        RuleFor(c => c.Decisions).Must(d => d is null || d.Select(c => c.Path).Distinct(StringComparer.Ordinal).Count() == d.Count).WithMessage("{PropertyName} must name each path once.");
        RuleForEach(c => c.Decisions).ChildRules(choice => choice.RuleFor(c => c.Option).Must(o => o is SyncChoice.UseMain or SyncChoice.UseWorkspace)
            .WithMessage($"{{PropertyName}} must be {SyncChoice.UseMain} or {SyncChoice.UseWorkspace}."));
    }
}
