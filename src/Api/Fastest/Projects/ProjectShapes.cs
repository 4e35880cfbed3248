using EventSourced.Projections.Fastest.Projects;
using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables;

namespace EventSourced.Api.Fastest.Projects;

/// <summary>A project.</summary>
internal sealed record ProjectShape(
    string Id, string OwnerUserId, string Name, string? Intent, Json? Brief, string CreatedAt, string UpdatedAt, string? LastSnapshotId, string? MainWorkspaceId)
{
    public static ProjectShape Of(Projections.Fastest.Projects.Projects row) =>
        new(row.Id, row.OwnerUserId, row.Name, row.Intent, row.Brief, row.CreatedAt, row.UpdatedAt, row.LastSnapshotId, row.MainWorkspaceId);
}

/// <summary>Projects of the user.</summary>
internal sealed record ProjectList(IReadOnlyList<ProjectShape> Projects);

/// <summary>A project that was created or changed.</summary>
internal sealed record ProjectAnswer(ProjectShape Project);

/// <summary>The page of a project: its workspaces, 10 snapshots, 20 events.</summary>
internal sealed record ProjectPage(
    ProjectShape Project, IReadOnlyList<WorkspaceShape> Workspaces, IReadOnlyList<SnapshotShape> Snapshots, IReadOnlyList<EventShape> Events, SnapshotInsights SnapshotInsights);

/// <summary>What happened last in a project.</summary>
internal sealed record ProjectStatus(string? LastSnapshotId, string UpdatedAt, LastActivity? LastActivity);

/// <summary>The last event of a project.</summary>
internal sealed record LastActivity(string Type, string CreatedAt);

/// <summary>An event of a project.</summary>
internal sealed record EventShape(string Id, string ProjectId, string? WorkspaceId, string Actor, string Type, string? SnapshotId, string? Message, string CreatedAt)
{
    public static EventShape Of(ActivityEvents row) => new(row.Id, row.ProjectId, row.WorkspaceId, row.Actor, row.Type, row.SnapshotId, row.Message, row.CreatedAt);
}

/// <summary>Events of a project, newest first.</summary>
internal sealed record EventList(IReadOnlyList<EventShape> Events);

/// <summary>A workspace, with the counters of its last drift report.</summary>
internal sealed record WorkspaceShape(
    string Id, string ProjectId, string Name, string? MachineId, string? BaseSnapshotId, string? CurrentSnapshotId, string? CurrentManifestHash, string? LocalPath, string? LastSeenAt,
    string CreatedAt, int Version, Json? MergeHistory, DriftCounts? Drift)
{
    public static WorkspaceShape Of(Workspaces row, DriftReports? drift) => new(
        row.Id, row.ProjectId, row.Name, row.MachineId, row.BaseSnapshotId, row.CurrentSnapshotId, row.CurrentManifestHash, row.LocalPath, row.LastSeenAt, row.CreatedAt, row.Version, row.MergeHistory,
        drift is null ? null : new DriftCounts(drift.FilesAdded, drift.FilesModified, drift.FilesDeleted, drift.BytesChanged, drift.ReportedAt));
}

/// <summary>The counters of a drift report.</summary>
internal sealed record DriftCounts(int FilesAdded, int FilesModified, int FilesDeleted, long BytesChanged, string ReportedAt);

/// <summary>Workspaces of a project.</summary>
internal sealed record WorkspaceList(IReadOnlyList<WorkspaceShape> Workspaces);

/// <summary>A workspace that was created.</summary>
internal sealed record WorkspaceAnswer(WorkspaceShape Workspace);

/// <summary>A snapshot.</summary>
internal sealed record SnapshotShape(
    string Id, string ProjectId, string? WorkspaceId, string ManifestHash, IReadOnlyList<string> ParentSnapshotIds, string Source, string? Summary, string CreatedAt)
{
    public static SnapshotShape Of(Snapshots row) => new(
        row.Id, row.ProjectId, row.WorkspaceId, row.ManifestHash, row.ParentSnapshotIds.As<IReadOnlyList<string>>() ?? [], row.Source, row.Summary, row.CreatedAt);
}

/// <summary>Snapshots, newest first.</summary>
internal sealed record SnapshotList(IReadOnlyList<SnapshotShape> Snapshots);

/// <summary>A snapshot; whether this request registered it.</summary>
internal sealed record SnapshotAnswer(SnapshotShape Snapshot, bool Created);

/// <summary>One snapshot.</summary>
internal sealed record OneSnapshot(SnapshotShape Snapshot);
