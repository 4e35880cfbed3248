using System.Reflection;
using EventSourced.Contracts;
using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables;

/// <summary>All read tables of a build. Test suites, endpoints, documents and admin tools enumerate it; none refers to a particular table.</summary>
public sealed class ReadTableCatalog
{
    private readonly Dictionary<string, TableDefinition> _byName;

    private ReadTableCatalog(EventCatalog events, IReadOnlyList<TableDefinition> tables)
    {
        Events = events;
        Tables = tables;
        _byName = tables.ToDictionary(t => t.QualifiedName);
    }

    /// <summary>The events that the tables are built from.</summary>
    public EventCatalog Events { get; }

    /// <summary>All tables by qualified name, derived tables last.</summary>
    public IReadOnlyList<TableDefinition> Tables { get; }

    /// <summary>The modules that have tables: each is a schema.</summary>
    public IReadOnlyList<string> Modules => [.. Tables.Select(t => t.Module).Distinct().Order()];

    /// <summary>The lanes that keep the tables up to date: one for each module, and one for each area.</summary>
    public IReadOnlyList<string> Lanes => [.. Tables.Select(t => t.Lane).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The catalog of all <see cref="IReadTable{TRow}"/> types of some assemblies.</summary>
    /// <param name="events">The events that the tables are built from.</param>
    /// <param name="assemblies">Assemblies with read tables.</param>
    /// <exception cref="DefinitionException">Definitions have faults; the message lists all faults of all tables, each with its file and what to do.</exception>
    public static ReadTableCatalog Scan(EventCatalog events, params Assembly[] assemblies) => Of(
        events,
        [.. assemblies.SelectMany(a => a.GetTypes())
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReadTable<>)))],
        assemblies.SelectMany(a => a.GetCustomAttributes<IgnoredEventAttribute>()).Select(i => i.EventType).ToHashSet());

    /// <summary>The catalog of some row records.</summary>
    /// <param name="events">The events that the tables are built from.</param>
    /// <param name="rows">The row records.</param>
    /// <param name="ignored">Events that need no table.</param>
    /// <exception cref="DefinitionException">Definitions have faults.</exception>
    public static ReadTableCatalog Of(EventCatalog events, IReadOnlyCollection<Type> rows, IReadOnlySet<Type> ignored)
    {
        List<TableDraft> drafts = [.. rows.Select(t => TableDraft.Of(t, events))];
        CatalogRules.CheckNames(drafts);
        var byRow = drafts.ToDictionary(d => d.RowType);
        CatalogRules.CheckDerived(drafts, byRow);
        foreach (var draft in CatalogRules.ParentsFirst(drafts, byRow)) draft.Resolve(byRow, setNull: false);
        foreach (var draft in drafts) draft.Resolve(byRow, setNull: true);
        List<TableDefinition> tables = [.. drafts.Select(d => d.Build(byRow)).OfType<TableDefinition>().OrderBy(t => t.SourceRow is not null).ThenBy(t => t.QualifiedName, StringComparer.Ordinal)];
        CatalogRules.CheckIndexes(drafts);
        var faults = drafts.SelectMany(d => d.Faults.All).ToList();
        // Unhandled events are known only if all tables are valid.
        if (faults.Count == 0) faults.AddRange(CatalogRules.Unhandled(events, tables, ignored));
        if (faults.Count > 0) throw new DefinitionException(FaultList.WithRelativePaths(faults, drafts.Select(d => d.Faults.File).OfType<string>()));
        return new ReadTableCatalog(events, tables);
    }

    /// <summary>The table with this qualified name (<c>shop.orders</c>), or null.</summary>
    public TableDefinition? Find(string qualifiedName) => _byName.GetValueOrDefault(qualifiedName);

    /// <summary>The tables that share a checkpoint: the one that maps events, then those derived from it.</summary>
    /// <param name="table">Any of them.</param>
    public IReadOnlyList<TableDefinition> FamilyOf(TableDefinition table)
    {
        var head = table.SourceRow is { } source ? Tables.First(t => t.RowType == source) : table;
        return [head, .. Tables.Where(t => t.SourceRow == head.RowType)];
    }

    /// <summary>The table of a row record.</summary>
    /// <typeparam name="TRow">The row record.</typeparam>
    public TableDefinition Of<TRow>() where TRow : class, IReadTable<TRow> => Tables.First(t => t.RowType == typeof(TRow));
}
