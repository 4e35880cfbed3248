using EventSourced.Projections.Fastest.Projects;
using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables.Query;

namespace EventSourced.Api.Fastest.Projects;

/// <summary>Queries of the reads of a project. The route has checked whose project it is.</summary>
internal sealed class ProjectReads(ReadTableReader tables)
{
    public async Task<IReadOnlyList<ProjectShape>> ProjectsAsync(string user, CancellationToken cancellationToken) =>
        [.. (await tables.From<Projections.Fastest.Projects.Projects>().Where(r => r.OwnerUserId, user).OrderByDescending(r => r.UpdatedAt).AllAsync(cancellationToken)).Select(ProjectShape.Of)];

    /// <summary>All workspaces of a user, with their projects.</summary>
    public async Task<IReadOnlyList<(Workspaces Workspace, Projections.Fastest.Projects.Projects Project)>> OwnWorkspacesAsync(string user, CancellationToken cancellationToken)
    {
        List<(Workspaces, Projections.Fastest.Projects.Projects)> found = [];
        foreach (var project in await tables.From<Projections.Fastest.Projects.Projects>().Where(r => r.OwnerUserId, user).OrderByDescending(r => r.UpdatedAt).AllAsync(cancellationToken))
        {
            foreach (var workspace in await tables.From<Workspaces>().Where(r => r.ProjectId, project.Id).OrderBy(r => r.CreatedAt).AllAsync(cancellationToken)) found.Add((workspace, project));
        }
        return found;
    }

    public async Task<IReadOnlyList<WorkspaceShape>> WorkspacesAsync(string project, CancellationToken cancellationToken)
    {
        List<WorkspaceShape> workspaces = [];
        foreach (var row in await tables.From<Workspaces>().Where(r => r.ProjectId, project).OrderBy(r => r.CreatedAt).AllAsync(cancellationToken))
            workspaces.Add(WorkspaceShape.Of(row, await LastDriftAsync(row.Id, cancellationToken)));
        return workspaces;
    }

    public async Task<IReadOnlyList<SnapshotShape>> SnapshotsAsync(string project, int limit, CancellationToken cancellationToken) =>
        [.. (await tables.From<Snapshots>().Where(r => r.ProjectId, project).OrderByDescending(r => r.CreatedAt).PageAsync(limit, null, cancellationToken)).Rows.Select(SnapshotShape.Of)];

    public async Task<IReadOnlyList<EventShape>> EventsAsync(string project, int limit, CancellationToken cancellationToken) =>
        [.. (await tables.From<ActivityEvents>().Where(r => r.ProjectId, project).OrderByDescending(r => r.CreatedAt).PageAsync(limit, null, cancellationToken)).Rows.Select(EventShape.Of)];

    // The lists of a report may be long: only its counters are read.
    public Task<DriftReports?> LastDriftAsync(string workspace, CancellationToken cancellationToken) =>
        tables.From<DriftReports>().Where(r => r.WorkspaceId, workspace).OrderByDescending(r => r.ReportedAt)
            .Only(r => r.FilesAdded, r => r.FilesModified, r => r.FilesDeleted, r => r.BytesChanged, r => r.ReportedAt).FirstAsync(cancellationToken);
}
