using EventSourced.Contracts;
using EventSourced.ReadTables;

namespace EventSourced.Projections;

/// <summary>The read tables of EventSourced.</summary>
public static class ReadTableSet
{
    /// <summary>The catalog of this build.</summary>
    public static ReadTableCatalog Catalog { get; } = ReadTableCatalog.Scan(EventCatalog.Default, typeof(ReadTableSet).Assembly);
}
