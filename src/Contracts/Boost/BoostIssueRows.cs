using System.Globalization;

namespace EventSourced.Contracts.Boost;

/// <summary>
/// Row ids of the tables of issues and pull requests, computed from ids of GitHub (<see cref="RowId"/>). An id is the same in all repositories, so the row of an issue that is found
/// again in a renamed repository moves there.
/// </summary>
public static class BoostIssueRows
{
    /// <summary>An issue.</summary>
    /// <param name="issueId">Its id at GitHub.</param>
    public static long Issue(long issueId) => RowId.Of("boost.issue", Text(issueId));

    /// <summary>A comment of an issue.</summary>
    /// <param name="commentId">Its id at GitHub.</param>
    public static long IssueComment(long commentId) => RowId.Of("boost.issue_comment", Text(commentId));

    /// <summary>An account that an issue is assigned to.</summary>
    /// <param name="issueId">Id of the issue at GitHub.</param>
    /// <param name="githubAccountId">Id of the account at GitHub; negative for people without one.</param>
    public static long IssueAssignee(long issueId, long githubAccountId) => RowId.Of("boost.issue_assignee", Text(issueId), BoostRows.ProfileOf(githubAccountId));

    /// <summary>A label of an issue.</summary>
    /// <param name="issueId">Id of the issue at GitHub.</param>
    /// <param name="label">Name of the label.</param>
    public static long IssueLabel(long issueId, string label) => RowId.Of("boost.issue_label", Text(issueId), label);

    /// <summary>A pull request.</summary>
    /// <param name="pullRequestId">Its id at GitHub.</param>
    public static long PullRequest(long pullRequestId) => RowId.Of("boost.pull_request", Text(pullRequestId));

    /// <summary>A comment of the conversation of a pull request.</summary>
    /// <param name="commentId">Its id at GitHub.</param>
    public static long PullRequestComment(long commentId) => RowId.Of("boost.pull_request_comment", Text(commentId));

    /// <summary>A comment on a line of code of a pull request.</summary>
    /// <param name="commentId">Its id at GitHub.</param>
    public static long PullRequestReview(long commentId) => RowId.Of("boost.pull_request_review", Text(commentId));

    /// <summary>An account that a pull request is assigned to.</summary>
    /// <param name="pullRequestId">Id of the pull request at GitHub.</param>
    /// <param name="githubAccountId">Id of the account at GitHub; negative for people without one.</param>
    public static long PullRequestAssignee(long pullRequestId, long githubAccountId) => RowId.Of("boost.pull_request_assignee", Text(pullRequestId), BoostRows.ProfileOf(githubAccountId));

    /// <summary>A label of a pull request.</summary>
    /// <param name="pullRequestId">Id of the pull request at GitHub.</param>
    /// <param name="label">Name of the label.</param>
    public static long PullRequestLabel(long pullRequestId, string label) => RowId.Of("boost.pull_request_label", Text(pullRequestId), label);

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
