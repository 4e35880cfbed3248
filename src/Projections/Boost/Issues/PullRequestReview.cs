using EventSourced.Contracts.Boost;
using EventSourced.Projections.Boost.People;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Issues;

/// <summary>Comments on lines of code of pull requests: GitHub calls them review comments; in the specification <c>PullRequestReview</c>. A comment that an answer of the API does not have any more stays.</summary>
public sealed record PullRequestReview : IReadTable<PullRequestReview>
{
    /// <summary>Computed from GitHub's id.</summary>
    public required long Id { get; init; }

    /// <summary>The row of the pull request, not its id at GitHub.</summary>
    public required long PrId { get; init; }

    /// <summary>Who wrote it.</summary>
    public required long AccountId { get; init; }

    /// <summary>Its id at GitHub.</summary>
    public required long PrReviewId { get; init; }

    /// <summary>Its text; may be empty.</summary>
    public required string Body { get; init; }

    /// <summary>Id at GitHub of the comment that it answers, or null. That comment may be unknown.</summary>
    public long? InReplyToId { get; init; }

    /// <summary>When it was written; null while unknown.</summary>
    public DateTimeOffset? PrReviewCreatedAt { get; init; }

    /// <summary>When it was last changed; null while unknown.</summary>
    public DateTimeOffset? PrReviewUpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<PullRequestReview> table)
    {
        table.Key(r => r.Id);
        table.Area("issues");
        table.Index("ux_pull_request_review_pr_review_id", r => r.PrReviewId).Unique();
        table.Index("ix_pull_request_review_pr_review_created_at", r => r.PrReviewCreatedAt);
        table.Index("ix_pull_request_review_pr_review_updated_at", r => r.PrReviewUpdatedAt);
        table.References<PullRequest>(r => r.PrId);
        table.References<GithubAccount>(r => r.AccountId);

        table.On<ReviewCommentsRecorded>().Each(e => e.Comments).Row((e, comment) => BoostIssueRows.PullRequestReview(comment.CommentId))
            .Set(r => r.PrId, (e, comment) => BoostIssueRows.PullRequest(e.PullRequestId))
            .Set(r => r.AccountId, (e, comment) => BoostRows.Account(comment.AccountId))
            .Set(r => r.PrReviewId, (e, comment) => comment.CommentId)
            .Set(r => r.PrReviewCreatedAt, (e, comment) => comment.CreatedAt)
            .Set(r => r.PrReviewUpdatedAt, (e, comment) => comment.UpdatedAt)
            .CopyExcept();
    }
}
