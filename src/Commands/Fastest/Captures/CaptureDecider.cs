using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Drift;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Commands.Fastest.Snapshots;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Captures;

/// <summary>Decides about snapshots that the system takes of unsaved trees (specification, 2.5).</summary>
internal static class CaptureDecider
{
    private const int ManyFiles = 10, SomeFiles = 2;
    private const long ManyBytes = 50 * 1024, SomeBytes = 5 * 1024;
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(10);

    /// <summary>The unsaved tree of a workspace that has a snapshot of its own to compare with, or none at all; null when there is nothing to capture.</summary>
    public static string? Unsaved(WorkspaceContext states)
    {
        var (workspace, project) = states;
        return workspace is { Created: not null, IsDeleted: false, CurrentManifestHash: { } tree } && !project.IsDeleted && project.NewestOf(workspace.WorkspaceId)?.ManifestHash != tree ? tree : null;
    }

    /// <summary>Whether a change of a conversation is worth a snapshot: files came or went, two changed, or 5 KiB. Within ten minutes of the last snapshot only a large change is.</summary>
    /// <param name="last">The newest snapshot of the workspace, or null.</param>
    /// <param name="change">The change since it; null without one.</param>
    /// <param name="now">The time.</param>
    public static bool IsWorthwhile(KnownSnapshot? last, DriftCounters? change, DateTimeOffset now)
    {
        if (last is null || change is null) return true;
        var files = change.Added + change.Deleted + change.Modified;
        if (now - last.At < s_pause) return files >= ManyFiles || change.Bytes >= ManyBytes;
        return change.Added + change.Deleted > 0 || change.Modified >= SomeFiles || change.Bytes >= SomeBytes;
    }

    /// <summary>Takes the snapshot: it continues the newest one of the workspace, and is no activity of the project.</summary>
    public static Decision Take(WorkspaceContext states, string manifestHash, string snapshotId)
    {
        var (workspace, project) = states;
        IReadOnlyList<string> parents = project.NewestOf(workspace.WorkspaceId) is { } newest ? [newest.Id] : [];
        return Decision.Of(project, new SnapshotTaken(project.ProjectId, snapshotId, manifestHash, parents, workspace.WorkspaceId, "system", null))
            .And(workspace, new WorkspaceHeadMoved(workspace.WorkspaceId, snapshotId, manifestHash));
    }

    /// <summary>Id of the snapshot of a workspace: a retry gives the same.</summary>
    public static string IdOf(Guid workspaceId, CommandContext context) => $"snap-{Ulid.Of(context.Now, DerivedId.Of($"fastest.capture {context.CommandId} {workspaceId}"))}";
}
