using EventSourced.Projections.Fastest.Infrastructure;
using EventSourced.Projections.Fastest.Projects;
using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables.Query;

namespace EventSourced.Api.Fastest.Projects;

/// <summary>How much has happened since a project was last merged and last deployed (specification, 3.10). The caller has checked whose project it is.</summary>
internal sealed class ProjectInsights(ReadTableReader tables)
{
    public async Task<SnapshotInsights> OfAsync(string project, CancellationToken cancellationToken)
    {
        var merge = await tables.From<ActivityEvents>().Where(r => r.ProjectId, project).Where(r => r.Type, "merge.completed").OrderByDescending(r => r.CreatedAt).FirstAsync(cancellationToken);
        var deployment = await tables.From<Deployments>().Where(r => r.ProjectId, project).OrderByDescending(r => r.StartedAt).FirstAsync(cancellationToken);
        return new(
            merge?.CreatedAt, await SnapshotsSinceAsync(project, merge?.CreatedAt, cancellationToken),
            deployment?.StartedAt, await SnapshotsSinceAsync(project, deployment?.StartedAt, cancellationToken));
    }

    private async Task<int?> SnapshotsSinceAsync(string project, string? time, CancellationToken cancellationToken) => time is null ? null
        : (await tables.From<Snapshots>().Where(r => r.ProjectId, project).Where(r => r.CreatedAt, time, FilterOperator.Greater).OrderBy(r => r.CreatedAt).Only(r => r.Id, r => r.CreatedAt).AllAsync(cancellationToken)).Count;
}

/// <summary>When a project was last merged and deployed, and how many snapshots were made strictly later; null when it never was.</summary>
internal sealed record SnapshotInsights(string? LastMergeAt, int? SnapshotsSinceMerge, string? LastDeployAt, int? SnapshotsSinceDeploy);
