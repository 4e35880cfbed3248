using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Trees;

/// <summary>Snapshots of projects: file trees at one time, each with those that it continues.</summary>
public sealed record Snapshots : IReadTable<Snapshots>
{
    /// <summary>The snapshot: <c>snap-</c> and a ULID, or the id that its client chose.</summary>
    public required string Id { get; init; }

    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The workspace that it was taken in, or null.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>SHA-256 of the manifest's bytes, hex.</summary>
    public required string ManifestHash { get; init; }

    /// <summary>Its parents in the given order, a JSON array.</summary>
    public required Json ParentSnapshotIds { get; init; }

    /// <summary><c>cli</c>, <c>web</c>, <c>system</c> or <c>import</c>.</summary>
    public required string Source { get; init; }

    /// <summary>A summary in words, or null.</summary>
    public string? Summary { get; init; }

    /// <summary>When it was registered or taken, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Snapshots> table)
    {
        table.Key(r => r.Id);
        table.Index("ix_snapshots_project", r => r.ProjectId, r => r.CreatedAt);
        table.Index("ix_snapshots_workspace", r => r.WorkspaceId, r => r.CreatedAt);

        table.On<ISnapshotFacts>().Row(e => e.SnapshotId)
            .Copy(r => r.ProjectId, r => r.WorkspaceId, r => r.ManifestHash, r => r.Source, r => r.Summary)
            .Set(r => r.ParentSnapshotIds, e => Json.Of(e.ParentSnapshotIds))
            .Set(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<ProjectDeleted>().DeleteWhere(r => r.ProjectId, e => e.ProjectId.ToString());
    }
}
