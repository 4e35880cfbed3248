using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Identity;
using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Projects;

/// <summary>Projects of users.</summary>
public sealed record Projects : IReadTable<Projects>
{
    /// <summary>The project, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The owner.</summary>
    public required string OwnerUserId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for: <c>startup</c>, <c>personal_tool</c> or another word; null without a brief.</summary>
    public string? Intent { get; init; }

    /// <summary>The brief, a JSON object.</summary>
    public Json? Brief { get; init; }

    /// <summary>When it was created, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>When its settings or snapshots last changed, ISO-8601 UTC.</summary>
    public required string UpdatedAt { get; init; }

    /// <summary>The snapshot that was registered or synced last.</summary>
    public string? LastSnapshotId { get; init; }

    /// <summary>The main workspace; null while none is set.</summary>
    public string? MainWorkspaceId { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Projects> table)
    {
        table.Key(r => r.Id);
        table.Tenant(r => r.OwnerUserId);
        table.References<Users>(r => r.OwnerUserId);
        table.Index("ix_projects_owner", r => r.OwnerUserId, r => r.UpdatedAt);
        table.References<Workspaces>(r => r.MainWorkspaceId).SetNull();

        table.On<ProjectCreated>().Row(e => e.ProjectId.ToString())
            .Copy(r => r.OwnerUserId, r => r.Name)
            .Set(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt))
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<ProjectMainSet>().Existing(e => e.ProjectId.ToString())
            .Set(r => r.MainWorkspaceId, e => e.WorkspaceId.ToString())
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<ProjectBriefWritten>().Existing(e => e.ProjectId.ToString())
            .Copy(r => r.Intent)
            .Set(r => r.Brief, e => new Json(e.Brief))
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<SnapshotRegistered>().Existing(e => e.ProjectId.ToString())
            .Set(r => r.LastSnapshotId, e => e.SnapshotId)
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<WorkspaceSynced>().Existing(e => e.ProjectId.ToString())
            .Change(r => r.LastSnapshotId, (row, e) => e.SnapshotId ?? row.LastSnapshotId)
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<ProjectDeleted>().Delete(e => e.ProjectId.ToString());
    }
}
