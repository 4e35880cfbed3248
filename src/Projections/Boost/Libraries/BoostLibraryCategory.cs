using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Libraries;

/// <summary>Categories of libraries; in the specification <c>BoostLibraryCategory</c>.</summary>
public sealed record BoostLibraryCategory : IReadTable<BoostLibraryCategory>
{
    /// <summary>Derived from the name.</summary>
    public required long Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>When a library first had it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The same: a category does not change.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<BoostLibraryCategory> table)
    {
        table.Key(r => r.Id);
        table.Area("libraries");
        table.Index("ux_boost_library_category_name", r => r.Name).Unique();

        table.On<LibrariesRecorded>().Each(e => e.Libraries.SelectMany(l => l.Categories)).Row((e, category) => BoostLibraryRows.Category(category))
            .Set(r => r.Name, (e, category) => category)
            .SetOnCreate(r => r.CreatedAt, (e, category, info) => info.RecordedAt)
            .SetOnCreate(r => r.UpdatedAt, (e, category, info) => info.RecordedAt);
    }
}
