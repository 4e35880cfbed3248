using System.Linq.Expressions;
using EventSourced.Api.Commands;
using EventSourced.Api.Fastest.Projects;
using EventSourced.Commands.Fastest.Deployments;
using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Infrastructure;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Infrastructure;

/// <summary>Deployments (specification, 2.10 and 4).</summary>
internal static class DeploymentEndpoints
{
    public static async Task<IResult> OfWorkspaceAsync(string id, HttpContext context, ProjectAccess access, ReadTableReader tables)
    {
        var (workspace, _) = await access.WorkspaceAsync(context, id);
        return Results.Ok(await ListAsync(r => r.WorkspaceId, workspace.Id, context, tables));
    }

    public static async Task<IResult> OfProjectAsync(string id, HttpContext context, ProjectAccess access, ReadTableReader tables) =>
        Results.Ok(await ListAsync(r => r.ProjectId, (await access.ProjectAsync(context, id)).Id, context, tables));

    public static async Task<IResult> StartAsync(string id, HttpContext context, CommandRuns runs, ReadTableReader tables)
    {
        var (command, workspace) = (RequestId.Of(context), RequestValues.Id(id, "workspace"));
        var deployment = DeploymentStreams.OfWorkspace(workspace, command);
        return await StartedAsync(deployment, await runs.RunAsync(context, command, new StartDeployment(workspace, deployment)), context, runs, tables);
    }

    public static async Task<IResult> StartProjectAsync(string id, HttpContext context, CommandRuns runs, ReadTableReader tables)
    {
        var (command, project) = (RequestId.Of(context), RequestValues.Id(id, "project"));
        var deployment = DeploymentStreams.OfProject(project, command);
        var run = await runs.RunAsync(context, command, new DeployProject(project, deployment));
        await runs.ReachAsync<InfrastructureResources>(run, context);
        return await StartedAsync(deployment, run, context, runs, tables);
    }

    public static async Task<IResult> FinishAsync(string id, HttpContext context, CommandRuns runs, ReadTableReader tables)
    {
        var body = await CommandBody.ReadBodyAsync<DeploymentStatusRequest>(context);
        var deployment = RequestValues.Id(id, "deployment");
        var run = await runs.RunAsync(context, RequestId.Of(context), new FinishDeployment(deployment, body.Status ?? "", body.Url, body.Error));
        return Results.Ok(await AnswerAsync(deployment, run, context, runs, tables));
    }

    private static async Task<IResult> StartedAsync(Guid deployment, CommandRun run, HttpContext context, CommandRuns runs, ReadTableReader tables) =>
        Results.Json(await AnswerAsync(deployment, run, context, runs, tables), statusCode: StatusCodes.Status201Created);

    // The command has checked whose it is.
    private static async Task<DeploymentAnswer> AnswerAsync(Guid deployment, CommandRun run, HttpContext context, CommandRuns runs, ReadTableReader tables)
    {
        await runs.ReachAsync<Deployments>(run, context);
        return await tables.From<Deployments>().Where(r => r.Id, deployment.ToString()).FirstAsync(context.RequestAborted) is { } row ? new(DeploymentShape.Of(row))
            : throw FastestException.NotFound($"The deployment {deployment} was removed with its project.");
    }

    private static async Task<DeploymentList> ListAsync(Expression<Func<Deployments, string?>> of, string id, HttpContext context, ReadTableReader tables)
    {
        var page = await tables.From<Deployments>().Where(of, id).OrderByDescending(r => r.StartedAt).PageAsync(RequestValues.Limit(context.Request, 30, 100), null, context.RequestAborted);
        return new([.. page.Rows.Select(DeploymentShape.Of)]);
    }
}

/// <summary>How a deployment ended: <c>success</c> with its address, or <c>failed</c> with the reason.</summary>
internal sealed record DeploymentStatusRequest(string? Status = null, string? Url = null, string? Error = null);

/// <summary>A deployment.</summary>
internal sealed record DeploymentAnswer(DeploymentShape Deployment);

/// <summary>Deployments, newest first.</summary>
internal sealed record DeploymentList(IReadOnlyList<DeploymentShape> Deployments);
