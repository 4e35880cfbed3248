using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Trees;

/// <summary>
/// How workspaces differ: from the snapshot that they started from, as their client counted it (without a source workspace), or from another workspace, by a comparison of
/// manifests (specification, 3.1 and 3.2).
/// </summary>
public sealed record DriftReports : IReadTable<DriftReports>
{
    /// <summary>The report, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The workspace.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>The workspace that it is compared with; null for counters of a client.</summary>
    public string? SourceWorkspaceId { get; init; }

    /// <summary>The compared snapshot of the workspace; null for counters, and when its unsaved tree was compared.</summary>
    public string? WorkspaceSnapshotId { get; init; }

    /// <summary>The compared snapshot of the source; null for counters, and when its unsaved tree was compared.</summary>
    public string? SourceSnapshotId { get; init; }

    /// <summary>Paths that only the source has, a JSON array in ascending order; empty for counters, like the other lists.</summary>
    public required Json SourceOnly { get; init; }

    /// <summary>Paths that only the workspace has.</summary>
    public required Json WorkspaceOnly { get; init; }

    /// <summary>Paths with the same content.</summary>
    public required Json BothSame { get; init; }

    /// <summary>Paths with different content.</summary>
    public required Json BothDifferent { get; init; }

    /// <summary>Files that the snapshot has not; of a comparison, paths that only the source has.</summary>
    public required int FilesAdded { get; init; }

    /// <summary>Files that differ.</summary>
    public required int FilesModified { get; init; }

    /// <summary>Files that only the snapshot has; 0 for a comparison.</summary>
    public required int FilesDeleted { get; init; }

    /// <summary>Bytes of added and deleted files, and differences in size of modified ones; 0 for a comparison.</summary>
    public required long BytesChanged { get; init; }

    /// <summary>The counters in words.</summary>
    public string? Summary { get; init; }

    /// <summary>When it was reported, ISO-8601 UTC.</summary>
    public required string ReportedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<DriftReports> table)
    {
        table.Key(r => r.Id);
        table.Index("ix_drift_reports_workspace", r => r.WorkspaceId, r => r.ReportedAt);
        table.References<Workspaces>(r => r.WorkspaceId).Cascade();

        table.On<DriftCounted>().Row(e => e.ReportId.ToString())
            .Copy(r => r.WorkspaceId, r => r.FilesAdded, r => r.FilesModified, r => r.FilesDeleted, r => r.BytesChanged)
            .Set(r => r.SourceOnly, e => new Json("[]"))
            .Set(r => r.WorkspaceOnly, e => new Json("[]"))
            .Set(r => r.BothSame, e => new Json("[]"))
            .Set(r => r.BothDifferent, e => new Json("[]"))
            .Set(r => r.Summary, e => Rows.Drift(e.FilesAdded, e.FilesModified, e.FilesDeleted))
            .Set(r => r.ReportedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<DriftCompared>().Row(e => e.ReportId.ToString())
            .Copy(r => r.WorkspaceId, r => r.SourceWorkspaceId, r => r.WorkspaceSnapshotId, r => r.SourceSnapshotId)
            .Set(r => r.SourceOnly, e => Json.Of(e.SourceOnly))
            .Set(r => r.WorkspaceOnly, e => Json.Of(e.WorkspaceOnly))
            .Set(r => r.BothSame, e => Json.Of(e.BothSame))
            .Set(r => r.BothDifferent, e => Json.Of(e.BothDifferent))
            .Set(r => r.FilesAdded, e => e.SourceOnly.Count)
            .Set(r => r.FilesModified, e => e.BothDifferent.Count)
            .Set(r => r.Summary, e => Rows.Drift(e.SourceOnly.Count, e.BothDifferent.Count, 0))
            .Set(r => r.ReportedAt, (e, info) => Rows.Iso(info.RecordedAt));
    }
}
