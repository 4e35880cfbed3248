using EventSourced.Contracts.Boost;
using EventSourced.Projections.Boost.People;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Repositories;

/// <summary>Repositories at GitHub; in the specification <c>GitHubRepository</c>. A renamed repository is another row.</summary>
public sealed record GithubRepository : IReadTable<GithubRepository>
{
    /// <summary>Computed from the owner's login and the name, both in lower case.</summary>
    public required long Id { get; init; }

    /// <summary>The owner's account.</summary>
    public required long OwnerAccountId { get; init; }

    /// <summary>Its name, without the owner.</summary>
    public required string RepoName { get; init; }

    /// <summary>Stars.</summary>
    public required int Stars { get; init; }

    /// <summary>Forks.</summary>
    public required int Forks { get; init; }

    /// <summary>Description; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>Last push; null while unknown.</summary>
    public DateTimeOffset? RepoPushedAt { get; init; }

    /// <summary>Creation at GitHub; null while unknown.</summary>
    public DateTimeOffset? RepoCreatedAt { get; init; }

    /// <summary>Last update at GitHub; null while unknown.</summary>
    public DateTimeOffset? RepoUpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<GithubRepository> table)
    {
        table.Key(r => r.Id);
        table.Index("ux_github_repository_owner_account_id_repo_name", r => r.OwnerAccountId, r => r.RepoName).Unique();
        table.Index("ix_github_repository_repo_name", r => r.RepoName);
        table.Index("ix_github_repository_repo_pushed_at", r => r.RepoPushedAt);
        table.Index("ix_github_repository_repo_created_at", r => r.RepoCreatedAt);
        table.Index("ix_github_repository_repo_updated_at", r => r.RepoUpdatedAt);
        table.References<GithubAccount>(r => r.OwnerAccountId);

        table.On<RepositoryRecorded>().Row(e => BoostRows.Repository(e.Owner, e.Name))
            .Set(r => r.OwnerAccountId, e => BoostRows.Account(e.OwnerAccountId))
            .Set(r => r.RepoName, e => e.Name)
            .Set(r => r.RepoPushedAt, e => e.PushedAt)
            .Set(r => r.RepoCreatedAt, e => e.CreatedAt)
            .Set(r => r.RepoUpdatedAt, e => e.UpdatedAt)
            .CopyExcept();
    }
}
