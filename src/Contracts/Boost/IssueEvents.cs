namespace EventSourced.Contracts.Boost;

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
