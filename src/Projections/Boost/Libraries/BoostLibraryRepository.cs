using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Libraries;

/// <summary>Repositories that have libraries of Boost; in the specification <c>BoostLibraryRepository</c>.</summary>
public sealed record BoostLibraryRepository : IReadTable<BoostLibraryRepository>
{
    /// <summary>The id of the repository: the row extends that of <c>github_repository</c>.</summary>
    public required long Id { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When something about its libraries was last recorded.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<BoostLibraryRepository> table)
    {
        table.Key(r => r.Id);
        table.Area("libraries");
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);

        table.On<LibraryRepositoryRegistered>().Row(e => BoostLibraryRows.Repository(e.Repository)).CopyExcept();
        table.On<LibrariesRecorded>().Existing(e => BoostLibraryRows.Repository(e.Repository));
    }
}
