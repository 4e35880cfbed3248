using System.Text.Json;
using static EventSourced.Commands.Boost.Commits.Formats.JsonMembers;

namespace EventSourced.Commands.Boost.GitHub;

/// <summary>
/// Shapes of the API's answers, in the order in which they are recorded: comments after what they are about, and pull requests before lists of issues that mention them.
/// </summary>
internal enum ApiShape
{
    Repository,
    License,
    Languages,
    Account,
    PullRequest,
    Issue,
    Comment,
    ReviewComment,
    Event,
    Commit,

    /// <summary>Approvals and requests for changes, which have no table.</summary>
    Review,

    /// <summary>Reactions, which have no table.</summary>
    Reaction,

    /// <summary>How many requests are left.</summary>
    RateLimit,

    /// <summary>An answer that says why there is none.</summary>
    Error,
    Unknown,
}

/// <summary>Recognises answers by their members.</summary>
internal static class ApiShapes
{
    /// <summary>The shape of an element of an answer.</summary>
    public static ApiShape Of(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return ApiShape.Unknown;
        if (Member(value, "pr_info") is not null) return ApiShape.PullRequest;
        if (Member(value, "issue_info") is not null) return ApiShape.Issue;
        if (Has("sha") && Member(value, "commit") is not null) return ApiShape.Commit;
        if (Has("head") && Has("base") && Has("number")) return ApiShape.PullRequest;
        if (Has("full_name") && Has("owner")) return ApiShape.Repository;
        if (Has("event") && Has("actor")) return ApiShape.Event;
        if (Has("number") && Has("title")) return ApiShape.Issue;
        if (Has("pull_request_url")) return Has("path") || Has("diff_hunk") ? ApiShape.ReviewComment : ApiShape.Review;
        if (Has("issue_url") && Has("body")) return ApiShape.Comment;
        if (Has("content") && Has("user")) return ApiShape.Reaction;
        if (Has("login") && Has("id")) return ApiShape.Account;
        if (Member(value, "license") is not null && Has("path")) return ApiShape.License;
        if (Has("rate") && Has("resources")) return ApiShape.RateLimit;
        if (Has("message")) return ApiShape.Error;
        return value.EnumerateObject().Any() && value.EnumerateObject().All(p => p.Value.ValueKind == JsonValueKind.Number) ? ApiShape.Languages : ApiShape.Unknown;

        bool Has(string name) => value.TryGetProperty(name, out _);
    }

    /// <summary>The shape in words, in the plural.</summary>
    public static string Words(this ApiShape shape) => shape switch
    {
        ApiShape.Repository => "repositories",
        ApiShape.License => "licences",
        ApiShape.Languages => "languages",
        ApiShape.Account => "accounts",
        ApiShape.PullRequest => "pull requests",
        ApiShape.Issue => "issues",
        ApiShape.Comment => "comments",
        ApiShape.ReviewComment => "comments on lines of code",
        ApiShape.Event => "events",
        ApiShape.Commit => "commits",
        ApiShape.Review => "reviews",
        ApiShape.Reaction => "reactions",
        ApiShape.RateLimit => "rate limits",
        ApiShape.Error => "errors",
        _ => "something else",
    };
}
