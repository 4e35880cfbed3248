using EventSourced.Api.Problems;
using EventSourced.EventStore;
using EventSourced.ReadTables;

namespace EventSourced.Api.Admin;

/// <summary>Finds tables by name.</summary>
internal static class AdminTables
{
    /// <summary>The table of a qualified name.</summary>
    /// <exception cref="ApiException">There is none; the message suggests a similar name.</exception>
    public static TableDefinition Get(this ReadTableCatalog catalog, string name) => catalog.Find(name) ?? throw new ApiException(404, "unknown_table",
        $"There is no read table {name}. {Nearest.Hint(name, "Tables", catalog.Tables.Select(t => t.QualifiedName))}");
}
