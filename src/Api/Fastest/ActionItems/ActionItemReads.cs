using EventSourced.Api.Fastest.Projects;
using EventSourced.Commands.Fastest.Drift;
using EventSourced.Projections.Fastest.ActionItems;
using EventSourced.Projections.Fastest.Infrastructure;
using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;
using ItemRow = EventSourced.Projections.Fastest.ActionItems.ActionItems;

namespace EventSourced.Api.Fastest.ActionItems;

/// <summary>
/// The feed of work that the caller's workspaces need (specification, 2.9): drift of each workspace by its newest report, the newest pending items, and the newest failed deployment of each
/// workspace. Drift and deployments are no items of their own: their ids say what they stand for.
/// </summary>
internal sealed class ActionItemReads(ReadTableReader tables, ProjectAccess access, ProjectReads projects)
{
    private const int MaxPending = 20;
    private const int CriticalModified = 5;

    public async Task<IReadOnlyList<FeedEntry>> FeedAsync(HttpContext context)
    {
        var cancellation = context.RequestAborted;
        List<FeedEntry> found = [];
        List<ItemRow> pending = [];
        foreach (var (workspace, _) in await projects.OwnWorkspacesAsync(context.UserId().ToString(), cancellation))
        {
            if (await DriftAsync(workspace, cancellation) is { } drift) found.Add(drift);
            if (await DeploymentAsync(workspace, cancellation) is { } failure) found.Add(failure);
            pending.AddRange(await tables.From<ItemRow>().Where(r => r.WorkspaceId, workspace.Id).Where(r => r.Status, "pending").AllAsync(cancellation));
        }
        found.AddRange(pending.OrderByDescending(i => i.CreatedAt, StringComparer.Ordinal).Take(MaxPending).Select(FeedEntry.Of));
        return [.. found.OrderBy(e => Rank(e.Severity)).ThenByDescending(e => e.DriftFiles).ThenByDescending(e => e.CreatedAt, StringComparer.Ordinal)];
    }

    /// <summary>An item of the caller.</summary>
    /// <exception cref="FastestException">There is none.</exception>
    public async Task<ItemRow> ItemAsync(HttpContext context, string id)
    {
        var row = await tables.From<ItemRow>().Where(r => r.Id, RequestValues.Id(id, "action item").ToString()).FirstAsync(context.RequestAborted);
        return row is not null && await access.FindWorkspaceAsync(context, row.WorkspaceId) is not null ? row : throw FastestException.NotFound($"You have no action item {id}.");
    }

    /// <summary>A run of the caller.</summary>
    /// <exception cref="FastestException">There is none.</exception>
    public async Task<ActionItemRuns> RunAsync(HttpContext context, string id)
    {
        var row = await tables.From<ActionItemRuns>().Where(r => r.Id, RequestValues.Id(id, "run").ToString()).FirstAsync(context.RequestAborted);
        return row is not null && await access.FindWorkspaceAsync(context, row.WorkspaceId) is not null ? row : throw FastestException.NotFound($"You have no run {id}.");
    }

    /// <summary>A deployment of a workspace of the caller.</summary>
    /// <exception cref="FastestException">There is none.</exception>
    public async Task<Deployments> DeploymentAsync(HttpContext context, string id)
    {
        var row = await tables.From<Deployments>().Where(r => r.Id, RequestValues.Id(id, "deployment").ToString()).FirstAsync(context.RequestAborted);
        return row?.WorkspaceId is { } workspace && await access.FindWorkspaceAsync(context, workspace) is not null ? row : throw FastestException.NotFound($"You have no deployment {id}.");
    }

    // A failed deployment that was followed by a successful one needs no work.
    private async Task<FeedEntry?> DeploymentAsync(Workspaces workspace, CancellationToken cancellationToken)
    {
        var newest = await tables.From<Deployments>().Where(r => r.WorkspaceId, workspace.Id).OrderByDescending(r => r.StartedAt).FirstAsync(cancellationToken);
        return newest is not { Status: "failed" } ? null : new(
            $"{FeedEntry.Deploy}{newest.Id}", "build_failure", "critical", $"The deployment of {workspace.Name} failed", newest.Error, workspace.Id, workspace.ProjectId, null, null, "pending", 0,
            newest.CompletedAt ?? newest.StartedAt);
    }

    private async Task<FeedEntry?> DriftAsync(Workspaces workspace, CancellationToken cancellationToken)
    {
        var report = await tables.From<DriftReports>().Where(r => r.WorkspaceId, workspace.Id).OrderByDescending(r => r.ReportedAt)
            .Only(r => r.FilesAdded, r => r.FilesModified, r => r.ReportedAt).FirstAsync(cancellationToken);
        var total = report is null ? 0 : DriftFigures.Total(report.FilesAdded, report.FilesModified);
        if (total == 0) return null;
        var severity = report!.FilesModified > CriticalModified ? "critical" : report.FilesModified > 0 ? "warning" : "info";
        return new($"{FeedEntry.Drift}{workspace.Id}", "drift", severity, $"{workspace.Name} drifts in {total} files", null, workspace.Id, workspace.ProjectId, null, null, "pending", total, report.ReportedAt);
    }

    private static int Rank(string severity) => severity switch { "critical" => 0, "warning" => 1, _ => 2 };
}

/// <summary>An entry of the feed. <c>drift_files</c> is 0 for other entries.</summary>
internal sealed record FeedEntry(
    string Id, string Type, string Severity, string Title, string? Description, string WorkspaceId, string ProjectId, Json? AffectedFiles, string? SuggestedPrompt, string Status, int DriftFiles,
    string CreatedAt)
{
    /// <summary>Start of the id of an entry about drift; the workspace follows.</summary>
    public const string Drift = "drift-";

    /// <summary>Start of the id of an entry about a failed deployment; the deployment follows.</summary>
    public const string Deploy = "deploy-";

    public static FeedEntry Of(ItemRow row) => new(
        row.Id, row.Type, row.Severity, row.Title, row.Description, row.WorkspaceId, row.ProjectId, row.AffectedFiles, row.SuggestedPrompt, row.Status, 0, row.CreatedAt);
}
