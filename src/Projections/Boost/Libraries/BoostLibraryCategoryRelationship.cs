using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Libraries;

/// <summary>Categories of each library, which it never loses; in the specification <c>BoostLibraryCategoryRelationship</c>.</summary>
public sealed record BoostLibraryCategoryRelationship : IReadTable<BoostLibraryCategoryRelationship>
{
    /// <summary>Derived from library and category.</summary>
    public required long Id { get; init; }

    /// <summary>The library.</summary>
    public required long LibraryId { get; init; }

    /// <summary>The category.</summary>
    public required long CategoryId { get; init; }

    /// <summary>When the library got it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The same: it does not change.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<BoostLibraryCategoryRelationship> table)
    {
        table.Key(r => r.Id);
        table.Area("libraries");
        table.Index("ux_boost_library_category_relationship_library_category", r => r.LibraryId, r => r.CategoryId).Unique();
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);
        table.References<BoostLibrary>(r => r.LibraryId);
        table.References<BoostLibraryCategory>(r => r.CategoryId);

        table.On<LibrariesRecorded>().Each(e => e.Libraries.SelectMany(l => l.Categories, (library, category) => (Library: library.Name, Category: category)))
            .Row((e, has) => BoostLibraryRows.LibraryCategory(e.Repository, has.Library, has.Category))
            .Set(r => r.LibraryId, (e, has) => BoostLibraryRows.Library(e.Repository, has.Library))
            .Set(r => r.CategoryId, (e, has) => BoostLibraryRows.Category(has.Category));
    }
}
