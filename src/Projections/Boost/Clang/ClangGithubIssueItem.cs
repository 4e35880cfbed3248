using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Clang;

/// <summary>Issues and pull requests of llvm/llvm-project; in the specification <c>ClangGithubIssueItem</c>.</summary>
public sealed record ClangGithubIssueItem : IReadTable<ClangGithubIssueItem>
{
    /// <summary>Derived from the number.</summary>
    public required long Id { get; init; }

    /// <summary>Its number.</summary>
    public required int Number { get; init; }

    /// <summary>Whether any source said that it is a pull request.</summary>
    public required bool IsPullRequest { get; init; }

    /// <summary>When it was opened; null while unknown.</summary>
    public DateTimeOffset? GithubCreatedAt { get; init; }

    /// <summary>The latest known time of an update; null while unknown.</summary>
    public DateTimeOffset? GithubUpdatedAt { get; init; }

    /// <summary>When it was first recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last recorded, also when nothing changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<ClangGithubIssueItem> table)
    {
        table.Key(r => r.Id);
        table.Area("clang");
        table.Index("ux_clang_github_issue_item_number", r => r.Number).Unique();
        table.Index("ix_clang_github_issue_item_github_updated_at", r => r.GithubUpdatedAt);
        table.Index("ix_clang_github_issue_item_updated_at", r => r.UpdatedAt);
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);

        table.On<ClangItemsRecorded>().Each(e => e.Items).Row((e, item) => BoostClangRows.Item(item.Number))
            .Set(r => r.Number, (e, item) => item.Number)
            .Change(r => r.IsPullRequest, (row, e, item) => row.IsPullRequest || item.IsPullRequest)
            .Change(r => r.GithubCreatedAt, (row, e, item) => item.GithubCreatedAt == null ? row.GithubCreatedAt : item.GithubCreatedAt)
            .Change(r => r.GithubUpdatedAt, (row, e, item) => row.GithubUpdatedAt == null || item.GithubUpdatedAt > row.GithubUpdatedAt ? item.GithubUpdatedAt : row.GithubUpdatedAt);
    }
}
