using System.Reflection;
using EventSourced.Contracts;
using EventSourced.ReadTables;

namespace EventSourced.Projections;

/// <summary>The read tables of EventSourced.</summary>
public static class ReadTableSet
{
    /// <summary>The catalog of this build.</summary>
    public static ReadTableCatalog Catalog { get; } = ReadTableCatalog.Scan(EventCatalog.Default, typeof(ReadTableSet).Assembly);

    /// <summary>The catalog of a host with additional modules.</summary>
    /// <param name="events">The events of its modules.</param>
    /// <param name="assemblies">The assemblies of its modules.</param>
    public static ReadTableCatalog Of(EventCatalog events, IEnumerable<Assembly> assemblies) =>
        events == EventCatalog.Default ? Catalog : ReadTableCatalog.Scan(events, [typeof(ReadTableSet).Assembly, .. assemblies]);
}
