using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Libraries;

/// <summary>Libraries of Boost; in the specification <c>BoostLibrary</c>.</summary>
public sealed record BoostLibrary : IReadTable<BoostLibrary>
{
    /// <summary>Derived from repository and name.</summary>
    public required long Id { get; init; }

    /// <summary>The repository.</summary>
    public required long RepoId { get; init; }

    /// <summary>The key when it is the name of the submodule, else the name for people: <c>math</c>, <c>Math Octonion</c>.</summary>
    public required string Name { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<BoostLibrary> table)
    {
        table.Key(r => r.Id);
        table.Area("libraries");
        table.Index("ux_boost_library_repo_id_name", r => r.RepoId, r => r.Name).Unique();
        table.Index("ix_boost_library_name", r => r.Name);
        table.References<BoostLibraryRepository>(r => r.RepoId);

        table.On<LibraryNamed>().Row(e => BoostLibraryRows.Library(e.Repository, e.Library))
            .Set(r => r.RepoId, e => BoostLibraryRows.Repository(e.Repository))
            .Set(r => r.Name, e => e.Library);
    }
}
