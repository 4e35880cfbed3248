using EventSourced.Contracts.Boost;
using EventSourced.Projections.Boost.People;
using EventSourced.Projections.Boost.Repositories;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Commits;

/// <summary>Commits of repositories; in the specification <c>GitCommit</c>. A commit that is in several repositories has a row in each.</summary>
public sealed record GitCommit : IReadTable<GitCommit>
{
    /// <summary>Computed from repository and hash.</summary>
    public required long Id { get; init; }

    /// <summary>The repository.</summary>
    public required long RepoId { get; init; }

    /// <summary>The author's account, else the committer's.</summary>
    public required long AccountId { get; init; }

    /// <summary>The commit's hash, lower-case hex.</summary>
    public required string CommitHash { get; init; }

    /// <summary>The message.</summary>
    public required string Comment { get; init; }

    /// <summary>When its author wrote it.</summary>
    public required DateTimeOffset CommitAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<GitCommit> table)
    {
        table.Key(r => r.Id);
        table.Area("commits");
        table.Index("ux_git_commit_repo_id_commit_hash", r => r.RepoId, r => r.CommitHash).Unique();
        table.Index("ix_git_commit_repo_id_commit_at", r => r.RepoId, r => r.CommitAt);
        table.Index("ix_git_commit_commit_hash", r => r.CommitHash);
        table.Index("ix_git_commit_commit_at", r => r.CommitAt);
        table.References<GithubRepository>(r => r.RepoId);
        table.References<GithubAccount>(r => r.AccountId);

        table.On<CommitRecorded>().Row(e => BoostRows.Commit(e.Owner, e.Name, e.Sha))
            .Set(r => r.RepoId, e => BoostRows.Repository(e.Owner, e.Name))
            .Set(r => r.AccountId, e => BoostRows.Account(e.AccountId))
            .Set(r => r.CommitHash, e => e.Sha)
            .CopyExcept();
    }
}
