using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Projects;

/// <summary>Finds the caller's own rows. Those of others are answered as if there were none.</summary>
internal sealed class ProjectAccess(ReadTableReader tables)
{
    /// <summary>A project of the caller.</summary>
    /// <exception cref="FastestException">There is none.</exception>
    public async Task<Projections.Fastest.Projects.Projects> ProjectAsync(HttpContext context, string id) =>
        await FindAsync(context, RequestValues.Id(id, "project").ToString()) ?? throw FastestException.NotFound($"You have no project {id}.");

    /// <summary>A workspace of the caller, with its project.</summary>
    /// <exception cref="FastestException">There is none.</exception>
    public async Task<(Workspaces Workspace, Projections.Fastest.Projects.Projects Project)> WorkspaceAsync(HttpContext context, string id) =>
        await FindWorkspaceAsync(context, RequestValues.Id(id, "workspace").ToString()) ?? throw FastestException.NotFound($"You have no workspace {id}.");

    /// <summary>A workspace of the caller, with its project; null when there is none.</summary>
    public async Task<(Workspaces Workspace, Projections.Fastest.Projects.Projects Project)?> FindWorkspaceAsync(HttpContext context, string id)
    {
        var row = await tables.From<Workspaces>().Where(r => r.Id, id).FirstAsync(context.RequestAborted);
        return row is not null && await FindAsync(context, row.ProjectId) is { } project ? (row, project) : null;
    }

    /// <summary>A snapshot of the caller.</summary>
    /// <exception cref="FastestException">There is none.</exception>
    public async Task<Snapshots> SnapshotAsync(HttpContext context, string id)
    {
        var row = await tables.From<Snapshots>().Where(r => r.Id, id).FirstAsync(context.RequestAborted);
        return row is not null && await FindAsync(context, row.ProjectId) is not null ? row : throw FastestException.NotFound($"You have no snapshot {id}.");
    }

    private async Task<Projections.Fastest.Projects.Projects?> FindAsync(HttpContext context, string id) =>
        await tables.From<Projections.Fastest.Projects.Projects>().Where(r => r.Id, id).FirstAsync(context.RequestAborted) is { } row && row.OwnerUserId == context.UserId().ToString() ? row : null;
}
