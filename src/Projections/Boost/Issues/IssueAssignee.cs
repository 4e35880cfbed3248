using EventSourced.Contracts.Boost;
using EventSourced.Projections.Boost.People;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Issues;

/// <summary>Accounts that issues are assigned to; in the specification <c>IssueAssignee</c>.</summary>
public sealed record IssueAssignee : IReadTable<IssueAssignee>
{
    /// <summary>Computed from the issue and the account.</summary>
    public required long Id { get; init; }

    /// <summary>The row of the issue, not its id at GitHub.</summary>
    public required long IssueId { get; init; }

    /// <summary>The account.</summary>
    public required long AccountId { get; init; }

    /// <summary>Since when the issue has had it without a break, as it was recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<IssueAssignee> table)
    {
        table.Key(r => r.Id);
        table.Area("issues");
        table.Index("ux_issue_assignee_issue_id_account_id", r => r.IssueId, r => r.AccountId).Unique();
        table.Timestamps(created: r => r.CreatedAt, updated: null);
        table.References<Issue>(r => r.IssueId);
        table.References<GithubAccount>(r => r.AccountId);

        table.On<IssueRecorded>().Replace(r => r.IssueId, e => BoostIssueRows.Issue(e.IssueId))
            .Each(e => e.Assignees).Row((e, account) => BoostIssueRows.IssueAssignee(e.IssueId, account))
            .Set(r => r.AccountId, (e, account) => BoostRows.Account(account));
    }
}
