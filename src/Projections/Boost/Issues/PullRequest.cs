using EventSourced.Contracts.Boost;
using EventSourced.Projections.Boost.People;
using EventSourced.Projections.Boost.Repositories;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Issues;

/// <summary>Pull requests of repositories; in the specification <c>PullRequest</c>. One that is found again in a renamed repository moves there.</summary>
public sealed record PullRequest : IReadTable<PullRequest>
{
    /// <summary>Computed from GitHub's id.</summary>
    public required long Id { get; init; }

    /// <summary>The repository.</summary>
    public required long RepoId { get; init; }

    /// <summary>Who opened it.</summary>
    public required long AccountId { get; init; }

    /// <summary>Its number in the repository; issues have other numbers.</summary>
    public required int PrNumber { get; init; }

    /// <summary>Its id at GitHub. Tables of its parts have a column of the same name, which is the row's id.</summary>
    public required long PrId { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Its text; may be empty.</summary>
    public required string Body { get; init; }

    /// <summary><c>open</c>, <c>closed</c> or <c>merged</c>.</summary>
    public required string State { get; init; }

    /// <summary>Commit at the end of its branch; may be empty.</summary>
    public required string HeadHash { get; init; }

    /// <summary>Commit that it is based on; may be empty.</summary>
    public required string BaseHash { get; init; }

    /// <summary>When it was opened; null while unknown.</summary>
    public DateTimeOffset? PrCreatedAt { get; init; }

    /// <summary>When it was last changed; null while unknown.</summary>
    public DateTimeOffset? PrUpdatedAt { get; init; }

    /// <summary>When it was merged, or null.</summary>
    public DateTimeOffset? PrMergedAt { get; init; }

    /// <summary>When it was closed, or null.</summary>
    public DateTimeOffset? PrClosedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<PullRequest> table)
    {
        table.Key(r => r.Id);
        table.Area("issues");
        table.Index("ux_pull_request_pr_id", r => r.PrId).Unique();
        table.Index("ux_pull_request_repo_id_pr_number", r => r.RepoId, r => r.PrNumber).Unique();
        table.Index("ix_pull_request_state", r => r.State);
        table.Index("ix_pull_request_head_hash", r => r.HeadHash);
        table.Index("ix_pull_request_base_hash", r => r.BaseHash);
        table.Index("ix_pull_request_pr_created_at", r => r.PrCreatedAt);
        table.Index("ix_pull_request_pr_updated_at", r => r.PrUpdatedAt);
        table.Index("ix_pull_request_pr_merged_at", r => r.PrMergedAt);
        table.Index("ix_pull_request_pr_closed_at", r => r.PrClosedAt);
        table.References<GithubRepository>(r => r.RepoId);
        table.References<GithubAccount>(r => r.AccountId);

        table.On<PullRequestRecorded>().Row(e => BoostIssueRows.PullRequest(e.PullRequestId))
            .Set(r => r.RepoId, e => BoostRows.Repository(e.Owner, e.Name))
            .Set(r => r.AccountId, e => BoostRows.Account(e.AccountId))
            .Set(r => r.PrNumber, e => e.Number)
            .Set(r => r.PrId, e => e.PullRequestId)
            .Set(r => r.PrCreatedAt, e => e.CreatedAt)
            .Set(r => r.PrUpdatedAt, e => e.UpdatedAt)
            .Set(r => r.PrMergedAt, e => e.MergedAt)
            .Set(r => r.PrClosedAt, e => e.ClosedAt)
            .CopyExcept();
    }
}
