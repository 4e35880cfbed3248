using EventSourced.Contracts;

namespace EventSourced.ReadTables.Definition;

/// <summary>What must hold between the tables of a catalog.</summary>
internal static class CatalogRules
{
    public static void CheckNames(IReadOnlyList<TableDraft> tables)
    {
        foreach (var same in tables.GroupBy(t => t.QualifiedName).Where(g => g.Count() > 1))
            foreach (var table in same)
                table.Faults.Add($"{same.Count()} read tables are named {same.Key}: {string.Join(", ", same.Select(t => t.RowType))}.", "Rename the record, or give it a [DocumentedName].");
    }

    public static void CheckIndexes(IReadOnlyList<TableDraft> tables)
    {
        foreach (var same in tables.SelectMany(t => t.Indexes.Select(i => (Table: t, i.Name))).GroupBy(i => (i.Table.Module, i.Name)).Where(g => g.Count() > 1))
            foreach (var table in same.Select(i => i.Table).Distinct())
                table.Faults.Add($"{same.Count()} indexes of {same.Key.Module} are named {same.Key.Name}.", "Index names are unique within a module: rename all but one.");
    }

    public static void CheckDerived(IReadOnlyList<TableDraft> tables, IReadOnlyDictionary<Type, TableDraft> byRow)
    {
        foreach (var derived in tables.Where(t => t.SourceRow is not null))
        {
            if (byRow.GetValueOrDefault(derived.SourceRow!) is not { } source || source.Module != derived.Module || source.SourceRow is not null)
            {
                derived.Faults.Add($"It is derived from {derived.SourceRow!.Name}, which is no table of its module that maps events.", "Derive it from a table of the same module that maps events.");
                continue;
            }
            if (derived.Area is { } area && area != source.Area)
                derived.Faults.Add($"It names the area {area}, and {source.QualifiedName}, which it is derived from, {(source.Area is null ? "names none" : $"that of {source.Area}")}.", "Leave Area out: a derived table is in the lane of its source.");
            foreach (var property in derived.GroupProperties.Intersect(source.NullProperties))
                derived.Faults.Add($"It is derived by {property} of {source.QualifiedName}, which a reference sets to null there.", "Group by a column that never changes within a row.");
        }
    }

    /// <summary>The tables in an order in which each comes after those that its rows go with.</summary>
    public static IReadOnlyList<TableDraft> ParentsFirst(IReadOnlyList<TableDraft> tables, IReadOnlyDictionary<Type, TableDraft> byRow)
    {
        var (ordered, under) = (new List<TableDraft>(), new HashSet<TableDraft>());
        foreach (var table in tables) Visit(table);
        return ordered;

        void Visit(TableDraft table)
        {
            if (ordered.Contains(table)) return;
            if (!under.Add(table))
            {
                table.Faults.Add("Its cascading references go round in a circle back to it.", "Take Cascade from one of the tables of the circle, and remove its rows by mappings of the events.");
                return;
            }
            foreach (var parent in table.CascadesFrom) if (byRow.TryGetValue(parent, out var draft)) Visit(draft);
            ordered.Add(table);
        }
    }

    public static IEnumerable<DefinitionFault> Unhandled(EventCatalog events, IReadOnlyList<TableDefinition> tables, IReadOnlySet<Type> ignored)
    {
        var handled = tables.SelectMany(t => t.EventTypes).ToHashSet();
        var modules = tables.Select(t => t.Module).ToHashSet();
        return events.All.Where(e => modules.Contains(e.Module) && !handled.Contains(e.Type) && !ignored.Contains(e.Type))
            .Select(e => new DefinitionFault(e.Type.Name, null, 0, $"No read table handles {e.Name}.", $"Map it, or say [assembly: IgnoredEvent(typeof({e.Type.Name}), \"why\")]."));
    }
}
