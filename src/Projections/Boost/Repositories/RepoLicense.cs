using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Repositories;

/// <summary>The current licence of each repository that has one; in the specification <c>RepoLicense</c>.</summary>
public sealed record RepoLicense : IReadTable<RepoLicense>
{
    /// <summary>Computed from repository and licence.</summary>
    public required long Id { get; init; }

    /// <summary>The repository.</summary>
    public required long RepoId { get; init; }

    /// <summary>The licence.</summary>
    public required long LicenseId { get; init; }

    /// <summary>Since when the repository has had the licence without a break.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<RepoLicense> table)
    {
        table.Key(r => r.Id);
        table.Index("ux_repo_license_repo_id_license_id", r => r.RepoId, r => r.LicenseId).Unique();
        table.Timestamps(created: r => r.CreatedAt, updated: null);
        table.References<GithubRepository>(r => r.RepoId);
        table.References<License>(r => r.LicenseId);

        table.On<RepositoryLicenseRecorded>().Replace(r => r.RepoId, e => BoostRows.Repository(e.Owner, e.Name))
            .Each(e => Rows.Current(e)).Row((e, license) => BoostRows.RepositoryLicense(e.Owner, e.Name, license.Name))
            .Set(r => r.LicenseId, (e, license) => BoostRows.License(license.Name));
    }
}
