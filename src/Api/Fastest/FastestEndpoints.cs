using EventSourced.Api.Access;
using EventSourced.Api.Fastest.Atlas;
using EventSourced.Api.Fastest.Docs;
using EventSourced.Api.Fastest.Identity;
using EventSourced.Api.Fastest.Infrastructure;
using EventSourced.Api.Fastest.Projects;
using EventSourced.Api.Fastest.Trees;
using EventSourced.Api.OpenApi;
using EventSourced.Api.Problems;
using EventSourced.Api.Queries;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Fastest;

/// <summary>The product routes (specification, 4): open ones for signing in, all others for the user of a session.</summary>
internal static class FastestEndpoints
{
    private const string Json = "application/json", Bytes = "application/octet-stream";

    public static void MapFastest(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("/v1").WithMetadata(new FastestErrors()).Fails<ErrorEnvelope>(400);
        MapSignIn(all.MapGroup("").AllowAnonymous().WithTags("Fastest, sign-in"));
        MapDevices(routes.MapGroup("/v1/oauth").WithMetadata(new OAuthErrors()).Fails<OAuthError>(400).AllowAnonymous().WithTags("Fastest, sign-in"));
        all.MapPost("auth/code", AuthEndpoints.IssueCodeAsync).Needs(Permission.Admin).WithTags("Fastest, sign-in").Takes<CodeRequest>(Json).Produces<CodeAnswer>()
            .WithSummary("A code for the owner of an address, to be sent by mail.").Fails(422, 503, 504);
        var user = all.MapGroup("").Needs(FastestPermission.Use).Fails<ErrorEnvelope>(401, 403);
        MapUser(user.MapGroup("auth").WithTags("Fastest, user"));
        MapBlobs(user.MapGroup("blobs").WithTags("Fastest, blobs"));
        MapProjects(user.MapGroup("projects").WithTags("Fastest, projects"));
        AtlasRoutes.Map(user.MapGroup("projects").WithTags("Fastest, Atlas"));
        DocumentRoutes.Map(user.MapGroup("projects").WithTags("Fastest, documents"));
        MapWorkspaces(user.MapGroup("workspaces").WithTags("Fastest, workspaces"));
        user.MapGuidance();
        user.MapInfrastructure();
        user.MapGet("snapshots/{id}", SnapshotEndpoints.ShowAsync).WithTags("Fastest, workspaces").Produces<OneSnapshot>().WithSummary("A snapshot.").Fails(404, 503);
    }

    private static void MapSignIn(RouteGroupBuilder group)
    {
        group.MapGet("health", () => Results.Ok(new HealthAnswer("ok"))).Produces<HealthAnswer>().WithSummary("Whether the API answers.");
        group.MapPost("auth/google", AuthEndpoints.GoogleAsync).Takes<GoogleRequest>(Json).Produces<TokenAnswer>().WithSummary("Signs in with a credential of Google; 404 where that is not configured.").Fails(401, 404, 422, 503, 504);
        group.MapPost("auth/code/redeem", AuthEndpoints.RedeemCodeAsync).Takes<RedeemRequest>(Json).Produces<TokenAnswer>().WithSummary("Signs in with a code from a mail.").Fails(401, 422, 503, 504);
    }

    private static void MapDevices(RouteGroupBuilder group)
    {
        group.MapPost("device", DeviceEndpoints.StartAsync).Produces<DeviceAnswer>().WithSummary("Starts the device flow of RFC 8628.").Fails(503, 504);
        group.MapPost("token", DeviceEndpoints.PollAsync).Takes<PollRequest>(Json).Produces<DeviceTokenAnswer>().Produces<OAuthError>(400)
            .WithSummary("Exchanges a device code for a session, once its user has allowed it.").Fails(503, 504);
        group.MapPost("device/authorize", DeviceEndpoints.AuthorizeAsync).Takes<AuthorizeRequest>(Json).Produces<SuccessAnswer>().Produces<OAuthError>(400).Produces<OAuthError>(401).Produces<OAuthError>(429)
            .WithSummary("Allows a device to act for the user.").Fails(503, 504);
        group.MapPost("device/deny", DeviceEndpoints.DenyAsync).Takes<DenyRequest>(Json).Produces<SuccessAnswer>().Produces<OAuthError>(429).WithSummary("Refuses a device.").Fails(503, 504);
    }

    private static void MapUser(RouteGroupBuilder group)
    {
        group.MapGet("me", AuthEndpoints.MeAsync).Produces<MeAnswer>().WithSummary("The user of the session.").Fails(404, 503);
        group.MapGet("api-keys", ApiKeyEndpoints.ListAsync).Produces<ApiKeyList>().WithSummary("The user's keys of providers, masked.").Fails(503);
        group.MapPut("api-keys/{provider}", ApiKeyEndpoints.SaveAsync).Takes<ApiKeyRequest>(Json).Produces<SuccessAnswer>().WithSummary("Saves the key of a provider.").Fails(404, 422, 503, 504);
    }

    private static void MapBlobs(RouteGroupBuilder group)
    {
        var unlimited = new BodyLimit(null);
        group.MapPut("upload/{hash}", BlobEndpoints.UploadAsync).Takes<Stream>(Bytes).WithMetadata(unlimited).Produces<UploadAnswer>().Produces<UploadAnswer>(201)
            .WithSummary("Stores bytes under their SHA-256.").Fails(400, 413, 422);
        group.MapGet("download/{hash}", BlobEndpoints.DownloadAsync).Produces<Stream>(200, Bytes).WithSummary("The bytes of a blob.").Fails(404, 422);
        group.MapPut("manifests/{hash}", ManifestEndpoints.UploadAsync).Takes<Stream>(Json).WithMetadata(unlimited).Produces<UploadAnswer>().Produces<UploadAnswer>(201)
            .WithSummary("Stores a manifest under the SHA-256 of its bytes.").Fails(400, 413, 422);
        group.MapGet("manifests/{hash}", ManifestEndpoints.DownloadAsync).Produces<Stream>(200, Json).WithSummary("A manifest, as it was sent.").Fails(404, 422);
        group.MapPost("exists", BlobEndpoints.ExistsAsync).Takes<HashesRequest>(Json).Produces<ExistsAnswer>().WithSummary("Which blobs are stored.").Fails(422);
        group.MapPost("presign-upload", (Delegate)BlobEndpoints.PresignUploadAsync).Takes<HashesRequest>(Json).Produces<PathsAnswer>().WithSummary("Where to upload blobs.").Fails(422);
        group.MapPost("presign-download", (Delegate)BlobEndpoints.PresignDownloadAsync).Takes<HashesRequest>(Json).Produces<PathsAnswer>().WithSummary("Where to download blobs.").Fails(422);
        group.MapPost("gc", BlobEndpoints.CollectAsync).Takes<CollectRequest>(Json).Produces<CollectAnswer>().WithSummary("Deletes manifests that no snapshot and no workspace names, and blobs that no other manifest names.").Fails(409, 422, 503);
        group.MapGet("stats", BlobEndpoints.StatsAsync).Produces<StatsAnswer>().WithSummary("What the user has stored.");
    }

    private static void MapProjects(RouteGroupBuilder group)
    {
        group.MapGet("", ProjectEndpoints.ListAsync).Produces<ProjectList>().WithSummary("The user's projects, last changed first.").Fails(503);
        group.MapPost("", ProjectEndpoints.CreateAsync).Takes<ProjectRequest>(Json).Produces<ProjectAnswer>(201).WithSummary("Creates a project.").Fails(422, 503, 504);
        group.MapGet("{id}", ProjectEndpoints.ShowAsync).Produces<ProjectPage>().WithSummary("The page of a project.").Fails(404, 503);
        group.MapGet("{id}/status", ProjectEndpoints.StatusAsync).Produces<ProjectStatus>().WithSummary("What happened last in a project.").Fails(404, 503);
        group.MapGet("{id}/events", ProjectEndpoints.EventsAsync).Takes(QueryParameter.Limit(20, 100)).Produces<EventList>().WithSummary("Events of a project, newest first.").Fails(404, 422, 503);
        group.MapPut("{id}/main-workspace", ProjectEndpoints.SetMainAsync).Takes<MainRequest>(Json).Produces<ProjectAnswer>().WithSummary("Makes a workspace the main one.").Fails(404, 422, 503, 504);
        group.MapGet("{id}/brief", ProjectEndpoints.BriefAsync).Produces<BriefAnswer>().WithSummary("What a project is for.").Fails(404, 503);
        group.MapPatch("{id}/brief", ProjectEndpoints.WriteBriefAsync).Takes<BriefRequest>(Json).Produces<BriefAnswer>().WithSummary("Writes what a project is for.").Fails(404, 422, 503, 504);
        group.MapGet("{id}/env-vars", EnvVarEndpoints.ListAsync).Produces<EnvVarList>().WithSummary("Environment variables; secret values are masked.").Fails(404, 503);
        group.MapGet("{id}/env-vars/values", EnvVarEndpoints.ValuesAsync).Produces<EnvVarValues>().WithSummary("Values of environment variables, for the owner's programs.").Fails(404, 503);
        group.MapPost("{id}/env-vars", EnvVarEndpoints.SetAsync).Takes<EnvVarRequest>(Json).Produces<SuccessAnswer>().WithSummary("Sets an environment variable.").Fails(404, 422, 503, 504);
        group.MapPut("{id}/env-vars", EnvVarEndpoints.SetAllAsync).Takes<EnvVarsRequest>(Json).Produces<CountAnswer>().WithSummary("Sets environment variables.").Fails(404, 422, 503, 504);
        group.MapDelete("{id}/env-vars/{key}", EnvVarEndpoints.RemoveAsync).Produces<SuccessAnswer>().WithSummary("Removes an environment variable.").Fails(404, 503, 504);
        group.MapGet("{id}/workspaces", WorkspaceEndpoints.ListAsync).Produces<WorkspaceList>().WithSummary("Workspaces of a project, with their last drift.").Fails(404, 503);
        group.MapPost("{id}/workspaces", WorkspaceEndpoints.CreateAsync).Takes<WorkspaceRequest>(Json).Produces<WorkspaceAnswer>(201).WithSummary("Creates a workspace.").Fails(404, 422, 503, 504);
        group.MapGet("{id}/snapshots", SnapshotEndpoints.OfProjectAsync).Takes(QueryParameter.Limit(50, 100)).Produces<SnapshotList>().WithSummary("Snapshots of a project, newest first.").Fails(404, 422, 503);
        group.MapPost("{id}/snapshots", SnapshotEndpoints.RegisterAsync).Takes<SnapshotRequest>(Json).Produces<SnapshotAnswer>().Produces<SnapshotAnswer>(201)
            .WithSummary("Registers a snapshot, once for its id.").Fails(404, 409, 422, 503, 504);
    }

    private static void MapWorkspaces(RouteGroupBuilder group)
    {
        group.MapGet("{id}", WorkspaceEndpoints.ShowAsync).Produces<WorkspaceAnswer>().WithSummary("A workspace.").Fails(404, 503);
        group.MapPost("{id}/heartbeat", WorkspaceEndpoints.TouchAsync).Produces<SuccessAnswer>().WithSummary("Reports that a workspace is in use.").Fails(404, 503, 504);
        group.MapPost("{id}/current-manifest", WorkspaceEndpoints.MoveManifestAsync).Takes<ManifestMove>(Json).Produces<ManifestMoved>().Produces<ManifestMoved>(409)
            .WithSummary("Reports that the tree changed without a snapshot.").Fails(404, 422, 503, 504);
        group.MapGet("{id}/snapshots", SnapshotEndpoints.OfWorkspaceAsync).Takes(QueryParameter.Limit(50, 100)).Produces<MarkedSnapshotList>()
            .WithSummary("Snapshots of the workspace's project; the workspace's current one is marked.").Fails(404, 422, 503);
        group.MapGet("{id}/drift", DriftEndpoints.ListAsync).Takes(QueryParameter.Limit(10, 100)).Produces<DriftList>().WithSummary("Drift reports of a workspace, newest first.").Fails(404, 422, 503);
        group.MapPost("{id}/drift", DriftEndpoints.CountAsync).Takes<DriftRequest>(Json).Produces<DriftAnswer>(201).WithSummary("Reports what a client counted.").Fails(404, 422, 503, 504);
        group.MapGet("{id}/drift/compare", DriftEndpoints.CompareAsync).Produces<DriftAnswer>()
            .Takes(
                new QueryParameter(DriftEndpoints.Source, "The workspace to compare with; the main one by default."),
                new QueryParameter(DriftEndpoints.IncludeDirty, "Whether trees that are not saved as snapshots are compared: true or false.", Values: ["true", "false"]))
            .WithSummary("Compares a workspace with another and records the report.").Fails(400, 404, 422, 503, 504);
        group.MapPost("{id}/sync/prepare", SyncEndpoints.PrepareAsync).Produces<PreviewAnswer>()
            .WithSummary("Shows what a sync with the main workspace would do. The preview can be executed for 30 minutes.").Fails(400, 404, 503, 504);
        group.MapPost("{id}/sync/execute", SyncEndpoints.ExecuteAsync).Takes<SyncRequest>(Json).Produces<SyncAnswer>()
            .WithSummary("Executes a prepared sync, once.").Fails(400, 404, 409, 422, 503, 504);
        group.MapPost("{id}/sync/undo", SyncEndpoints.UndoAsync).Takes<UndoRequest>(Json).Produces<WorkspaceAnswer>()
            .WithSummary("Sets a workspace back to a snapshot, which undoes a sync.").Fails(404, 422, 503, 504);
    }
}

/// <summary>The API answers.</summary>
internal sealed record HealthAnswer(string Status);
