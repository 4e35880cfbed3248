using EventSourced.Api.Access;
using EventSourced.Api.Hosting;
using EventSourced.Api.Problems;
using EventSourced.Api.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Pulse;

/// <summary>The public reads of Pulse: open to all origins, always for one community and source.</summary>
internal static class PulseReadEndpoints
{
    public static void MapPulseReads(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").AllowAnonymous().RequireCors(ApiHost.OpenCors).WithTags("Pulse, public");
        var scope = new QueryParameter[] { new("community", "The community; by default the configured one."), new("source", "The chat source; by default the configured one.") };
        var weekStart = QueryParameter.Date("week_start", "The Sunday on which the week begins.");
        QueryParameter[] Page(int defaultLimit, int max) =>
            [QueryParameter.Limit(defaultLimit, max), new("cursor", "pagination.next of the previous page.")];
        group.MapGet("/pulse.json", WeekAsync).Takes(scope).Takes(QueryParameter.Date("weekof", "A day of the week."), weekStart).Produces<WeekShape>().WithSummary("One week of a chat: the latest, or that of weekof= or week_start=. Null when there is none.");
        group.MapGet("/pulse/history.json", HistoryAsync).Takes(scope).Takes(Page(12, 52)).Produces<History>().WithSummary("The weeks of a chat, newest first.");
        group.MapGet("/pulse/daily.json", DailyAsync).Takes(scope).Takes(QueryParameter.Date("from", "First day."), QueryParameter.Date("to", "Last day.")).Takes(Page(30, 100)).Produces<DayList>().WithSummary("The days of a chat, newest first; open only where the operator allows it.");
        group.MapGet("/pulse/trends.json", TrendsAsync).Takes(scope).Takes(Page(12, 52)).Produces<TrendList>().WithSummary("The weeks of a chat and the trend of its sentiment.");
        group.MapGet("/pulse/concepts.json", ConceptsAsync).Takes(scope).Takes(weekStart).Produces<Concepts>().WithSummary("The concept graph of a week: the latest, or that of week_start=.");
        group.MapGet("/pulse/communities.json", CommunitiesAsync).Produces<CommunityList>().WithSummary("The public communities; with an admin token, all.");
        group.MapGet("/pulse/sources.json", SourcesAsync).Takes(scope[0]).Produces<SourceList>().WithSummary("The sources of a community.");
    }

    private static async Task<IResult> WeekAsync(HttpContext context, PulseScopes scopes, PulseReads reads)
    {
        var (day, start) = (context.Request.Date("weekof"), WeekStart(context.Request));
        if (day is not null && start is not null) throw QueryValues.Invalid("weekof and week_start are both given. Pass one of them.");
        var scope = await scopes.OfAsync(context.Request);
        var week = await reads.WeekAsync(scope, start ?? day?.AddDays(-(int)day.Value.DayOfWeek), context.RequestAborted);
        return Cached(context, week);
    }

    private static async Task<IResult> HistoryAsync(HttpContext context, PulseScopes scopes, PulseReads reads)
    {
        var (limit, cursor) = context.Request.Page(defaultLimit: 12, max: 52);
        return Cached(context, await reads.HistoryAsync(await scopes.OfAsync(context.Request), limit, cursor, context.RequestAborted));
    }

    private static async Task<IResult> DailyAsync(HttpContext context, PulseScopes scopes, PulseReads reads, PulseOptions options)
    {
        if (!options.PublicDailyDigests && !context.IsAdmin())
            throw new ApiException(404, "not_found", $"There is nothing at {context.Request.Path}. /openapi/v1.json lists what there is.");
        var (from, to) = context.Request.Dates();
        var (limit, cursor) = context.Request.Page(defaultLimit: 30, max: 100);
        if (!options.PublicDailyDigests) context.Response.Headers.CacheControl = "no-store";
        return Results.Ok(await reads.DaysAsync(await scopes.OfAsync(context.Request), from, to, limit, cursor, context.RequestAborted));
    }

    private static async Task<IResult> TrendsAsync(HttpContext context, PulseScopes scopes, PulseReads reads)
    {
        var (limit, cursor) = context.Request.Page(defaultLimit: 12, max: 52);
        return Cached(context, await reads.TrendsAsync(await scopes.OfAsync(context.Request), limit, cursor, context.RequestAborted));
    }

    private static async Task<IResult> ConceptsAsync(HttpContext context, PulseScopes scopes, PulseReads reads)
    {
        var start = WeekStart(context.Request);
        return Cached(context, await reads.ConceptsAsync(await scopes.OfAsync(context.Request), start, context.RequestAborted));
    }

    private static async Task<IResult> CommunitiesAsync(HttpContext context, PulseReads reads)
    {
        return Results.Ok(await reads.CommunitiesAsync(context.IsAdmin(), context.RequestAborted));
    }

    private static async Task<IResult> SourcesAsync(HttpContext context, PulseScopes scopes, PulseReads reads)
    {
        return Results.Ok(await reads.SourcesAsync(await scopes.CommunityAsync(context.Request), context.RequestAborted));
    }

    // Five minutes, as documented. Called last, so that problems are not cached.
    private static IResult Cached<T>(HttpContext context, T value)
    {
        // An admin also sees what is not public.
        context.Response.Headers.CacheControl = context.IsAdmin() ? "no-store" : "public, max-age=300";
        // Results.Json would write an empty body for null.
        return value is null ? Results.Text("null", "application/json") : Results.Json(value);
    }

    private static DateOnly? WeekStart(HttpRequest request) => request.Date("week_start") is not { } start ? null
        : start.DayOfWeek == DayOfWeek.Sunday ? start
        : throw QueryValues.Invalid($"week_start is {start:yyyy-MM-dd}, a {start.DayOfWeek}; weeks begin on Sundays. Pass weekof= for the week of a day.");
}
