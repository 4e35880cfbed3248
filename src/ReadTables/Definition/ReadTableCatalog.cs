using System.Reflection;
using EventSourced.Contracts;

namespace EventSourced.ReadTables;

/// <summary>All read tables of a build. Suites, endpoints, documents and admin tools walk it; none names a table.</summary>
public sealed class ReadTableCatalog
{
    private readonly Dictionary<string, TableDefinition> _byName;

    private ReadTableCatalog(EventCatalog events, IReadOnlyList<TableDefinition> tables)
    {
        Events = events;
        Tables = tables;
        _byName = tables.ToDictionary(t => t.QualifiedName);
    }

    /// <summary>The events that the tables follow from.</summary>
    public EventCatalog Events { get; }

    /// <summary>All tables by qualified name, a derived table after its source.</summary>
    public IReadOnlyList<TableDefinition> Tables { get; }

    /// <summary>The modules that have tables: each is a schema and a lane.</summary>
    public IReadOnlyList<string> Modules => [.. Tables.Select(t => t.Module).Distinct().Order()];

    /// <summary>The catalog of all <see cref="IReadTable{TRow}"/> types of some assemblies.</summary>
    /// <param name="events">The events that the tables follow from.</param>
    /// <param name="assemblies">Assemblies with read tables.</param>
    /// <exception cref="InvalidOperationException">A definition breaks a rule; the message names the table and the rule.</exception>
    public static ReadTableCatalog Scan(EventCatalog events, params Assembly[] assemblies)
    {
        var tables = assemblies.SelectMany(a => a.GetTypes())
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReadTable<>)))
            .Select(t => Build(t, events))
            .OrderBy(t => t.SourceRow is not null).ThenBy(t => t.QualifiedName, StringComparer.Ordinal)
            .ToList();
        if (tables.GroupBy(t => t.QualifiedName).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Two read tables are named {twice.Key}: {string.Join(", ", twice.Select(t => t.RowType))}.");
        if (tables.SelectMany(t => t.Indexes.Select(i => (t.Module, i.Name))).GroupBy(i => i).FirstOrDefault(g => g.Count() > 1) is { } index)
            throw new InvalidOperationException($"Two indexes of {index.Key.Module} are named {index.Key.Name}.");
        foreach (var derived in tables.Where(t => t.SourceRow is not null))
        {
            var source = tables.FirstOrDefault(t => t.RowType == derived.SourceRow);
            if (source is null || source.Module != derived.Module || source.SourceRow is not null)
                throw new InvalidOperationException($"Read table {derived.QualifiedName} is derived from {derived.SourceRow}, which must be a table of its module that maps events.");
        }

        var handled = tables.SelectMany(t => t.EventTypes).ToHashSet();
        var ignored = assemblies.SelectMany(a => a.GetCustomAttributes<IgnoredEventAttribute>()).Select(i => i.EventType).ToHashSet();
        var modules = tables.Select(t => t.Module).ToHashSet();
        if (events.All.FirstOrDefault(e => modules.Contains(e.Module) && !handled.Contains(e.Type) && !ignored.Contains(e.Type)) is { } unhandled)
            throw new InvalidOperationException($"No read table handles {unhandled.Name}: map it, or say [assembly: IgnoredEvent(typeof({unhandled.Type.Name}), \"why\")].");
        return new ReadTableCatalog(events, tables);
    }

    /// <summary>The table with this qualified name (<c>shop.orders</c>), or null.</summary>
    public TableDefinition? Find(string qualifiedName) => _byName.GetValueOrDefault(qualifiedName);

    /// <summary>The tables that can only move together: the one that maps events first, then those derived from it.</summary>
    /// <param name="table">Any of them.</param>
    public IReadOnlyList<TableDefinition> FamilyOf(TableDefinition table)
    {
        var head = table.SourceRow is { } source ? Tables.First(t => t.RowType == source) : table;
        return [head, .. Tables.Where(t => t.SourceRow == head.RowType)];
    }

    /// <summary>The table of a row record.</summary>
    /// <typeparam name="TRow">The row record.</typeparam>
    public TableDefinition Of<TRow>() where TRow : class, IReadTable<TRow> => Tables.First(t => t.RowType == typeof(TRow));

    private static TableDefinition Build(Type row, EventCatalog events)
    {
        try
        {
            return (TableDefinition)typeof(TableDefinition<>).MakeGenericType(row)
                .GetMethod("Build", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [events])!;
        }
        catch (TargetInvocationException e)
        {
            throw new InvalidOperationException(e.InnerException!.Message, e.InnerException);
        }
    }
}
