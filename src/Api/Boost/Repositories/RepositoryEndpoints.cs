using EventSourced.Api.Queries;
using EventSourced.Contracts.Boost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Boost.Repositories;

/// <summary>Reads of repositories, their commits, issues and pull requests.</summary>
internal static class RepositoryEndpoints
{
    private static readonly string[] s_issueStates = [IssueStates.Open, IssueStates.Closed];
    private static readonly string[] s_pullStates = [IssueStates.Open, IssueStates.Closed, IssueStates.Merged];

    public static void MapBoostRepositories(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/boost").WithTags("Boost, repositories");
        group.MapGet("/repos", ListAsync).Takes(BoostParameters.Page).WithSummary("Repositories by name, with figures of what is recorded.");
        group.MapGet("/repos/{owner}/{name}", ReadAsync).WithSummary("A repository with its languages and figures of what is recorded.");
        group.MapGet("/repos/{owner}/{name}/commits", CommitsAsync).Takes(QueryParameter.Instant("since", "Only commits of this time or later.")).Takes(BoostParameters.Page)
            .WithSummary("Commits of a repository, newest first.");
        group.MapGet("/repos/{owner}/{name}/issues", IssuesAsync).Takes(Filters(s_issueStates)).Takes(BoostParameters.Page).WithSummary("Issues of a repository, the highest number first.");
        group.MapGet("/repos/{owner}/{name}/pulls", PullsAsync).Takes(Filters(s_pullStates)).Takes(BoostParameters.Page).WithSummary("Pull requests of a repository, the highest number first.");
    }

    private static QueryParameter[] Filters(IReadOnlyList<string> states) =>
    [
        // Without an enum of its own: issues and pull requests have the parameter with other values, and clients would have types of numbered names.
        new("state", $"Only those with this state: {string.Join(", ", states)}; all by default."),
        new("label", "Only those with this label."),
        new("assignee", "Only those that are assigned to this login, in any case."),
        QueryParameter.Instant("since", "Only those that were changed at this time or later."),
    ];

    private static async Task<Ok<RepositoryList>> ListAsync(HttpContext context, RepositoryReads reads)
    {
        var (limit, cursor) = context.Request.Page();
        return TypedResults.Ok(await reads.ListAsync(limit, cursor, context.RequestAborted));
    }

    private static async Task<Ok<RepositoryDetail>> ReadAsync(string owner, string name, HttpContext context, RepositoryReads reads)
    {
        Check(owner, name);
        return TypedResults.Ok(await reads.ReadAsync(owner, name, context.RequestAborted));
    }

    private static async Task<Ok<CommitList>> CommitsAsync(string owner, string name, HttpContext context, RepositoryReads reads)
    {
        Check(owner, name);
        var (limit, cursor) = context.Request.Page();
        return TypedResults.Ok(await reads.CommitsAsync(owner, name, context.Request.Instant("since"), limit, cursor, context.RequestAborted));
    }

    private static async Task<Ok<IssueList>> IssuesAsync(string owner, string name, HttpContext context, IssueReads reads)
    {
        Check(owner, name);
        var (limit, cursor) = context.Request.Page();
        return TypedResults.Ok(await reads.IssuesAsync(owner, name, Filter(context.Request, s_issueStates), limit, cursor, context.RequestAborted));
    }

    private static async Task<Ok<PullRequestList>> PullsAsync(string owner, string name, HttpContext context, IssueReads reads)
    {
        Check(owner, name);
        var (limit, cursor) = context.Request.Page();
        return TypedResults.Ok(await reads.PullsAsync(owner, name, Filter(context.Request, s_pullStates), limit, cursor, context.RequestAborted));
    }

    private static IssueFilter Filter(HttpRequest request, string[] states)
    {
        var state = request.Value("state");
        if (state is not null && !states.Contains(state)) throw QueryValues.Invalid($"state is \"{state}\"; expected {string.Join(", ", states)}.");
        return new(state, request.StorableValue("label"), request.StorableValue("assignee"), request.Instant("since"));
    }

    private static void Check(string owner, string name)
    {
        if (RepositoryKey.Split($"{owner}/{name}") is null) throw QueryValues.Invalid("owner and name must be those of a repository at GitHub: letters, digits, hyphens, underscores and dots.");
    }
}
