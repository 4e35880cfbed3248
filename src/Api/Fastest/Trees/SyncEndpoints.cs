using System.Text.Json;
using EventSourced.Api.Commands;
using EventSourced.Api.Fastest.Projects;
using EventSourced.Commands.Fastest.Sync;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Projects;
using EventSourced.Projections.Fastest.Trees;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Trees;

/// <summary>Syncs of workspaces with the main one (specification, 2.4).</summary>
internal static class SyncEndpoints
{
    public static async Task<IResult> PrepareAsync(string id, HttpContext context, CommandRuns runs)
    {
        var run = await runs.RunAsync(context, RequestId.Of(context), new PrepareSync(RequestValues.Id(id, "workspace")));
        return Results.Ok(new PreviewAnswer(run.Result.Deserialize<SyncPreview>(OutcomeJson.Options)!));
    }

    public static async Task<IResult> ExecuteAsync(string id, HttpContext context, CommandRuns runs, ProjectAccess access)
    {
        var body = await CommandBody.ReadBodyAsync<SyncRequest>(context);
        var workspace = RequestValues.Id(id, "workspace");
        if (string.IsNullOrEmpty(body.PreviewId)) throw FastestException.Invalid("preview_id is missing: prepare the sync first.");
        var command = new ExecuteSync(
            workspace, body.PreviewId, [.. (body.Decisions ?? new Dictionary<string, string>()).Select(d => new SyncChoice(d.Key, d.Value))], body.CreateSnapshotBefore, body.CreateSnapshotAfter);
        var run = await runs.RunAsync(context, RequestId.Of(context), command);
        var row = await ReachAsync(id, run, context, runs, access);
        var outcome = run.Result.Deserialize<SyncOutcome>(OutcomeJson.Options)!;
        return Results.Ok(new SyncAnswer(row, outcome.SnapshotId, outcome.BeforeSnapshotId, outcome.ManifestHash, outcome.FilesAdded, outcome.FilesUpdated));
    }

    public static async Task<IResult> UndoAsync(string id, HttpContext context, CommandRuns runs, ProjectAccess access)
    {
        var body = await CommandBody.ReadBodyAsync<UndoRequest>(context);
        var workspace = RequestValues.Id(id, "workspace");
        if (string.IsNullOrEmpty(body.SnapshotId)) throw FastestException.Invalid("snapshot_id is missing.");
        var run = await runs.RunAsync(context, RequestId.Of(context), new UndoSync(workspace, body.SnapshotId));
        return Results.Ok(new WorkspaceAnswer(await ReachAsync(id, run, context, runs, access)));
    }

    // A sync changes rows of four tables, and the client reads them next.
    private static async Task<WorkspaceShape> ReachAsync(string id, CommandRun run, HttpContext context, CommandRuns runs, ProjectAccess access)
    {
        await runs.ReachAsync<Workspaces>(run, context);
        await runs.ReachAsync<Snapshots>(run, context);
        await runs.ReachAsync<Projections.Fastest.Projects.Projects>(run, context);
        await runs.ReachAsync<ActivityEvents>(run, context);
        var (row, _) = await access.WorkspaceAsync(context, id);
        return WorkspaceShape.Of(row, null);
    }
}

/// <summary>What a sync would do.</summary>
internal sealed record PreviewAnswer(SyncPreview Preview);

/// <summary>A prepared sync to execute, with an option for each path that needs a decision.</summary>
internal sealed record SyncRequest(string? PreviewId = null, IReadOnlyDictionary<string, string>? Decisions = null, bool CreateSnapshotBefore = true, bool CreateSnapshotAfter = true);

/// <summary>What a sync did; ids of snapshots are null where none was taken.</summary>
internal sealed record SyncAnswer(WorkspaceShape Workspace, string? SnapshotId, string? BeforeSnapshotId, string ManifestHash, int FilesAdded, int FilesUpdated);

/// <summary>The snapshot to set a workspace back to.</summary>
internal sealed record UndoRequest(string? SnapshotId = null);
