using EventSourced.Api.Commands;
using EventSourced.Api.Fastest.Projects;
using EventSourced.Commands.Fastest;
using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Trees;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Trees;

/// <summary>Snapshots (specification, 1.3 and 4).</summary>
internal static class SnapshotEndpoints
{
    public static async Task<IResult> RegisterAsync(string id, HttpContext context, CommandRuns runs, ProjectAccess access)
    {
        var project = RequestValues.Id(id, "project");
        var body = await CommandBody.ReadBodyAsync<SnapshotRequest>(context);
        // The project comes first in the order of the checks (specification, 1.3).
        if (!TreeKeys.IsHash(body.ManifestHash))
        {
            await access.ProjectAsync(context, id);
            throw FastestException.Invalid($"manifest_hash must be {TreeKeys.HashSentence}.");
        }
        var command = new RegisterSnapshot(project, body.ManifestHash!, body.SnapshotId, body.ParentSnapshotIds, body.WorkspaceId, body.Source ?? "cli", body.Summary, body.ExpectedHead);
        var run = await runs.RunAsync(context, RequestId.Of(context), command);
        await runs.ReachAsync<Snapshots>(run, context);
        var (snapshot, created) = (run.Result.GetProperty("snapshot_id").GetString()!, run.Result.GetProperty("created").GetBoolean());
        var answer = new SnapshotAnswer(SnapshotShape.Of(await access.SnapshotAsync(context, snapshot)), created);
        return created ? Results.Created($"/v1/snapshots/{snapshot}", answer) : Results.Ok(answer);
    }

    public static async Task<IResult> ShowAsync(string id, HttpContext context, ProjectAccess access) => Results.Ok(new OneSnapshot(SnapshotShape.Of(await access.SnapshotAsync(context, id))));

    public static async Task<IResult> OfProjectAsync(string id, HttpContext context, ProjectAccess access, ProjectReads reads) =>
        Results.Ok(new SnapshotList(await reads.SnapshotsAsync((await access.ProjectAsync(context, id)).Id, RequestValues.Limit(context.Request, 50, 100), context.RequestAborted)));

    // Project-wide, with the workspace's current one marked (specification, 4).
    public static async Task<IResult> OfWorkspaceAsync(string id, HttpContext context, ProjectAccess access, ProjectReads reads)
    {
        var (workspace, project) = await access.WorkspaceAsync(context, id);
        var snapshots = await reads.SnapshotsAsync(project.Id, RequestValues.Limit(context.Request, 50, 100), context.RequestAborted);
        return Results.Ok(new MarkedSnapshotList([.. snapshots.Select(s => new MarkedSnapshot(s.Id, s.WorkspaceId, s.ManifestHash, s.ParentSnapshotIds, s.Source, s.Summary, s.CreatedAt, s.Id == workspace.CurrentSnapshotId))]));
    }
}

/// <summary>A snapshot to register.</summary>
internal sealed record SnapshotRequest(
    string? ManifestHash = null, string? SnapshotId = null, IReadOnlyList<string>? ParentSnapshotIds = null, Guid? WorkspaceId = null, string? Source = null, string? Summary = null,
    string? ExpectedHead = null);

/// <summary>A snapshot of a workspace's project.</summary>
internal sealed record MarkedSnapshot(
    string Id, string? WorkspaceId, string ManifestHash, IReadOnlyList<string> ParentSnapshotIds, string Source, string? Summary, string CreatedAt, bool IsCurrent);

/// <summary>Snapshots of a workspace's project, newest first.</summary>
internal sealed record MarkedSnapshotList(IReadOnlyList<MarkedSnapshot> Snapshots);
