using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Operations;

/// <summary>What part of its rows a table has in a scope that is meant for its family.</summary>
internal static class DerivedScope
{
    /// <summary>The scope that a request asks for, or null for all rows.</summary>
    public static RowScope? Scope(this OperationRequest request) =>
        request.Where is { Count: > 0 } || request.SamplePercent is not null
            ? new RowScope(request.Where ?? new Dictionary<string, string>(), request.SamplePercent is { } p ? Math.Max(1, (int)Math.Round(p * 100)) : null)
            : null;

    /// <summary>The scope of a table of a family: a derived table has the source's values in the columns that its groups are made of.</summary>
    /// <exception cref="QueryException">The condition cannot be expressed by the derived table's first key columns.</exception>
    public static RowScope Of(ReadTableCatalog catalog, TableDefinition table, RowScope scope)
    {
        if (table.SourceRow is null) return scope;
        var source = catalog.FamilyOf(table)[0];
        var where = new Dictionary<string, string>();
        foreach (var (column, value) in scope.Where)
        {
            var place = table.GroupProperties.ToList().IndexOf(source.Columns.First(c => c.Name == column).Property.Name);
            if (place < 0)
                throw QueryException.Bad("not_grouped", $"{table.QualifiedName} is derived from {source.QualifiedName} over all values of {column}: a part of it by {column} cannot be rebuilt or verified. Take the whole tables.");
            where[table.Key[place].Name] = value;
        }
        // A group needs all of its rows: which groups were chosen says nothing about which rows were.
        return new RowScope(where);
    }

    /// <summary>Checks a scope for a whole family.</summary>
    public static void Check(ReadTableCatalog catalog, TableDefinition head, RowScope scope)
    {
        _ = scope.ValuesOf(head);
        foreach (var derived in catalog.FamilyOf(head).Skip(1)) _ = Of(catalog, derived, scope).ValuesOf(derived);
    }
}
