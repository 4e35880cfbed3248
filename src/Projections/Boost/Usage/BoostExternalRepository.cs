using EventSourced.Contracts.Boost;
using EventSourced.Projections.Boost.Repositories;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Usage;

/// <summary>Repositories that were scanned for their use of Boost, also those that use none; in the specification <c>BoostExternalRepository</c>.</summary>
public sealed record BoostExternalRepository : IReadTable<BoostExternalRepository>
{
    /// <summary>The id of the repository: the row extends that of <c>github_repository</c>.</summary>
    public required long Id { get; init; }

    /// <summary>The version of Boost that it uses, such as <c>1.84.0</c>; empty while unknown. A scan that names none leaves it.</summary>
    public required string BoostVersion { get; init; }

    /// <summary>Whether the last scan found a copy of Boost in it.</summary>
    public required bool IsBoostEmbedded { get; init; }

    /// <summary>Whether the last scan found a file that includes Boost.</summary>
    public required bool IsBoostUsed { get; init; }

    /// <summary>Owner and name in lower case. Not in the seed.</summary>
    public required string FullName { get; init; }

    /// <summary>When its first scan was recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its last scan was recorded.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<BoostExternalRepository> table)
    {
        table.Key(r => r.Id);
        table.Area("usage");
        table.Index("ix_boost_external_repository_boost_version", r => r.BoostVersion);
        table.Index("ux_boost_external_repository_full_name", r => r.FullName).Unique();
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);
        table.References<GithubRepository>(r => r.Id);

        table.On<UsageScanned>().Row(e => BoostLibraryRows.Repository(e.Repository)).Set(r => r.FullName, e => e.Repository).CopyExcept();
    }
}
