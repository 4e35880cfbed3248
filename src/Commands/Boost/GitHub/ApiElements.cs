using System.Text.Json;
using EventSourced.Commands.Boost.Commits;
using EventSourced.Commands.Boost.Commits.Formats;
using EventSourced.Commands.Boost.Issues;
using EventSourced.Contracts.Boost;
using static EventSourced.Commands.Boost.Commits.Formats.JsonMembers;

namespace EventSourced.Commands.Boost.GitHub;

/// <summary>Turns elements of the API's answers into what is recorded. What cannot be recorded is noted with its place.</summary>
/// <param name="owner">Login of the repository's owner.</param>
/// <param name="name">Name of the repository.</param>
/// <param name="notes">Takes what is left out.</param>
internal sealed class ApiElements(string owner, string name, ReadingNotes notes)
{
    /// <summary>Reason of approvals and the like.</summary>
    public const string Reviews = "reviews without a comment on a line of code, such as approvals: no table has them";

    private readonly CommitElements _commits = new(notes);
    private readonly IssueElements _issues = new(owner, name, notes);
    private readonly string _key = RepositoryKey.Of(owner, name);

    /// <summary>All elements.</summary>
    public long Count { get; private set; }

    /// <summary>Elements whose shape was recognised.</summary>
    public long Recognised { get; private set; }

    /// <summary>Those of another repository.</summary>
    public long OfOthers { get; private set; }

    /// <summary>The other repository; null when there is none.</summary>
    public string? Other { get; private set; }

    /// <summary>What an element says; nothing when it is left out.</summary>
    /// <param name="value">The element.</param>
    /// <param name="place">Its number in the file.</param>
    /// <exception cref="ApiAnswersException">It is an error of the API.</exception>
    public IReadOnlyList<ApiEntry> Read(JsonElement value, long place)
    {
        var shape = ApiShapes.Of(value);
        Count++;
        try
        {
            if (shape == ApiShape.Error)
                throw new ApiAnswersException(ApiAnswersException.ApiError, $"{notes.File}the answer is an error of the API: \"{GitText.Clean(TextOf(value, "message") ?? "")}\". Fetch it again.", place);
            if (shape != ApiShape.Unknown) Recognised++;
            if (shape is not ApiShape.Account && RepositoryOf(value) is { } other && other != _key)
            {
                OfOthers++;
                Other = GitText.Clean(other);
                return LeaveOut($"{shape.Words()} of another repository, {Other}", place);
            }
            return Read(shape, value, place);
        }
        catch (InvalidOperationException)
        {
            // A text with half of a surrogate pair cannot be read.
            return LeaveOut("entries with text that is no Unicode", place);
        }
    }

    private IReadOnlyList<ApiEntry> Read(ApiShape shape, JsonElement value, long place) => shape switch
    {
        ApiShape.Repository => Repository(value, place),
        ApiShape.License => License(value, place),
        ApiShape.Languages => Languages(value, place),
        ApiShape.Account => AccountOf(value, place),
        ApiShape.PullRequest => One(_issues.PullRequest(value, place)),
        ApiShape.Issue => One(_issues.Issue(value, place)),
        ApiShape.Comment => One(_issues.Comment(value, place)),
        ApiShape.ReviewComment => One(_issues.ReviewComment(value, place)),
        ApiShape.Event => Event(value, place),
        ApiShape.Commit => _commits.Read(value, place) is { } commit ? [new() { Commit = CommitLimits.Apply(commit, notes) }] : [],
        ApiShape.Review => LeaveOut(Reviews, place),
        ApiShape.Reaction => LeaveOut("reactions: no table has them", place),
        ApiShape.RateLimit => LeaveOut("answers about the limit of requests", place),
        _ => LeaveOut("entries of an unknown shape", place),
    };

    private IReadOnlyList<ApiEntry> Repository(JsonElement value, long place)
    {
        var account = CommitLimits.Apply(Account(Member(value, "owner")), place, notes);
        var repository = new ApiEntry
        {
            Repository = new RecordRepository(
                owner, name, Number(value, "stargazers_count") ?? 0, Number(value, "forks_count") ?? 0,
                notes.Cut(GitText.Clean(TextOf(value, "description") ?? ""), BoostFields.TextLength, "ends of descriptions that are longer than the limit", place),
                Time(value, "pushed_at"), Time(value, "created_at"), Time(value, "updated_at"), account?.GithubAccountId, account?.Type ?? "User", account?.AvatarUrl ?? ""),
        };
        // Without the member the answer is a part of another one, and says nothing about the licence.
        return value.TryGetProperty("license", out _) ? [repository, .. License(value, place)] : [repository];
    }

    private IReadOnlyList<ApiEntry> License(JsonElement value, long place)
    {
        var license = Member(value, "license");
        var named = Filled(license, "name");
        if (license is not null && named is null) return LeaveOut("licences without a name", place);
        if (named?.Length > BoostFields.NameLength) return LeaveOut("licences whose name is longer than the limit", place);
        return [new() { License = new RecordLicense(owner, name, named, Short("spdx_id", BoostFields.NameLength), Short("url", BoostFields.UrlLength)) }];

        string Short(string member, int length)
        {
            var text = Filled(license, member) ?? "";
            if (text.Length <= length) return text;
            notes.LeaveOut($"{member} of licences that is longer than the limit", place);
            return "";
        }
    }

    private IReadOnlyList<ApiEntry> Languages(JsonElement value, long place)
    {
        var languages = new Dictionary<string, long>();
        foreach (var language in value.EnumerateObject())
        {
            if (language.Value.TryGetInt64(out var bytes) && bytes >= 0 && GitText.Clean(language.Name).Trim() is { Length: > 0 and <= BoostFields.NameLength } named) languages[named] = bytes;
            else notes.LeaveOut("languages without a name or a number of bytes", place);
        }
        return [new() { Languages = new RecordLanguages(owner, name, languages) }];
    }

    private IReadOnlyList<ApiEntry> AccountOf(JsonElement value, long place) =>
        CommitLimits.Apply(Account(value), place, notes) is { } account ? [new() { Account = account }] : LeaveOut("accounts without an id or a login", place);

    // An event tells who acted. Lists of all events of a repository also have the whole issue.
    private IReadOnlyList<ApiEntry> Event(JsonElement value, long place)
    {
        List<ApiEntry> entries = [];
        if (CommitLimits.Apply(Account(Member(value, "actor")), place, notes) is { } account) entries.Add(new() { Account = account });
        if (Member(value, "issue") is { } issue) entries.AddRange(One(_issues.Issue(issue, place)));
        else notes.LeaveOut("events, of which only the account is recorded: issues and pull requests have their results", place);
        return entries;
    }

    private static IReadOnlyList<ApiEntry> One(NumberFacts? facts) => facts is null ? [] : [new() { Number = facts }];

    private IReadOnlyList<ApiEntry> LeaveOut(string reason, long place)
    {
        notes.LeaveOut(reason, place);
        return [];
    }

    // "https://api.github.com/repos/boostorg/beast/issues/75": any member with an address of the API says of which repository the answer is.
    private static string? RepositoryOf(JsonElement value)
    {
        if (TextOf(value, "full_name") is { } full) return full.ToLowerInvariant();
        var inner = Member(value, "issue_info") ?? Member(value, "pr_info") ?? value;
        foreach (var member in (string[])["repository_url", "issue_url", "pull_request_url", "url"])
            if (TextOf(inner, member)?.Split("/repos/") is [_, var path] && path.Split('/') is [var o, var n, ..]) return RepositoryKey.Of(o, n);
        return null;
    }
}
