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
