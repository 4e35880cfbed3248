using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.Api.Commands;
using EventSourced.Commands.Fastest;
using EventSourced.Contracts.Fastest;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Projects;

/// <summary>Projects and their briefs (specification, 2.2 and 4).</summary>
internal static class ProjectEndpoints
{
    public static async Task<IResult> ListAsync(HttpContext context, ProjectReads reads) =>
        Results.Ok(new ProjectList(await reads.ProjectsAsync(context.UserId().ToString(), context.RequestAborted)));

    public static async Task<IResult> CreateAsync(HttpContext context, CommandRuns runs, ProjectAccess access)
    {
        var body = await CommandBody.ReadBodyAsync<ProjectRequest>(context);
        var command = RequestId.Of(context);
        var project = FastestStreams.NewProject(command);
        await runs.ReachAsync<Projections.Fastest.Projects.Projects>(await runs.RunAsync(context, command, new CreateProject(project, context.UserId(), body.Name ?? "")), context);
        return Results.Created($"/v1/projects/{project}", new ProjectAnswer(ProjectShape.Of(await access.ProjectAsync(context, project.ToString()))));
    }

    public static async Task<IResult> ShowAsync(string id, HttpContext context, ProjectAccess access, ProjectReads reads, ProjectInsights insights)
    {
        const int Snapshots = 10, Events = 20;
        var project = await access.ProjectAsync(context, id);
        return Results.Ok(new ProjectPage(ProjectShape.Of(project),
            await reads.WorkspacesAsync(project.Id, context.RequestAborted), await reads.SnapshotsAsync(project.Id, Snapshots, context.RequestAborted), await reads.EventsAsync(project.Id, Events, context.RequestAborted),
            await insights.OfAsync(project.Id, context.RequestAborted)));
    }

    public static async Task<IResult> StatusAsync(string id, HttpContext context, ProjectAccess access, ProjectReads reads)
    {
        var project = await access.ProjectAsync(context, id);
        var last = (await reads.EventsAsync(project.Id, 1, context.RequestAborted)).FirstOrDefault();
        return Results.Ok(new ProjectStatus(project.LastSnapshotId, project.UpdatedAt, last is null ? null : new LastActivity(last.Type, last.CreatedAt)));
    }

    public static async Task<IResult> EventsAsync(string id, HttpContext context, ProjectAccess access, ProjectReads reads) =>
        Results.Ok(new EventList(await reads.EventsAsync((await access.ProjectAsync(context, id)).Id, RequestValues.Limit(context.Request, 20, 100), context.RequestAborted)));

    public static async Task<IResult> SetMainAsync(string id, HttpContext context, CommandRuns runs, ProjectAccess access)
    {
        var body = await CommandBody.ReadBodyAsync<MainRequest>(context);
        var project = RequestValues.Id(id, "project");
        if (body.WorkspaceId is not { } workspace) throw FastestException.Invalid("workspace_id is missing.");
        await runs.ReachAsync<Projections.Fastest.Projects.Projects>(await runs.RunAsync(context, RequestId.Of(context), new SetMainWorkspace(project, workspace)), context);
        return Results.Ok(new ProjectAnswer(ProjectShape.Of(await access.ProjectAsync(context, id))));
    }

    public static async Task<IResult> BriefAsync(string id, HttpContext context, ProjectAccess access)
    {
        var project = await access.ProjectAsync(context, id);
        return Results.Ok(new BriefAnswer(project.Intent, project.Brief is { } brief ? JsonSerializer.Deserialize<JsonElement>(brief.Text) : null));
    }

    public static async Task<IResult> WriteBriefAsync(string id, HttpContext context, CommandRuns runs)
    {
        var body = await CommandBody.ReadBodyAsync<BriefRequest>(context);
        var project = RequestValues.Id(id, "project");
        if (string.IsNullOrEmpty(body.Intent) || body.Brief is null) throw FastestException.Invalid("intent and brief are both needed.");
        await runs.ReachAsync<Projections.Fastest.Projects.Projects>(
            await runs.RunAsync(context, RequestId.Of(context), new WriteBrief(project, body.Intent, body.Brief.ToJsonString())), context);
        return Results.Ok(new BriefAnswer(body.Intent, JsonSerializer.SerializeToElement(body.Brief)));
    }
}

/// <summary>A project to create.</summary>
internal sealed record ProjectRequest(string? Name = null);

/// <summary>The workspace that becomes the main one.</summary>
internal sealed record MainRequest(Guid? WorkspaceId = null);

/// <summary>What a project is for.</summary>
internal sealed record BriefRequest(string? Intent = null, JsonObject? Brief = null);

/// <summary>What a project is for; null while nobody wrote it.</summary>
internal sealed record BriefAnswer(string? Intent, JsonElement? Brief);
