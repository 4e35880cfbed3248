using EventSourced.ReadTables.Query;

namespace EventSourced.ReadTables.Operations;

/// <summary>A table that maps events with those derived from it: they are paused and resumed together.</summary>
/// <param name="Table">The table.</param>
/// <param name="Members">Qualified names of all of them, that of the table first.</param>
internal sealed record TableFamily(TableDefinition Table, string[] Members)
{
    /// <summary>The family of a table that maps events.</summary>
    /// <exception cref="QueryException">The table is derived.</exception>
    public static TableFamily Of(ReadTableCatalog catalog, TableDefinition table)
    {
        if (table.SourceRow is not null)
        {
            var source = catalog.FamilyOf(table)[0];
            throw new QueryException(409, "derived_table", $"{table.QualifiedName} is derived from {source.QualifiedName} and follows its state: use {source.QualifiedName} instead.");
        }
        return new TableFamily(table, [.. catalog.FamilyOf(table).Select(t => t.QualifiedName)]);
    }
}
