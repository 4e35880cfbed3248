using EventSourced.Api.Fastest.Projects;
using EventSourced.Commands.Fastest.Detection;
using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Infrastructure;

/// <summary>What a project needs to run (specification, 2.10).</summary>
internal static class DetectEndpoint
{
    // Looks at the snapshot that a deployment of the project would have; without a main workspace, at the last one.
    public static async Task<IResult> ShowAsync(string id, HttpContext context, ProjectAccess access, ReadTableReader tables, TreeDetection detection)
    {
        var project = await access.ProjectAsync(context, id);
        var main = project.MainWorkspaceId is { } workspace ? await tables.From<Workspaces>().Where(r => r.Id, workspace).FirstAsync(context.RequestAborted) : null;
        if ((main is null ? project.LastSnapshotId : main.CurrentSnapshotId) is not { } snapshotId)
            throw new FastestException(400, "NO_SNAPSHOT", "The project has no snapshot to look at. Push a snapshot first.");
        var snapshot = await access.SnapshotAsync(context, snapshotId);
        return await detection.FindAsync(context.UserId(), snapshot.ManifestHash, context.RequestAborted) is { } detected ? Results.Ok(new DetectAnswer(snapshot.Id, detected))
            : throw FastestException.NotFound($"The manifest {snapshot.ManifestHash} is not stored. Upload it with PUT /v1/blobs/manifests/{{hash}}.");
    }
}

/// <summary>What was detected in a snapshot.</summary>
internal sealed record DetectAnswer(string SnapshotId, DetectedProject Detection);
