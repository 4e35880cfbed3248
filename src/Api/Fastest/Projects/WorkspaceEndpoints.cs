using System.Text.Json.Serialization;
using EventSourced.Api.Commands;
using EventSourced.Commands.Fastest;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Trees;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Projects;

/// <summary>Workspaces of projects (specification, 2.3 and 4).</summary>
internal static class WorkspaceEndpoints
{
    public static async Task<IResult> ListAsync(string id, HttpContext context, ProjectAccess access, ProjectReads reads) =>
        Results.Ok(new WorkspaceList(await reads.WorkspacesAsync((await access.ProjectAsync(context, id)).Id, context.RequestAborted)));

    public static async Task<IResult> CreateAsync(string id, HttpContext context, CommandRuns runs, ProjectAccess access)
    {
        var body = await CommandBody.ReadBodyAsync<WorkspaceRequest>(context);
        var (command, project) = (RequestId.Of(context), RequestValues.Id(id, "project"));
        var workspace = FastestStreams.NewWorkspace(project, command);
        var run = await runs.RunAsync(context, command, new CreateWorkspace(project, workspace, body.Name ?? "", body.MachineId, body.BaseSnapshotId, body.LocalPath));
        await runs.ReachAsync<Workspaces>(run, context);
        var (row, _) = await access.WorkspaceAsync(context, workspace.ToString());
        return Results.Created($"/v1/workspaces/{workspace}", new WorkspaceAnswer(WorkspaceShape.Of(row, null)));
    }

    public static async Task<IResult> ShowAsync(string id, HttpContext context, ProjectAccess access, ProjectReads reads)
    {
        var (row, _) = await access.WorkspaceAsync(context, id);
        return Results.Ok(new WorkspaceAnswer(WorkspaceShape.Of(row, await reads.LastDriftAsync(row.Id, context.RequestAborted))));
    }

    public static async Task<IResult> TouchAsync(string id, HttpContext context, CommandRuns runs)
    {
        await runs.ReachAsync<Workspaces>(await runs.RunAsync(context, RequestId.Of(context), new TouchWorkspace(RequestValues.Id(id, "workspace"))), context);
        return Results.Ok(new SuccessAnswer(true));
    }

    public static async Task<IResult> MoveManifestAsync(string id, HttpContext context, CommandRuns runs, StoredManifests manifests)
    {
        var body = await CommandBody.ReadBodyAsync<ManifestMove>(context);
        if (!TreeKeys.IsHash(body.ManifestHash)) throw FastestException.Invalid($"manifest_hash must be {TreeKeys.HashSentence}.");
        // It need not be stored yet.
        await manifests.TouchAsync(context.UserId(), body.ManifestHash!, context.RequestAborted);
        var run = await runs.RunAsync(context, RequestId.Of(context), new MoveManifest(RequestValues.Id(id, "workspace"), body.ManifestHash!, body.PreviousManifestHash, body.ConversationId));
        await runs.ReachAsync<Workspaces>(run, context);
        var (updated, current) = (run.Result.GetProperty("updated").GetBoolean(), run.Result.GetProperty("current_manifest_hash").GetString()!);
        return updated ? Results.Ok(new ManifestMoved(true, null, current)) : Results.Json(new ManifestMoved(false, true, current), statusCode: StatusCodes.Status409Conflict);
    }
}

/// <summary>A workspace to create.</summary>
internal sealed record WorkspaceRequest(string? Name = null, string? MachineId = null, string? BaseSnapshotId = null, string? LocalPath = null);

/// <summary>The new manifest of a tree, the one that the caller knew before, and the conversation that changed the tree.</summary>
internal sealed record ManifestMove(string? ManifestHash = null, string? PreviousManifestHash = null, Guid? ConversationId = null);

/// <summary>Whether the manifest was updated; if another caller was faster, which one it is now.</summary>
internal sealed record ManifestMoved(bool Updated, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Conflict, string CurrentManifestHash);
