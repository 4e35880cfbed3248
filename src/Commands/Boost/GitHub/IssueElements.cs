using System.Globalization;
using System.Text.Json;
using EventSourced.Commands.Boost.Commits;
using EventSourced.Commands.Boost.Commits.Formats;
using EventSourced.Commands.Boost.Issues;
using EventSourced.Contracts.Boost;
using static EventSourced.Commands.Boost.Commits.Formats.JsonMembers;

namespace EventSourced.Commands.Boost.GitHub;

/// <summary>
/// Turns issues, pull requests and comments of the API's answers into what is recorded: as GitHub gives them, with lists of comments in them (<c>comments</c>, <c>reviews</c>), and
/// wrapped (<c>issue_info</c>, <c>pr_info</c>).
/// </summary>
/// <param name="owner">Login of the repository's owner.</param>
/// <param name="name">Name of the repository.</param>
/// <param name="notes">Takes what is left out.</param>
internal sealed class IssueElements(string owner, string name, ReadingNotes notes)
{
    private const string OnCode = "comments on lines of code";

    /// <summary>The issue of an element; null when it is left out.</summary>
    public NumberFacts? Issue(JsonElement value, long place)
    {
        var issue = Member(value, "issue_info") ?? value;
        // It is a pull request, of which a list of issues tells another id and no commits.
        if (Member(issue, "pull_request") is not null)
        {
            return Number(issue, "number") is > 0 and var listed
                ? WithComments(new NumberFacts(listed) { IsListedPullRequest = true, Place = place, File = notes.File }, value, place)
                : LeaveOut("pull requests without a number", place);
        }
        if (Begin(issue, "issues", place) is not var (number, id, author)) return null;
        var facts = new NumberFacts(number)
        {
            Issue = new RecordIssue(
                owner, name, number, id, author, Title(issue, place), Body(issue, place), TextOf(issue, "state")!,
                notes.Cut(Filled(issue, "state_reason") ?? "", BoostFields.NameLength, "ends of reasons of states that are longer than the limit", place),
                Time(issue, "created_at"), Time(issue, "updated_at"), Time(issue, "closed_at"), Assignees(issue, place), Labels(issue, place)),
            Place = place,
            File = notes.File,
        };
        return WithComments(facts, value, place);
    }

    /// <summary>The pull request of an element; null when it is left out.</summary>
    public NumberFacts? PullRequest(JsonElement value, long place)
    {
        var pull = Member(value, "pr_info") ?? value;
        if (Begin(pull, "pull requests", place) is not var (number, id, author)) return null;
        var facts = new NumberFacts(number)
        {
            PullRequest = new RecordPullRequest(
                owner, name, number, id, author, Title(pull, place), Body(pull, place), TextOf(pull, "state")!, Hash(pull, "head", place), Hash(pull, "base", place),
                Time(pull, "created_at"), Time(pull, "updated_at"), Time(pull, "merged_at"), Time(pull, "closed_at"), Assignees(pull, place), Labels(pull, place)),
            Place = place,
            File = notes.File,
        };
        return WithComments(facts, value, place);
    }

    /// <summary>A comment that says itself what it is about; null when it is left out.</summary>
    public NumberFacts? Comment(JsonElement value, long place) =>
        Given(value, "comments", place) is not { } comment ? null
        : LastNumber(TextOf(value, "issue_url")) is { } number ? new NumberFacts(number) { Comments = [comment], Place = place, File = notes.File }
        : LeaveOut("comments whose issue_url has no number", place);

    /// <summary>A comment on a line of code; null when it is left out.</summary>
    public NumberFacts? ReviewComment(JsonElement value, long place) =>
        Given(value, OnCode, place) is not { } comment ? null
        : LastNumber(TextOf(value, "pull_request_url")) is { } number ? new NumberFacts(number) { ReviewComments = [comment], Place = place, File = notes.File }
        : LeaveOut($"{OnCode} whose pull_request_url has no number", place);

    // An account of somebody who has left GitHub is null, or that of "ghost", which has an id.
    private (int Number, long Id, GivenAccount Author)? Begin(JsonElement value, string things, long place)
    {
        if (Number(value, "number") is not (> 0 and var number)) LeaveOut($"{things} without a number", place);
        else if (Id(value, "id") is not { } id) LeaveOut($"{things} without an id", place);
        else if (Person(Member(value, "user"), place) is not { } author) LeaveOut($"{things} without an account", place);
        else if (TextOf(value, "state") is not (IssueStates.Open or IssueStates.Closed)) LeaveOut($"{things} that are neither open nor closed", place);
        else return (number, id, author);
        return null;
    }

    private NumberFacts WithComments(NumberFacts facts, JsonElement value, long place) => facts with
    {
        // GitHub itself has the number of comments there.
        Comments = List(value, "comments") is { } list ? [.. list.EnumerateArray().Select(item => Given(item, "comments", place)).OfType<GivenComment>()] : [],
        ReviewComments = [.. ReviewComments(value, "reviews", place), .. ReviewComments(value, "review_comments", place)],
    };

    // Approvals and the like can be among them.
    private IEnumerable<GivenComment> ReviewComments(JsonElement value, string member, long place)
    {
        if (List(value, member) is not { } list) yield break;
        foreach (var item in list.EnumerateArray())
        {
            if (ApiShapes.Of(item) == ApiShape.Review) LeaveOut(ApiElements.Reviews, place);
            else if (Given(item, OnCode, place) is { } comment) yield return comment;
        }
    }

    private GivenComment? Given(JsonElement value, string things, long place)
    {
        if (Id(value, "id") is not { } id) LeaveOut($"{things} without an id", place);
        else if (Person(Member(value, "user"), place) is not { } author) LeaveOut($"{things} without an account", place);
        else return new GivenComment(id, author, Body(value, place), Time(value, "created_at"), Time(value, "updated_at"), Id(value, "in_reply_to_id"));
        return null;
    }

    private GivenAccount? Person(JsonElement? user, long place) => CommitLimits.Apply(Account(user), place, notes) is { } account
        ? new GivenAccount(account.Username, account.GithubAccountId, account.DisplayName, account.AvatarUrl, account.Type)
        : null;

    private IReadOnlyList<GivenAccount>? Assignees(JsonElement value, long place)
    {
        if (List(value, "assignees") is not { } list) return null;
        List<GivenAccount> people = [];
        foreach (var item in list.EnumerateArray())
        {
            if (Person(item, place) is { } person) people.Add(person);
            else notes.LeaveOut("assignees without an account", place);
        }
        return people;
    }

    private IReadOnlyList<string>? Labels(JsonElement value, long place)
    {
        if (List(value, "labels") is not { } list) return null;
        var labels = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.EnumerateArray())
        {
            var label = (item.ValueKind == JsonValueKind.String ? GitText.Clean(item.GetString()!) : Filled(item, "name"))?.Trim();
            if (string.IsNullOrEmpty(label)) notes.LeaveOut("labels without a name", place);
            else if (!labels.Add(notes.Cut(label, BoostFields.NameLength, "ends of labels that are longer than the limit", place))) notes.LeaveOut("labels that are repeated", place);
        }
        return [.. labels];
    }

    private string Title(JsonElement value, long place) => notes.Cut(GitText.Clean(TextOf(value, "title") ?? ""), BoostFields.TextLength, "ends of titles that are longer than the limit", place);

    private string Body(JsonElement value, long place) => notes.Cut(GitText.Clean(TextOf(value, "body") ?? ""), BoostFields.BodyLength, "ends of texts that are longer than the limit", place);

    private string Hash(JsonElement value, string member, long place) =>
        Member(value, member) is { } end && Filled(end, "sha") is { } sha ? notes.Cut(sha, BoostFields.HashLength, "ends of hashes that are longer than the limit", place) : "";

    private static int? LastNumber(string? address) =>
        address?.Split('/') is [.., var last] && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private NumberFacts? LeaveOut(string reason, long place)
    {
        notes.LeaveOut(reason, place);
        return null;
    }
}
