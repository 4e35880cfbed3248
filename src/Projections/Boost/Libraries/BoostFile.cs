using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Libraries;

/// <summary>Files of libraries; in the specification <c>BoostFile</c>.</summary>
public sealed record BoostFile : IReadTable<BoostFile>
{
    /// <summary>The id of the file: the row extends that of <c>github_file</c>.</summary>
    public required long Id { get; init; }

    /// <summary>The library that it belongs to.</summary>
    public required long LibraryId { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<BoostFile> table)
    {
        table.Key(r => r.Id);
        table.Area("libraries");
        table.References<BoostLibrary>(r => r.LibraryId);

        table.On<LibraryFilesAssigned>().Each(e => e.Filenames).Row((e, filename) => BoostLibraryRows.File(e.Repository, filename))
            .Set(r => r.LibraryId, (e, filename) => BoostLibraryRows.Library(e.Repository, e.Library));
    }
}
