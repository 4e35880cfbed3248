using EventSourced.ReadTables.Query;

namespace EventSourced.ReadTables.Operations;

/// <summary>A table that maps events with those derived from it: they are paused and move on together.</summary>
/// <param name="Table">The table.</param>
/// <param name="Members">Qualified names of all of them, its own first.</param>
internal sealed record TableFamily(TableDefinition Table, string[] Members)
{
    /// <summary>The family that a table heads.</summary>
    /// <exception cref="QueryException">The table is derived: it moves with its source only.</exception>
    public static TableFamily Of(ReadTableCatalog catalog, TableDefinition table)
    {
        if (table.SourceRow is not null)
        {
            var source = catalog.FamilyOf(table)[0];
            throw new QueryException(409, "derived_table", $"{table.QualifiedName} is derived from {source.QualifiedName} and moves with it: name {source.QualifiedName} instead.");
        }
        return new TableFamily(table, [.. catalog.FamilyOf(table).Select(t => t.QualifiedName)]);
    }
}
