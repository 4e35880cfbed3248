using EventSourced.Contracts.Boost;
using EventSourced.Projections.Boost.People;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Issues;

/// <summary>Comments of issues; in the specification <c>IssueComment</c>. A comment that an answer of the API does not have any more stays.</summary>
public sealed record IssueComment : IReadTable<IssueComment>
{
    /// <summary>Computed from GitHub's id.</summary>
    public required long Id { get; init; }

    /// <summary>The row of the issue, not its id at GitHub.</summary>
    public required long IssueId { get; init; }

    /// <summary>Who wrote it.</summary>
    public required long AccountId { get; init; }

    /// <summary>Its id at GitHub.</summary>
    public required long IssueCommentId { get; init; }

    /// <summary>Its text; may be empty.</summary>
    public required string Body { get; init; }

    /// <summary>When it was written; null while unknown.</summary>
    public DateTimeOffset? IssueCommentCreatedAt { get; init; }

    /// <summary>When it was last changed; null while unknown.</summary>
    public DateTimeOffset? IssueCommentUpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<IssueComment> table)
    {
        table.Key(r => r.Id);
        table.Area("issues");
        table.Index("ux_issue_comment_issue_comment_id", r => r.IssueCommentId).Unique();
        table.References<Issue>(r => r.IssueId);
        table.References<GithubAccount>(r => r.AccountId);

        table.On<IssueCommentsRecorded>().Each(e => e.Comments).Row((e, comment) => BoostIssueRows.IssueComment(comment.CommentId))
            .Set(r => r.IssueId, (e, comment) => BoostIssueRows.Issue(e.IssueId))
            .Set(r => r.AccountId, (e, comment) => BoostRows.Account(comment.AccountId))
            .Set(r => r.IssueCommentId, (e, comment) => comment.CommentId)
            .Set(r => r.IssueCommentCreatedAt, (e, comment) => comment.CreatedAt)
            .Set(r => r.IssueCommentUpdatedAt, (e, comment) => comment.UpdatedAt)
            .CopyExcept();
    }
}
