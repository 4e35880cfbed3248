using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Boost;

/// <summary>
/// Records an issue, as GitHub's API describes it. A record that is older than the known one, by <paramref name="UpdatedAt"/>, does not change it; its comments are taken by their
/// own times.
/// </summary>
/// <param name="Owner">Login of the repository's owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="Number">Number of the issue in the repository.</param>
/// <param name="IssueId">Id of the issue at GitHub, the same in all repositories.</param>
/// <param name="Author">Who opened it.</param>
/// <param name="Title">Its title.</param>
/// <param name="Body">Its text; may be empty.</param>
/// <param name="State"><c>open</c> or <c>closed</c>.</param>
/// <param name="StateReason"><c>completed</c>, <c>not_planned</c>, <c>reopened</c> or another reason of GitHub; empty for none.</param>
/// <param name="CreatedAt">When it was opened, or null.</param>
/// <param name="UpdatedAt">When it was last changed, or null.</param>
/// <param name="ClosedAt">When it was closed, or null.</param>
/// <param name="Assignees">All accounts that it is assigned to; null leaves the known ones.</param>
/// <param name="Labels">All its labels; null leaves the known ones.</param>
/// <param name="Comments">Comments, which are added or replaced by their ids. Others stay.</param>
[Command("boost.record_issue", "POST repos/{owner}/{name}/issues", Scope = nameof(RecordIssue.Owner))]
public sealed record RecordIssue(
    string Owner, string Name, int Number, long IssueId, GivenAccount Author, string Title, string Body = "", string State = IssueStates.Open, string StateReason = "",
    DateTimeOffset? CreatedAt = null, DateTimeOffset? UpdatedAt = null, DateTimeOffset? ClosedAt = null,
    IReadOnlyList<GivenAccount>? Assignees = null, IReadOnlyList<string>? Labels = null, IReadOnlyList<GivenComment>? Comments = null) : ICommand;

/// <summary>
/// Records a pull request, as GitHub's API describes it. A record that is older than the known one, by <paramref name="UpdatedAt"/>, does not change it; its comments are taken by
/// their own times.
/// </summary>
/// <param name="Owner">Login of the repository's owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="Number">Number of the pull request in the repository; issues have other numbers.</param>
/// <param name="PullRequestId">Id of the pull request at GitHub: that of <c>/pulls/{number}</c>, not the one in lists of issues.</param>
/// <param name="Author">Who opened it.</param>
/// <param name="Title">Its title.</param>
/// <param name="Body">Its text; may be empty.</param>
/// <param name="State"><c>open</c> or <c>closed</c>; a closed one with <paramref name="MergedAt"/> is recorded as <c>merged</c>.</param>
/// <param name="HeadHash">Commit at the end of its branch; may be empty.</param>
/// <param name="BaseHash">Commit that it is based on; may be empty.</param>
/// <param name="CreatedAt">When it was opened, or null.</param>
/// <param name="UpdatedAt">When it was last changed, or null.</param>
/// <param name="MergedAt">When it was merged, or null.</param>
/// <param name="ClosedAt">When it was closed, or null.</param>
/// <param name="Assignees">All accounts that it is assigned to; null leaves the known ones.</param>
/// <param name="Labels">All its labels; null leaves the known ones.</param>
/// <param name="Comments">Comments of the conversation, which are added or replaced by their ids. Others stay.</param>
/// <param name="ReviewComments">Comments on lines of code, which are added or replaced by their ids. Others stay.</param>
[Command("boost.record_pull_request", "POST repos/{owner}/{name}/pulls", Scope = nameof(RecordPullRequest.Owner))]
public sealed record RecordPullRequest(
    string Owner, string Name, int Number, long PullRequestId, GivenAccount Author, string Title, string Body = "", string State = IssueStates.Open, string HeadHash = "", string BaseHash = "",
    DateTimeOffset? CreatedAt = null, DateTimeOffset? UpdatedAt = null, DateTimeOffset? MergedAt = null, DateTimeOffset? ClosedAt = null,
    IReadOnlyList<GivenAccount>? Assignees = null, IReadOnlyList<string>? Labels = null,
    IReadOnlyList<GivenComment>? Comments = null, IReadOnlyList<GivenComment>? ReviewComments = null) : ICommand;

/// <summary>An account as an answer of the API mentions it. Empty members do not replace what is known.</summary>
/// <param name="Username">Its login.</param>
/// <param name="GithubAccountId">Id of the account at GitHub. Without it the account is looked up by the login; when none has it, the person gets a negative number.</param>
/// <param name="DisplayName">Name shown to people; may be empty.</param>
/// <param name="AvatarUrl">Address of its picture; may be empty.</param>
/// <param name="Type"><c>User</c>, <c>Organization</c> or <c>Enterprise</c>; anything else is a user.</param>
public sealed record GivenAccount(string Username, long? GithubAccountId = null, string DisplayName = "", string AvatarUrl = "", string Type = "User");

/// <summary>A comment.</summary>
/// <param name="CommentId">Its id at GitHub.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Body">Its text; may be empty.</param>
/// <param name="CreatedAt">When it was written, or null.</param>
/// <param name="UpdatedAt">When it was last changed, or null. An older text does not replace a newer one.</param>
/// <param name="InReplyToId">For a comment on a line of code: id of the one that it answers, or null.</param>
public sealed record GivenComment(
    long CommentId, GivenAccount Author, string Body = "", DateTimeOffset? CreatedAt = null, DateTimeOffset? UpdatedAt = null, long? InReplyToId = null);

/// <summary>All that is known of an issue after an answer of GitHub's API. In one stream for its number, which a pull request would share.</summary>
/// <param name="Owner">Login of the repository's owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="Number">Number in the repository.</param>
/// <param name="IssueId">Id at GitHub.</param>
/// <param name="AccountId">Account of the author, decided when this was recorded; negative for a person without a known account.</param>
/// <param name="Title">Its title.</param>
/// <param name="Body">Its text; may be empty.</param>
/// <param name="State">One of <see cref="IssueStates"/>, but not merged.</param>
/// <param name="StateReason">Why it has the state; may be empty.</param>
/// <param name="CreatedAt">When it was opened; null while unknown.</param>
/// <param name="UpdatedAt">When it was last changed; null while unknown.</param>
/// <param name="ClosedAt">When it was closed, or null.</param>
/// <param name="Assignees">Accounts that it is assigned to, all of them.</param>
/// <param name="Labels">Its labels, all of them.</param>
[EventName("boost.issue_recorded.v1")]
public sealed record IssueRecorded(
    string Owner, string Name, int Number, long IssueId, long AccountId, string Title, string Body, string State, string StateReason,
    DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt, DateTimeOffset? ClosedAt, IReadOnlyList<long> Assignees, IReadOnlyList<string> Labels) : IEvent;

/// <summary>All that is known of a pull request after an answer of GitHub's API. In one stream for its number, which an issue would share.</summary>
/// <param name="Owner">Login of the repository's owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="Number">Number in the repository.</param>
/// <param name="PullRequestId">Id at GitHub.</param>
/// <param name="AccountId">Account of the author, decided when this was recorded; negative for a person without a known account.</param>
/// <param name="Title">Its title.</param>
/// <param name="Body">Its text; may be empty.</param>
/// <param name="State">One of <see cref="IssueStates"/>.</param>
/// <param name="HeadHash">Commit at the end of its branch; may be empty.</param>
/// <param name="BaseHash">Commit that it is based on; may be empty.</param>
/// <param name="CreatedAt">When it was opened; null while unknown.</param>
/// <param name="UpdatedAt">When it was last changed; null while unknown.</param>
/// <param name="MergedAt">When it was merged, or null.</param>
/// <param name="ClosedAt">When it was closed, or null.</param>
/// <param name="Assignees">Accounts that it is assigned to, all of them.</param>
/// <param name="Labels">Its labels, all of them.</param>
[EventName("boost.pull_request_recorded.v1")]
public sealed record PullRequestRecorded(
    string Owner, string Name, int Number, long PullRequestId, long AccountId, string Title, string Body, string State, string HeadHash, string BaseHash,
    DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt, DateTimeOffset? MergedAt, DateTimeOffset? ClosedAt, IReadOnlyList<long> Assignees, IReadOnlyList<string> Labels) : IEvent;

/// <summary>Comments of an issue: those that are new or have another content.</summary>
/// <param name="Owner">Login of the repository's owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="Number">Number of the issue.</param>
/// <param name="IssueId">Id of the issue at GitHub.</param>
/// <param name="Comments">The comments.</param>
[EventName("boost.issue_comments_recorded.v1")]
public sealed record IssueCommentsRecorded(string Owner, string Name, int Number, long IssueId, IReadOnlyList<RecordedComment> Comments) : IEvent;

/// <summary>Comments of the conversation of a pull request: those that are new or have another content.</summary>
/// <param name="Owner">Login of the repository's owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="Number">Number of the pull request.</param>
/// <param name="PullRequestId">Id of the pull request at GitHub.</param>
/// <param name="Comments">The comments.</param>
[EventName("boost.pull_request_comments_recorded.v1")]
public sealed record PullRequestCommentsRecorded(string Owner, string Name, int Number, long PullRequestId, IReadOnlyList<RecordedComment> Comments) : IEvent;

/// <summary>Comments on lines of code of a pull request: those that are new or have another content.</summary>
/// <param name="Owner">Login of the repository's owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="Number">Number of the pull request.</param>
/// <param name="PullRequestId">Id of the pull request at GitHub.</param>
/// <param name="Comments">The comments.</param>
[EventName("boost.review_comments_recorded.v1")]
public sealed record ReviewCommentsRecorded(string Owner, string Name, int Number, long PullRequestId, IReadOnlyList<RecordedComment> Comments) : IEvent;

/// <summary>A comment.</summary>
/// <param name="CommentId">Its id at GitHub.</param>
/// <param name="AccountId">Account of its author, decided when this was recorded; negative for a person without a known account.</param>
/// <param name="Body">Its text; may be empty.</param>
/// <param name="InReplyToId">On a line of code: id of the comment that it answers, or null.</param>
/// <param name="CreatedAt">When it was written; null while unknown.</param>
/// <param name="UpdatedAt">When it was last changed; null while unknown.</param>
public sealed record RecordedComment(long CommentId, long AccountId, string Body, long? InReplyToId, DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt);

/// <summary>States of issues and pull requests.</summary>
public static class IssueStates
{
    /// <summary>It is open.</summary>
    public const string Open = "open";

    /// <summary>It is closed; a pull request without being merged.</summary>
    public const string Closed = "closed";

    /// <summary>A pull request was merged. GitHub calls it closed.</summary>
    public const string Merged = "merged";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IssueRecorded))]
[JsonSerializable(typeof(PullRequestRecorded))]
[JsonSerializable(typeof(IssueCommentsRecorded))]
[JsonSerializable(typeof(PullRequestCommentsRecorded))]
[JsonSerializable(typeof(ReviewCommentsRecorded))]
internal sealed partial class BoostIssuesJson : JsonSerializerContext;
