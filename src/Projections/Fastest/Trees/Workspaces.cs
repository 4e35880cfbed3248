using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Trees;

/// <summary>Workspaces of projects: working copies of the tree.</summary>
public sealed record Workspaces : IReadTable<Workspaces>
{
    /// <summary>The workspace, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The machine, or null.</summary>
    public string? MachineId { get; init; }

    /// <summary>The snapshot that it started from, or null.</summary>
    public string? BaseSnapshotId { get; init; }

    /// <summary>The current snapshot; the base until the first own one.</summary>
    public string? CurrentSnapshotId { get; init; }

    /// <summary>The current manifest, also without a snapshot; null until the first.</summary>
    public string? CurrentManifestHash { get; init; }

    /// <summary>Its folder on the machine, or null.</summary>
    public string? LocalPath { get; init; }

    /// <summary>When it was last in use, ISO-8601 UTC.</summary>
    public string? LastSeenAt { get; init; }

    /// <summary>When it was created, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>Counts the syncs and their undoing, from 1. It is not the version of the stream.</summary>
    public required int Version { get; init; }

    /// <summary>Up to where it has taken over other workspaces, a JSON object: by workspace <c>last_merged_snapshot</c> and <c>merged_at</c>; null before the first sync.</summary>
    public Json? MergeHistory { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Workspaces> table)
    {
        table.Key(r => r.Id);
        table.Index("ix_workspaces_project", r => r.ProjectId, r => r.CreatedAt);
        table.References<Snapshots>(r => r.BaseSnapshotId);
        table.References<Snapshots>(r => r.CurrentSnapshotId);

        table.On<WorkspaceCreated>().Row(e => e.WorkspaceId.ToString())
            .Copy(r => r.ProjectId, r => r.Name, r => r.MachineId, r => r.BaseSnapshotId, r => r.LocalPath)
            .Set(r => r.CurrentSnapshotId, e => e.BaseSnapshotId)
            .Set(r => r.Version, e => 1)
            .Set(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<WorkspaceSeen>().Existing(e => e.WorkspaceId.ToString())
            .Set(r => r.LastSeenAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<WorkspaceManifestMoved>().Existing(e => e.WorkspaceId.ToString())
            .Set(r => r.CurrentManifestHash, e => e.ManifestHash)
            .Set(r => r.LastSeenAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<WorkspaceHeadMoved>().Existing(e => e.WorkspaceId.ToString())
            .Set(r => r.CurrentSnapshotId, e => e.SnapshotId)
            .Set(r => r.CurrentManifestHash, e => e.ManifestHash);

        table.On<WorkspaceSynced>().Existing(e => e.WorkspaceId.ToString())
            .Change(r => r.CurrentSnapshotId, (row, e) => e.SnapshotId ?? row.CurrentSnapshotId)
            .Set(r => r.CurrentManifestHash, e => e.ManifestHash)
            .Set(r => r.Version, e => e.Version)
            .Set(r => r.MergeHistory, e => Rows.MergeHistory(e.MergeHistory));

        table.On<WorkspaceReverted>().Existing(e => e.WorkspaceId.ToString())
            .Set(r => r.CurrentSnapshotId, e => e.SnapshotId)
            .Set(r => r.CurrentManifestHash, e => e.ManifestHash)
            .Set(r => r.Version, e => e.Version)
            .Set(r => r.MergeHistory, e => Rows.MergeHistory(e.MergeHistory));

        table.On<DriftCounted>().Existing(e => e.WorkspaceId.ToString())
            .Set(r => r.LastSeenAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<WorkspaceDeleted>().Delete(e => e.WorkspaceId.ToString());
        table.On<ProjectDeleted>().Each(e => e.WorkspaceIds).Delete((e, id) => id.ToString());
    }
}
