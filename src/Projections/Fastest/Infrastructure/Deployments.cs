using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Infrastructure;

/// <summary>Deployments of snapshots. They are kept when their workspace is deleted.</summary>
public sealed record Deployments : IReadTable<Deployments>
{
    /// <summary>The deployment, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The workspace; null once it is deleted.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The snapshot.</summary>
    public string? SnapshotId { get; init; }

    /// <summary><c>deploying</c>, <c>success</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>What started it: <c>manual</c>.</summary>
    public required string Trigger { get; init; }

    /// <summary>Where it runs; null unless it succeeded.</summary>
    public string? Url { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public string? Error { get; init; }

    /// <summary>When it started, ISO-8601 UTC.</summary>
    public required string StartedAt { get; init; }

    /// <summary>When it ended, ISO-8601 UTC; null before.</summary>
    public string? CompletedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Deployments> table)
    {
        table.Key(r => r.Id);
        table.References<Workspaces>(r => r.WorkspaceId).SetNull();
        table.References<Projects.Projects>(r => r.ProjectId).Cascade();
        table.References<Snapshots>(r => r.SnapshotId).Along(r => r.ProjectId, p => p.ProjectId).SetNull();
        table.Index("ix_deployments_workspace", r => r.WorkspaceId, r => r.StartedAt);
        table.Index("ix_deployments_project", r => r.ProjectId, r => r.StartedAt);
        table.Index("ix_deployments_status", r => r.Status, r => r.StartedAt);

        table.On<DeploymentStarted>().Row(e => e.DeploymentId.ToString())
            .Copy(r => r.WorkspaceId, r => r.ProjectId, r => r.SnapshotId, r => r.Trigger)
            .Set(r => r.Status, e => "deploying")
            .Set(r => r.StartedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<DeploymentFinished>().Existing(e => e.DeploymentId.ToString())
            .Copy(r => r.Status, r => r.Url, r => r.Error)
            .Set(r => r.CompletedAt, (e, info) => Rows.Iso(info.RecordedAt));
    }
}
