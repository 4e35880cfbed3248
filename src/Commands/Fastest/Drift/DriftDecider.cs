using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Drift;

/// <summary>The tree of a workspace to compare.</summary>
/// <param name="ManifestHash">Its manifest.</param>
/// <param name="SnapshotId">Its snapshot; null for an unsaved tree.</param>
internal sealed record ComparedTree(string ManifestHash, string? SnapshotId);

/// <summary>Two workspaces to compare.</summary>
internal sealed record DriftContext(WorkspaceContext Workspace, WorkspaceState? Source, ProjectState? SourceProject)
{
    public static async ValueTask<DriftContext> LoadAsync(IStateSource states, CompareDrift command, CancellationToken cancellationToken)
    {
        var workspace = await WorkspaceContext.LoadAsync(states, command.WorkspaceId, cancellationToken);
        if ((command.SourceWorkspaceId ?? workspace.Project.MainWorkspaceId) is not { } id) return new(workspace, null, null);
        var source = id == command.WorkspaceId ? workspace : await WorkspaceContext.LoadAsync(states, id, cancellationToken);
        return new(workspace, source.Workspace, source.Project);
    }
}

/// <summary>Decides about comparisons of two workspaces (specification, 3.2). Without a comparison no report is recorded.</summary>
internal static class DriftDecider
{
    /// <summary>Why two workspaces cannot be compared, or null.</summary>
    public static Problem? Fault(DriftContext states, CompareDrift command, CommandContext context)
    {
        var (workspace, source, sourceProject) = states;
        if (!workspace.IsOpenTo(context)) return FastestProblems.WorkspaceNotFound(command.WorkspaceId);
        if (source is null) return new Problem(400, "no_main_workspace", "The project has no main workspace to compare with. Set one, or name a workspace.");
        if (source.Created is null || source.IsDeleted || sourceProject?.IsOpenTo(context) != true) return FastestProblems.WorkspaceNotFound(source.WorkspaceId);
        if (source.WorkspaceId == command.WorkspaceId) return FastestProblems.InvalidOperation("A workspace cannot be compared with itself. Name another workspace.");
        return source.Created.ProjectId == workspace.Project.ProjectId ? null : FastestProblems.InvalidOperation("The two workspaces belong to different projects.");
    }

    /// <summary>
    /// The tree of a workspace: if asked, the unsaved one; otherwise that of the current snapshot, which a workspace without own snapshots has from its base, or of its newest.
    /// Null without any.
    /// </summary>
    public static ComparedTree? TreeOf(WorkspaceState workspace, ProjectState project, bool includeDirty)
    {
        if (includeDirty && workspace.CurrentManifestHash is { } dirty) return new(dirty, null);
        var snapshot = workspace.CurrentSnapshotId is { } current && project.Snapshots.TryGetValue(current, out var known) ? known : project.NewestOf(workspace.WorkspaceId);
        return snapshot is null ? null : new(snapshot.ManifestHash, snapshot.Id);
    }

    /// <summary>Records a comparison.</summary>
    /// <param name="states">The workspaces.</param>
    /// <param name="workspace">The compared tree of the workspace.</param>
    /// <param name="source">The compared tree of the source.</param>
    /// <param name="found">The comparison.</param>
    /// <param name="reportId">Id of the report.</param>
    public static Decision Record(DriftContext states, ComparedTree workspace, ComparedTree source, TreeComparison found, Guid reportId)
    {
        var compared = states.Workspace.Workspace;
        return Decision.Of(compared, new DriftCompared(
                reportId, compared.WorkspaceId, states.Workspace.Project.ProjectId, states.Source!.WorkspaceId, workspace.SnapshotId, source.SnapshotId,
                found.SourceOnly, found.WorkspaceOnly, found.BothSame, found.BothDifferent))
            .Answer(new { ReportId = reportId, found.LargeFilesChanged });
    }

    public static Problem NoSnapshot { get; } = new(400, "no_snapshot", "One or both workspaces have no snapshot. Push a snapshot first.");
}
