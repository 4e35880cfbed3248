using EventSourced.Api.Problems;
using EventSourced.EventStore;
using EventSourced.ReadTables;

namespace EventSourced.Api.Admin;

/// <summary>Selects the tables of a request.</summary>
internal static class TableSelection
{
    /// <summary>Exactly one of: names, a module, all.</summary>
    public static IReadOnlyList<string> Of(ReadTableCatalog catalog, IReadOnlyList<string>? tables, string? module, bool all) => (tables, module, all) switch
    {
        ({ Count: > 0 }, null, false) => [.. tables.Select(t => catalog.Get(t).QualifiedName)],
        (null or { Count: 0 }, { } name, false) => catalog.Tables.Where(t => t.Module == name).Select(t => t.QualifiedName).ToList() is { Count: > 0 } some
            ? some
            : throw new ApiException(404, "unknown_module", $"There is no module {name} with read tables. {Nearest.Hint(name, "Modules", catalog.Modules)}"),
        (null or { Count: 0 }, null, true) => [.. catalog.Tables.Select(t => t.QualifiedName)],
        _ => throw new ApiException(400, "which_tables", "No tables are selected: give tables (a list of names), or module, or all: true."),
    };
}
