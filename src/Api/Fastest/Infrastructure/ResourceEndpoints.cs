using System.Text.Json.Nodes;
using EventSourced.Api.Commands;
using EventSourced.Api.Fastest.Projects;
using EventSourced.Commands.Fastest;
using EventSourced.Commands.Fastest.Infrastructure;
using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Infrastructure;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Infrastructure;

/// <summary>Databases and storage of projects (specification, 2.10). Connections are encrypted before they become a command, and never shown.</summary>
internal static class ResourceEndpoints
{
    private const int MaxConnection = 10_000;

    public static async Task<IResult> ListAsync(string id, HttpContext context, ProjectAccess access, ReadTableReader tables)
    {
        var project = await access.ProjectAsync(context, id);
        var rows = await tables.From<InfrastructureResources>().Where(r => r.ProjectId, project.Id).OrderBy(r => r.Type).AllAsync(context.RequestAborted);
        return Results.Ok(new ResourceList([.. rows.Select(ResourceShape.Of)]));
    }

    public static async Task<IResult> RecordAsync(string id, string resource, HttpContext context, CommandRuns runs, SecretBox box)
    {
        var body = await CommandBody.ReadBodyAsync<ResourceStatusRequest>(context);
        var (project, of) = (RequestValues.Id(id, "project"), RequestValues.Id(resource, "resource"));
        var connection = body.ConnectionInfo?.ToJsonString();
        if (connection is { Length: > MaxConnection }) throw FastestException.Invalid($"connection_info must have at most {MaxConnection} characters.");
        var encrypted = connection is null ? null : await box.SealAsync(InfrastructureSecrets.Connection(project, of), connection, context.RequestAborted);
        var run = await runs.RunAsync(context, RequestId.Of(context), new RecordResourceStatus(project, of, body.Status ?? "", body.ProviderResourceId, encrypted, body.Error));
        await runs.ReachAsync<InfrastructureResources>(run, context);
        return Results.Ok(new SuccessAnswer(true));
    }

    public static async Task<IResult> DeleteAsync(string id, string resource, HttpContext context, CommandRuns runs)
    {
        var command = new DeleteResource(RequestValues.Id(id, "project"), RequestValues.Id(resource, "resource"));
        await runs.ReachAsync<InfrastructureResources>(await runs.RunAsync(context, RequestId.Of(context), command), context);
        return Results.Ok(new SuccessAnswer(true));
    }
}

/// <summary>How provisioning ended: <c>ready</c> with the connection, or <c>error</c> with the reason.</summary>
internal sealed record ResourceStatusRequest(string? Status = null, string? ProviderResourceId = null, JsonObject? ConnectionInfo = null, string? Error = null);

/// <summary>Resources of a project, by type. Deleted ones are among them.</summary>
internal sealed record ResourceList(IReadOnlyList<ResourceShape> Resources);
