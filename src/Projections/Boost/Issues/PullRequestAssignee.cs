using EventSourced.Contracts.Boost;
using EventSourced.Projections.Boost.People;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Issues;

/// <summary>Accounts that pull requests are assigned to; in the specification <c>PullRequestAssignee</c>.</summary>
public sealed record PullRequestAssignee : IReadTable<PullRequestAssignee>
{
    /// <summary>Computed from the pull request and the account.</summary>
    public required long Id { get; init; }

    /// <summary>The row of the pull request, not its id at GitHub.</summary>
    public required long PrId { get; init; }

    /// <summary>The account.</summary>
    public required long AccountId { get; init; }

    /// <summary>Since when the pull request has had it without a break, as it was recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<PullRequestAssignee> table)
    {
        table.Key(r => r.Id);
        table.Area("issues");
        table.Index("ux_pull_request_assignee_pr_id_account_id", r => r.PrId, r => r.AccountId).Unique();
        table.Timestamps(created: r => r.CreatedAt, updated: null);
        table.References<PullRequest>(r => r.PrId);
        table.References<GithubAccount>(r => r.AccountId);

        table.On<PullRequestRecorded>().Replace(r => r.PrId, e => BoostIssueRows.PullRequest(e.PullRequestId))
            .Each(e => e.Assignees).Row((e, account) => BoostIssueRows.PullRequestAssignee(e.PullRequestId, account))
            .Set(r => r.AccountId, (e, account) => BoostRows.Account(account));
    }
}
