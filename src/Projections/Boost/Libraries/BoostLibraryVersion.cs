using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Libraries;

/// <summary>Libraries in each release; in the specification <c>BoostLibraryVersion</c>.</summary>
public sealed record BoostLibraryVersion : IReadTable<BoostLibraryVersion>
{
    /// <summary>Derived from library and release.</summary>
    public required long Id { get; init; }

    /// <summary>The library.</summary>
    public required long LibraryId { get; init; }

    /// <summary>The release.</summary>
    public required long VersionId { get; init; }

    /// <summary>The C++ standard that it needs: <c>11</c>; may be empty.</summary>
    public required string CppVersion { get; init; }

    /// <summary>What it is for; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>Where its documentation is; may be empty.</summary>
    public required string Documentation { get; init; }

    /// <summary>Its key in <c>libraries.json</c>: <c>math/octonion</c>.</summary>
    public required string Key { get; init; }

    /// <summary>When it was first recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When something new about it was last recorded.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<BoostLibraryVersion> table)
    {
        table.Key(r => r.Id);
        table.Area("libraries");
        table.Index("ux_boost_library_version_library_id_version_id", r => r.LibraryId, r => r.VersionId).Unique();
        table.Index("ix_boost_library_version_key", r => r.Key);
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);
        table.References<BoostLibrary>(r => r.LibraryId);
        table.References<BoostVersion>(r => r.VersionId);

        table.On<LibrariesRecorded>().Each(e => e.Libraries).Row((e, library) => BoostLibraryRows.LibraryVersion(e.Repository, library.Name, e.Version))
            .Set(r => r.LibraryId, (e, library) => BoostLibraryRows.Library(e.Repository, library.Name))
            .Set(r => r.VersionId, (e, library) => BoostLibraryRows.Version(e.Version))
            .CopyExcept();
    }
}
