using EventSourced.Contracts.Boost;
using EventSourced.Projections.Boost.People;
using EventSourced.Projections.Boost.Repositories;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Issues;

/// <summary>Issues of repositories; in the specification <c>Issue</c>. An issue that is found again in a renamed repository moves there.</summary>
public sealed record Issue : IReadTable<Issue>
{
    /// <summary>Computed from GitHub's id.</summary>
    public required long Id { get; init; }

    /// <summary>The repository.</summary>
    public required long RepoId { get; init; }

    /// <summary>Who opened it.</summary>
    public required long AccountId { get; init; }

    /// <summary>Its number in the repository.</summary>
    public required int IssueNumber { get; init; }

    /// <summary>Its id at GitHub. Tables of its parts have a column of the same name, which is the row's id.</summary>
    public required long IssueId { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Its text; may be empty.</summary>
    public required string Body { get; init; }

    /// <summary><c>open</c> or <c>closed</c>.</summary>
    public required string State { get; init; }

    /// <summary><c>completed</c>, <c>not_planned</c>, <c>reopened</c>, another reason of GitHub, or empty.</summary>
    public required string StateReason { get; init; }

    /// <summary>When it was opened; null while unknown.</summary>
    public DateTimeOffset? IssueCreatedAt { get; init; }

    /// <summary>When it was last changed; null while unknown.</summary>
    public DateTimeOffset? IssueUpdatedAt { get; init; }

    /// <summary>When it was closed, or null.</summary>
    public DateTimeOffset? IssueClosedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Issue> table)
    {
        table.Key(r => r.Id);
        table.Area("issues");
        table.Index("ux_issue_issue_id", r => r.IssueId).Unique();
        table.Index("ux_issue_repo_id_issue_number", r => r.RepoId, r => r.IssueNumber).Unique();
        table.Index("ix_issue_state", r => r.State);
        table.Index("ix_issue_issue_created_at", r => r.IssueCreatedAt);
        table.Index("ix_issue_issue_updated_at", r => r.IssueUpdatedAt);
        table.Index("ix_issue_issue_closed_at", r => r.IssueClosedAt);
        table.References<GithubRepository>(r => r.RepoId);
        table.References<GithubAccount>(r => r.AccountId);

        table.On<IssueRecorded>().Row(e => BoostIssueRows.Issue(e.IssueId))
            .Set(r => r.RepoId, e => BoostRows.Repository(e.Owner, e.Name))
            .Set(r => r.AccountId, e => BoostRows.Account(e.AccountId))
            .Set(r => r.IssueNumber, e => e.Number)
            .Set(r => r.IssueCreatedAt, e => e.CreatedAt)
            .Set(r => r.IssueUpdatedAt, e => e.UpdatedAt)
            .Set(r => r.IssueClosedAt, e => e.ClosedAt)
            .CopyExcept();
    }
}
