using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Boost;

/// <summary>What a caller has recorded of an issue or a pull request, and what must be in the tables: the newest of everything.</summary>
/// <param name="IssueId">Id at GitHub.</param>
/// <param name="IsPullRequest">Whether it is a pull request.</param>
internal sealed record TrackedIssue(long IssueId, bool IsPullRequest)
{
    public List<SentCommand> Commands { get; } = [];

    /// <summary>The newest title, with its hour.</summary>
    public (int Hour, string Title)? Newest { get; set; }

    /// <summary>The newest text of each comment, with its hour.</summary>
    public SortedDictionary<long, (int Hour, string Body)> Comments { get; } = [];
}

/// <summary>Records issues and pull requests of new repositories, several times each, in another order than that of their changes.</summary>
internal sealed class IssueCaller(int number, NemesisWorld world, ConcurrentBag<TrackedIssue> issues)
{
    private const int Versions = 6;
    private static readonly DateTimeOffset s_start = new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Random _random = new(unchecked(world.Seed * 509 + number));

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var account = _random.NextInt64(1, 1L << 52);
            var owner = $"tracker{account}";
            if (!await world.Book.RunAsync(
                world.Book.Write(HttpMethod.Post, $"api/boost/repos/{owner}/issues", "boost.record_repository",
                    new JsonObject { ["owner"] = owner, ["name"] = "issues", ["owner_account_id"] = account },
                    "boost.github_account_recorded.v1", "boost.github_username_taken.v1", "boost.repository_recorded.v1", "boost.repository_owned.v1"), stop)) return;
            for (var n = 1; n <= 4; n++)
            {
                var issue = new TrackedIssue(_random.NextInt64(1, 1L << 52), n % 2 == 0);
                issues.Add(issue);
                for (var version = 0; version < Versions; version++)
                    if (!await RecordAsync(issue, owner, n, account, version, stop)) return;
                world.Tally.Count("issues recorded");
            }
        }
    }

    private async Task<bool> RecordAsync(TrackedIssue issue, string owner, int n, long account, int version, CancellationToken stop)
    {
        var (hour, comment) = (_random.Next(10), issue.IssueId + _random.Next(3));
        var (title, body) = ($"Version {version}", $"Text {version}");
        JsonObject Author() => new() { ["github_account_id"] = account, ["username"] = owner };
        var (isNew, isNewComment) = (!(issue.Newest?.Hour > hour), !(issue.Comments.TryGetValue(comment, out var known) && known.Hour > hour));
        if (isNew) issue.Newest = (hour, title);
        if (isNewComment) issue.Comments[comment] = (hour, body);
        var kind = issue.IsPullRequest ? "pull_request" : "issue";
        List<string> writes = [.. isNew ? [$"boost.{kind}_recorded.v1"] : Array.Empty<string>(), .. isNewComment ? [$"boost.{kind}_comments_recorded.v1"] : Array.Empty<string>()];
        var command = world.Book.Write(HttpMethod.Post, $"api/boost/repos/{owner}/issues/{(issue.IsPullRequest ? "pulls" : "issues")}", $"boost.record_{kind}", new JsonObject
        {
            ["owner"] = owner,
            ["name"] = "issues",
            ["number"] = n,
            [$"{kind}_id"] = issue.IssueId,
            ["author"] = Author(),
            ["title"] = title,
            ["updated_at"] = At(hour),
            ["labels"] = new JsonArray($"v{version}", "all"),
            ["comments"] = new JsonArray(new JsonObject { ["comment_id"] = comment, ["author"] = Author(), ["body"] = body, ["updated_at"] = At(hour) }),
        }, writes);
        issue.Commands.Add(command);
        return await world.Book.RunAsync(command, stop);
    }

    private static string At(int hour) => s_start.AddHours(hour).ToString("O", CultureInfo.InvariantCulture);
}
