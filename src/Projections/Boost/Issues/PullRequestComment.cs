using EventSourced.Contracts.Boost;
using EventSourced.Projections.Boost.People;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Issues;

/// <summary>Comments of the conversations of pull requests; in the specification <c>PullRequestComment</c>. A comment that an answer of the API does not have any more stays.</summary>
public sealed record PullRequestComment : IReadTable<PullRequestComment>
{
    /// <summary>Computed from GitHub's id.</summary>
    public required long Id { get; init; }

    /// <summary>The row of the pull request, not its id at GitHub.</summary>
    public required long PrId { get; init; }

    /// <summary>Who wrote it.</summary>
    public required long AccountId { get; init; }

    /// <summary>Its id at GitHub.</summary>
    public required long PrCommentId { get; init; }

    /// <summary>Its text; may be empty.</summary>
    public required string Body { get; init; }

    /// <summary>When it was written; null while unknown.</summary>
    public DateTimeOffset? PrCommentCreatedAt { get; init; }

    /// <summary>When it was last changed; null while unknown.</summary>
    public DateTimeOffset? PrCommentUpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<PullRequestComment> table)
    {
        table.Key(r => r.Id);
        table.Area("issues");
        table.Index("ux_pull_request_comment_pr_comment_id", r => r.PrCommentId).Unique();
        table.Index("ix_pull_request_comment_pr_comment_created_at", r => r.PrCommentCreatedAt);
        table.Index("ix_pull_request_comment_pr_comment_updated_at", r => r.PrCommentUpdatedAt);
        table.References<PullRequest>(r => r.PrId);
        table.References<GithubAccount>(r => r.AccountId);

        table.On<PullRequestCommentsRecorded>().Each(e => e.Comments).Row((e, comment) => BoostIssueRows.PullRequestComment(comment.CommentId))
            .Set(r => r.PrId, (e, comment) => BoostIssueRows.PullRequest(e.PullRequestId))
            .Set(r => r.AccountId, (e, comment) => BoostRows.Account(comment.AccountId))
            .Set(r => r.PrCommentId, (e, comment) => comment.CommentId)
            .Set(r => r.PrCommentCreatedAt, (e, comment) => comment.CreatedAt)
            .Set(r => r.PrCommentUpdatedAt, (e, comment) => comment.UpdatedAt)
            .CopyExcept();
    }
}
