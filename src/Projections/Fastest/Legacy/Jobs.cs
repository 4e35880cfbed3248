using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Legacy;

/// <summary>Jobs of a former installation. Deprecated: only imports write them.</summary>
public sealed record Jobs : IReadTable<Jobs>
{
    /// <summary>Its id in the former installation.</summary>
    public required string Id { get; init; }

    /// <summary>The workspace.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>What it was asked for.</summary>
    public required string Prompt { get; init; }

    /// <summary>Its last status; <c>pending</c> if none was imported.</summary>
    public required string Status { get; init; }

    /// <summary>The snapshot that it made, or null.</summary>
    public string? OutputSnapshotId { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public string? Error { get; init; }

    /// <summary>When it was created, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>When it started, ISO-8601 UTC; or null.</summary>
    public string? StartedAt { get; init; }

    /// <summary>When it ended, ISO-8601 UTC; or null.</summary>
    public string? CompletedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Jobs> table)
    {
        table.Key(r => r.Id);
        table.References<Workspaces>(r => r.WorkspaceId).Cascade();
        table.References<Projects.Projects>(r => r.ProjectId).Cascade();

        table.On<JobImported>().Row(e => e.JobId)
            .Copy(r => r.WorkspaceId, r => r.ProjectId, r => r.Prompt, r => r.Status, r => r.OutputSnapshotId, r => r.Error)
            .Set(r => r.CreatedAt, e => Rows.Iso(e.CreatedAt))
            .Set(r => r.StartedAt, e => e.StartedAt == null ? null : Rows.Iso(e.StartedAt.Value))
            .Set(r => r.CompletedAt, e => e.CompletedAt == null ? null : Rows.Iso(e.CompletedAt.Value));
    }
}
