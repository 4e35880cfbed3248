using EventSourced.Contracts;

namespace EventSourced.ReadTables.Definition;

/// <summary>Rules that concern several tables of a catalog.</summary>
internal static class CatalogRules
{
    public static void CheckNames(IReadOnlyList<TableDraft> tables)
    {
        foreach (var duplicates in tables.GroupBy(t => t.QualifiedName).Where(g => g.Count() > 1))
            foreach (var table in duplicates)
                table.Faults.Add($"{duplicates.Count()} read tables are named {duplicates.Key}: {string.Join(", ", duplicates.Select(t => t.RowType))}.", "Rename the record, or give it a [DocumentedName].");
    }

    public static void CheckIndexes(IReadOnlyList<TableDraft> tables)
    {
        foreach (var duplicates in tables.SelectMany(t => t.Indexes.Select(i => (Table: t, i.Name))).GroupBy(i => (i.Table.Module, i.Name)).Where(g => g.Count() > 1))
            foreach (var table in duplicates.Select(i => i.Table).Distinct())
                table.Faults.Add($"{duplicates.Count()} indexes of {duplicates.Key.Module} are named {duplicates.Key.Name}.", "Index names are unique within a module: rename all but one.");
    }

    public static void CheckDerived(IReadOnlyList<TableDraft> tables, IReadOnlyDictionary<Type, TableDraft> byRow)
    {
        foreach (var derived in tables.Where(t => t.SourceRow is not null))
        {
            if (byRow.GetValueOrDefault(derived.SourceRow!) is not { } source || source.Module != derived.Module || source.SourceRow is not null)
            {
                derived.Faults.Add($"It is derived from {derived.SourceRow!.Name}, which is not a table of its module that maps events.", "Derive it from a table of the same module that maps events.");
                continue;
            }
            if (derived.Area is { } area && area != source.Area)
                derived.Faults.Add($"Its area is {area}, but {source.QualifiedName}, from which it is derived, has {(source.Area is null ? "none" : $"the area {source.Area}")}.", "Remove Area(…): a derived table is in the lane of its source.");
            foreach (var property in derived.GroupProperties.Intersect(source.NullProperties))
                derived.Faults.Add($"It is derived by {property} of {source.QualifiedName}, which a reference sets to null there.", "Group by a column that never changes within a row.");
        }
    }

    /// <summary>Orders the tables so that each follows those from which removals cascade to it.</summary>
    public static IReadOnlyList<TableDraft> ParentsFirst(IReadOnlyList<TableDraft> tables, IReadOnlyDictionary<Type, TableDraft> byRow)
    {
        var (ordered, visiting) = (new List<TableDraft>(), new HashSet<TableDraft>());
        foreach (var table in tables) Visit(table);
        return ordered;

        void Visit(TableDraft table)
        {
            if (ordered.Contains(table)) return;
            if (!visiting.Add(table))
            {
                table.Faults.Add("Its cascading references form a cycle.", "Remove Cascade() from one table of the cycle, and remove its rows by mappings of the events.");
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
            .Select(e => new DefinitionFault(e.Type.Name, null, 0, $"No read table handles {e.Name}.", $"Map it, or declare [assembly: IgnoredEvent(typeof({e.Type.Name}), \"why\")]."));
    }
}
