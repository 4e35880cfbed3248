using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Clang;

/// <summary>Commits of llvm/llvm-project; in the specification <c>ClangGithubCommit</c>.</summary>
public sealed record ClangGithubCommit : IReadTable<ClangGithubCommit>
{
    /// <summary>Derived from the hash.</summary>
    public required long Id { get; init; }

    /// <summary>Its hash, 40 lower-case hex digits.</summary>
    public required string Sha { get; init; }

    /// <summary>The latest known time of the commit; null while unknown.</summary>
    public DateTimeOffset? GithubCommittedAt { get; init; }

    /// <summary>When it was first recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last recorded, also when nothing changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<ClangGithubCommit> table)
    {
        table.Key(r => r.Id);
        table.Area("clang");
        table.Index("ux_clang_github_commit_sha", r => r.Sha).Unique();
        table.Index("ix_clang_github_commit_github_committed_at", r => r.GithubCommittedAt);
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);

        table.On<ClangCommitsRecorded>().Each(e => e.Commits).Row((e, commit) => BoostClangRows.Commit(commit.Sha))
            .Set(r => r.Sha, (e, commit) => commit.Sha)
            .Change(r => r.GithubCommittedAt, (row, e, commit) => row.GithubCommittedAt == null || commit.GithubCommittedAt > row.GithubCommittedAt ? commit.GithubCommittedAt : row.GithubCommittedAt);
    }
}
