using System.Text.Json.Serialization;
using EventSourced.Api.Commands;
using EventSourced.Api.Fastest.Projects;
using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Atlas;
using EventSourced.Projections.Fastest.Guidance;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Guidance;

/// <summary>Next steps and decisions of projects (specification, 2.7, 2.8 and 4).</summary>
internal static class GuidanceEndpoints
{
    public const string Status = "status", IncludeLinks = "include_links";
    private const int MaxSteps = 100;

    public static async Task<IResult> StepsAsync(string id, HttpContext context, ProjectAccess access, ReadTableReader tables)
    {
        var project = await access.ProjectAsync(context, id);
        var query = tables.From<NextSteps>().Where(r => r.ProjectId, project.Id);
        var rows = context.Request.Query[Status].ToString() is { Length: > 0 } status
            ? await query.Where(r => r.Status, status).AllAsync(context.RequestAborted)
            : await query.OrderBy(r => r.Priority).AllAsync(context.RequestAborted);
        return Results.Ok(new NextStepList([.. rows.OrderBy(r => r.Priority).ThenByDescending(r => r.GeneratedAt, StringComparer.Ordinal).Take(MaxSteps).Select(NextStepShape.Of)]));
    }

    public static async Task<IResult> SuggestAsync(string id, HttpContext context, CommandRuns runs, ReadTableReader tables)
    {
        var run = await runs.RunAsync(context, RequestId.Of(context), new SuggestNextSteps(RequestValues.Id(id, "project")));
        await runs.ReachAsync<NextSteps>(run, context);
        var steps = await tables.RowsAsync<NextSteps>(r => r.Id, run.Result.GetProperty("next_step_ids"), context.RequestAborted);
        return Results.Ok(new SuggestedSteps([.. steps.Select(NextStepShape.Of)], run.Result.GetProperty("model").GetString()!));
    }

    public static async Task<IResult> SetStatusAsync(string id, string step, HttpContext context, CommandRuns runs, ProjectAccess access, ReadTableReader tables)
    {
        var body = await CommandBody.ReadBodyAsync<StatusRequest>(context);
        var command = new SetNextStepStatus(RequestValues.Id(id, "project"), RequestValues.Id(step, "next step"), body.Status ?? "");
        return await ChangedAsync(await runs.RunAsync(context, RequestId.Of(context), command), id, step, context, runs, access, tables);
    }

    public static async Task<IResult> RateAsync(string id, string step, HttpContext context, CommandRuns runs, ProjectAccess access, ReadTableReader tables)
    {
        var body = await CommandBody.ReadBodyAsync<FeedbackRequest>(context);
        if (body.Helpful is not { } helpful) throw FastestException.Invalid("helpful is missing: use true or false.");
        var command = new RateNextStep(RequestValues.Id(id, "project"), RequestValues.Id(step, "next step"), helpful);
        return await ChangedAsync(await runs.RunAsync(context, RequestId.Of(context), command), id, step, context, runs, access, tables);
    }

    public static async Task<IResult> DecisionsAsync(string id, HttpContext context, ProjectAccess access, ReadTableReader tables)
    {
        var project = await access.ProjectAsync(context, id);
        var rows = await tables.From<ProjectDecisions>().Where(r => r.ProjectId, project.Id).OrderByDescending(r => r.DecidedAt).AllAsync(context.RequestAborted);
        if (!RequestValues.Flag(context.Request, IncludeLinks)) return Results.Ok(new DecisionList([.. rows.Select(r => DecisionShape.Of(r))]));
        var links = (await tables.From<AtlasDecisionLinks>().Where(r => r.ProjectId, project.Id).OrderBy(r => r.DecisionId).AllAsync(context.RequestAborted)).ToLookup(l => l.DecisionId);
        return Results.Ok(new DecisionList([.. rows.Select(r => DecisionShape.Of(r, [.. links[r.Id].OrderByDescending(l => l.Confidence).Select(l => new DecisionLink(l.ConceptId, l.Confidence))]))]));
    }

    public static async Task<IResult> ExtractAsync(string id, HttpContext context, CommandRuns runs, ReadTableReader tables)
    {
        var body = await CommandBody.ReadBodyAsync<ExtractRequest>(context);
        var run = await runs.RunAsync(context, RequestId.Of(context), new ExtractDecisions(RequestValues.Id(id, "project"), body.ConversationId, body.MaxConversations, body.MessagesPerConversation));
        await runs.ReachAsync<ProjectDecisions>(run, context);
        var decisions = await tables.RowsAsync<ProjectDecisions>(r => r.Id, run.Result.GetProperty("decision_ids"), context.RequestAborted);
        return Results.Ok(new ExtractedDecisions([.. decisions.Select(r => DecisionShape.Of(r))], run.Result.GetProperty("conversations").GetInt32(), run.Result.GetProperty("model").GetString()!));
    }

    private static async Task<IResult> ChangedAsync(CommandRun run, string id, string step, HttpContext context, CommandRuns runs, ProjectAccess access, ReadTableReader tables)
    {
        await runs.ReachAsync<NextSteps>(run, context);
        await access.ProjectAsync(context, id);
        var row = await tables.From<NextSteps>().Where(r => r.Id, step).FirstAsync(context.RequestAborted) ?? throw FastestException.NotFound($"You have no next step {step}.");
        return Results.Ok(new NextStepAnswer(NextStepShape.Of(row)));
    }
}

/// <summary>What somebody did about a next step.</summary>
internal sealed record StatusRequest(string? Status = null);

/// <summary>Whether a next step was helpful.</summary>
internal sealed record FeedbackRequest(bool? Helpful = null);

/// <summary>Which conversations are read.</summary>
internal sealed record ExtractRequest(Guid? ConversationId = null, int MaxConversations = 4, int MessagesPerConversation = 10);

/// <summary>A next step.</summary>
internal sealed record NextStepShape(
    string Id, string ProjectId, string Title, string? Description, string? Rationale, string Category, int Priority, string? Effort, string Status, int HelpfulCount, int NotHelpfulCount, string? Model,
    string GeneratedAt, string? ActedOnAt)
{
    public static NextStepShape Of(NextSteps row) => new(
        row.Id, row.ProjectId, row.Title, row.Description, row.Rationale, row.Category, row.Priority, row.Effort, row.Status, row.HelpfulCount, row.NotHelpfulCount, row.Model, row.GeneratedAt, row.ActedOnAt);
}

/// <summary>Next steps by priority, then newest first; up to 100.</summary>
internal sealed record NextStepList(IReadOnlyList<NextStepShape> NextSteps);

/// <summary>A next step that was changed.</summary>
internal sealed record NextStepAnswer(NextStepShape NextStep);

/// <summary>New next steps, and the model that suggested them; none when all suggestions are known.</summary>
internal sealed record SuggestedSteps(IReadOnlyList<NextStepShape> NextSteps, string Model);

/// <summary>A decision; with the concepts of the Atlas that it concerns, if asked for.</summary>
internal sealed record DecisionShape(
    string Id, string ProjectId, string? ConversationId, string Decision, string? Rationale, string? Category, string DecidedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<DecisionLink>? Links)
{
    public static DecisionShape Of(ProjectDecisions row, IReadOnlyList<DecisionLink>? links = null) =>
        new(row.Id, row.ProjectId, row.ConversationId, row.Decision, row.Rationale, row.Category, row.DecidedAt, links);
}

/// <summary>A concept that a decision concerns, and how much of its name the decision has, 50 to 100.</summary>
internal sealed record DecisionLink(string ConceptId, int? Confidence);

/// <summary>Decisions of a project, newest first.</summary>
internal sealed record DecisionList(IReadOnlyList<DecisionShape> Decisions);

/// <summary>New decisions, how many conversations were read, and the model that found them.</summary>
internal sealed record ExtractedDecisions(IReadOnlyList<DecisionShape> Decisions, int Conversations, string Model);
