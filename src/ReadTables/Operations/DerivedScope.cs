using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Operations;

/// <summary>Converts a scope of a family to the scope of one of its tables.</summary>
internal static class DerivedScope
{
    /// <summary>The scope of a request, or null for all rows.</summary>
    public static RowScope? Scope(this OperationRequest request) =>
        request.Where is { Count: > 0 } || request.SamplePercent is not null
            ? new RowScope(request.Where ?? new Dictionary<string, string>(), request.SamplePercent is { } p ? Math.Max(1, (int)Math.Round(p * 100)) : null)
            : null;

    /// <summary>The scope of a table of a family: a derived table has the source's values in the columns that identify its groups.</summary>
    /// <exception cref="QueryException">The condition cannot be expressed by the derived table's first key columns.</exception>
    public static RowScope Of(ReadTableCatalog catalog, TableDefinition table, RowScope scope)
    {
        if (table.SourceRow is null) return scope;
        var source = catalog.FamilyOf(table)[0];
        var where = new Dictionary<string, string>();
        foreach (var (column, value) in scope.Where)
        {
            var index = table.GroupProperties.ToList().IndexOf(source.Columns.First(c => c.Name == column).Property.Name);
            if (index < 0)
                throw QueryException.Bad("not_grouped", $"{table.QualifiedName} is derived from {source.QualifiedName} over all values of {column}, so a part by {column} cannot be rebuilt or verified. Use the whole tables.");
            where[table.Key[index].Name] = value;
        }
        // A group needs all of its rows: no sample.
        return new RowScope(where);
    }

    /// <summary>Checks a scope for a whole family.</summary>
    public static void Check(ReadTableCatalog catalog, TableDefinition head, RowScope scope)
    {
        _ = scope.ValuesOf(head);
        foreach (var derived in catalog.FamilyOf(head).Skip(1)) _ = Of(catalog, derived, scope).ValuesOf(derived);
    }
}
