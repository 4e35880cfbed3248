using EventSourced.Api.Commands;
using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.ActionItems;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;
using ItemRow = EventSourced.Projections.Fastest.ActionItems.ActionItems;

namespace EventSourced.Api.Fastest.ActionItems;

/// <summary>Work that workspaces need, and runs in which programs do it (specification, 2.9 and 4).</summary>
internal static class ActionItemEndpoints
{

    public static async Task<IResult> FeedAsync(HttpContext context, ActionItemReads reads) => Results.Ok(new ActionItemFeed(await reads.FeedAsync(context)));

    public static async Task<IResult> AnalyseAsync(string id, HttpContext context, CommandRuns runs, ReadTableReader tables)
    {
        var run = await runs.RunAsync(context, RequestId.Of(context), new AnalyseWorkspace(RequestValues.Id(id, "workspace")));
        await runs.ReachAsync<ItemRow>(run, context);
        var items = await tables.RowsAsync<ItemRow>(r => r.Id, run.Result.GetProperty("action_item_ids"), context.RequestAborted);
        return Results.Ok(new ActionItemFeed([.. items.Select(FeedEntry.Of)]));
    }

    // An entry about drift or a deployment disappears with its cause: there is nothing to dismiss.
    public static async Task<IResult> DismissAsync(string id, HttpContext context, CommandRuns runs, ActionItemReads reads)
    {
        if (id.StartsWith(FeedEntry.Drift, StringComparison.Ordinal) || id.StartsWith(FeedEntry.Deploy, StringComparison.Ordinal)) return Results.Ok(new SuccessAnswer(true));
        var item = await reads.ItemAsync(context, id);
        await runs.ReachAsync<ItemRow>(await runs.RunAsync(context, RequestId.Of(context), new DismissActionItem(Guid.Parse(item.WorkspaceId), Guid.Parse(item.Id))), context);
        return Results.Ok(new SuccessAnswer(true));
    }

    public static async Task<IResult> RunsAsync(string id, HttpContext context, ActionItemReads reads, ReadTableReader tables)
    {
        var item = await reads.ItemAsync(context, id);
        var page = await tables.From<ActionItemRuns>().Where(r => r.ActionItemId, item.Id).OrderByDescending(r => r.CreatedAt).PageAsync(RequestValues.Limit(context.Request, 20, 100), null, context.RequestAborted);
        return Results.Ok(new RunList([.. page.Rows.Select(RunShape.Of)]));
    }

    public static async Task<IResult> QueueAsync(string id, HttpContext context, CommandRuns runs, ActionItemReads reads)
    {
        var run = await QueueAsync(context, id, runs, reads);
        await runs.ReachAsync<ActionItemRuns>(run, context);
        var row = await reads.RunAsync(context, run.Result.GetProperty("run_id").GetString()!);
        return Results.Created($"/v1/action-items/runs/{row.Id}", new RunAnswer(RunShape.Of(row)));
    }

    private static async Task<CommandRun> QueueAsync(HttpContext context, string id, CommandRuns runs, ActionItemReads reads)
    {
        var command = RequestId.Of(context);
        if (id.StartsWith(FeedEntry.Deploy, StringComparison.Ordinal))
        {
            var deployment = await reads.DeploymentAsync(context, id[FeedEntry.Deploy.Length..]);
            return await runs.RunAsync(context, command, new QueueDeploymentRun(Guid.Parse(deployment.WorkspaceId!), Guid.Parse(deployment.Id)));
        }
        var item = await reads.ItemAsync(context, id);
        return await runs.RunAsync(context, command, new QueueRun(Guid.Parse(item.WorkspaceId), Guid.Parse(item.Id)));
    }

    public static async Task<IResult> RunAsync(string id, HttpContext context, ActionItemReads reads) => Results.Ok(new RunAnswer(RunShape.Of(await reads.RunAsync(context, id))));

    public static Task<IResult> BeginAsync(string id, HttpContext context, CommandRuns runs, ActionItemReads reads) =>
        ChangeAsync(id, context, runs, reads, run => new BeginRun(Guid.Parse(run.WorkspaceId), Guid.Parse(run.Id)));

    public static async Task<IResult> RecordAsync(string id, HttpContext context, CommandRuns runs, ActionItemReads reads)
    {
        var body = await CommandBody.ReadBodyAsync<AttemptRequest>(context);
        return await ChangeAsync(id, context, runs, reads, run => new RecordAttempt(Guid.Parse(run.WorkspaceId), Guid.Parse(run.Id), body.Checks ?? [], body.Report, body.Patch, body.Error));
    }

    public static Task<IResult> ApplyAsync(string id, HttpContext context, CommandRuns runs, ActionItemReads reads) =>
        ChangeAsync(id, context, runs, reads, run => new ApplyRun(Guid.Parse(run.WorkspaceId), Guid.Parse(run.Id)));

    private static async Task<IResult> ChangeAsync<TCommand>(string id, HttpContext context, CommandRuns runs, ActionItemReads reads, Func<ActionItemRuns, TCommand> command) where TCommand : Contracts.ICommand
    {
        var run = await runs.RunAsync(context, RequestId.Of(context), command(await reads.RunAsync(context, id)));
        await runs.ReachAsync<ActionItemRuns>(run, context);
        return Results.Ok(new RunAnswer(RunShape.Of(await reads.RunAsync(context, id))));
    }
}

/// <summary>Work that the caller's workspaces need, most severe first.</summary>
internal sealed record ActionItemFeed(IReadOnlyList<FeedEntry> ActionItems);

/// <summary>An attempt of a run. It makes the run ready when all checks passed and it has a patch.</summary>
internal sealed record AttemptRequest(IReadOnlyList<RunCheck>? Checks = null, string? Report = null, string? Patch = null, string? Error = null);

/// <summary>A run.</summary>
internal sealed record RunShape(
    string Id, string ActionItemId, string WorkspaceId, string ProjectId, string Status, int AttemptCount, int MaxAttempts, string? BaseManifestHash, string? Summary, string? Report, string? Patch,
    Json? Checks, string? Error, string? StartedAt, string? CompletedAt, string CreatedAt, string UpdatedAt)
{
    public static RunShape Of(ActionItemRuns row) => new(
        row.Id, row.ActionItemId, row.WorkspaceId, row.ProjectId, row.Status, row.AttemptCount, row.MaxAttempts, row.BaseManifestHash, row.Summary, row.Report, row.Patch, row.Checks, row.Error, row.StartedAt,
        row.CompletedAt, row.CreatedAt, row.UpdatedAt);
}

/// <summary>Runs of an item, newest first.</summary>
internal sealed record RunList(IReadOnlyList<RunShape> Runs);

/// <summary>A run.</summary>
internal sealed record RunAnswer(RunShape Run);
