using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Projects;

/// <summary>What happened in projects, as people see it (specification, 3.10).</summary>
public sealed record ActivityEvents : IReadTable<ActivityEvents>
{
    /// <summary>Derived from the event's position in the log.</summary>
    public required string Id { get; init; }

    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The workspace, or null.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary><c>web</c>, <c>cli</c>, <c>system</c> or <c>import</c>.</summary>
    public required string Actor { get; init; }

    /// <summary><c>project.created</c>, <c>workspace.created</c>, <c>snapshot.pushed</c>, <c>drift.reported</c>, <c>merge.completed</c>, <c>snapshot.pulled</c> or <c>workspace.out_of_date</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The snapshot, or null.</summary>
    public string? SnapshotId { get; init; }

    /// <summary>What happened, in words.</summary>
    public string? Message { get; init; }

    /// <summary>When, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<ActivityEvents> table)
    {
        table.Key(r => r.Id);
        table.References<Projects>(r => r.ProjectId).Cascade();
        table.Index("ix_activity_events_project", r => r.ProjectId, r => r.CreatedAt);
        table.Index("ix_activity_events_project_type", r => r.ProjectId, r => r.Type, r => r.CreatedAt);

        table.On<ProjectCreated>().Insert()
            .Set(r => r.Id, (e, info) => Rows.Activity(info.Position))
            .Set(r => r.ProjectId, e => e.ProjectId.ToString())
            .Set(r => r.Actor, e => "web")
            .Set(r => r.Type, e => "project.created")
            .Set(r => r.Message, e => "Project \"" + e.Name + "\" created")
            .Set(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<WorkspaceCreated>().Insert()
            .Set(r => r.Id, (e, info) => Rows.Activity(info.Position))
            .Set(r => r.ProjectId, e => e.ProjectId.ToString())
            .Set(r => r.WorkspaceId, e => e.WorkspaceId.ToString())
            .Set(r => r.Actor, e => "cli")
            .Set(r => r.Type, e => "workspace.created")
            .Set(r => r.Message, e => "Workspace \"" + e.Name + "\" created")
            .Set(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<SnapshotRegistered>().Insert()
            .Set(r => r.Id, (e, info) => Rows.Activity(info.Position))
            .Set(r => r.ProjectId, e => e.ProjectId.ToString())
            .Set(r => r.WorkspaceId, e => e.WorkspaceId == null ? null : e.WorkspaceId.Value.ToString())
            .Set(r => r.Actor, e => e.Source)
            .Set(r => r.Type, e => "snapshot.pushed")
            .Set(r => r.SnapshotId, e => e.SnapshotId)
            .Set(r => r.Message, e => Rows.Pushed(e.SnapshotId))
            .Set(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<DriftCounted>(e => e.FilesAdded != 0 || e.FilesModified != 0 || e.FilesDeleted != 0 || e.BytesChanged != 0).Insert()
            .Set(r => r.Id, (e, info) => Rows.Activity(info.Position))
            .Set(r => r.ProjectId, e => e.ProjectId.ToString())
            .Set(r => r.WorkspaceId, e => e.WorkspaceId.ToString())
            .Set(r => r.Actor, e => "cli")
            .Set(r => r.Type, e => "drift.reported")
            .Set(r => r.Message, e => Rows.Drift(e.FilesAdded, e.FilesModified, e.FilesDeleted))
            .Set(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<WorkspaceSynced>().Insert()
            .Set(r => r.Id, (e, info) => Rows.Activity(info.Position))
            .Set(r => r.ProjectId, e => e.ProjectId.ToString())
            .Set(r => r.WorkspaceId, e => e.WorkspaceId.ToString())
            .Set(r => r.Actor, e => "web")
            .Set(r => r.Type, e => "merge.completed")
            .Set(r => r.SnapshotId, e => e.SnapshotId)
            .Set(r => r.Message, e => Rows.Synced(e.FilesAdded, e.FilesUpdated))
            .Set(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<WorkspaceReverted>().Insert()
            .Set(r => r.Id, (e, info) => Rows.Activity(info.Position))
            .Set(r => r.ProjectId, e => e.ProjectId.ToString())
            .Set(r => r.WorkspaceId, e => e.WorkspaceId.ToString())
            .Set(r => r.Actor, e => "web")
            .Set(r => r.Type, e => "snapshot.pulled")
            .Set(r => r.SnapshotId, e => e.SnapshotId)
            .Set(r => r.Message, e => "Reverted to previous snapshot (undo sync)")
            .Set(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<WorkspaceOutOfDate>().Insert()
            .Set(r => r.Id, (e, info) => Rows.Activity(info.Position))
            .Set(r => r.ProjectId, e => e.ProjectId.ToString())
            .Set(r => r.WorkspaceId, e => e.WorkspaceId.ToString())
            .Set(r => r.Actor, e => "system")
            .Set(r => r.Type, e => "workspace.out_of_date")
            .Set(r => r.Message, e => "A conversation continues with the newer tree")
            .Set(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt));
    }
}
