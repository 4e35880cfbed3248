using System.Runtime.CompilerServices;

namespace EventSourced.ReadTables.Query;

/// <summary>The filters and orders that the key and the indexes of a table serve.</summary>
public sealed class IndexPaths
{
    private static readonly ConditionalWeakTable<TableDefinition, IndexPaths> s_all = [];

    private readonly TableDefinition _table;
    private readonly IReadOnlyList<IReadOnlyList<Column>> _paths;

    private IndexPaths(TableDefinition table)
    {
        _table = table;
        _paths = [table.Key, .. table.Indexes.Where(i => i.Where is null).Select(i => i.Columns)];
    }

    /// <summary>The paths of a table.</summary>
    /// <param name="table">The table.</param>
    public static IndexPaths Of(TableDefinition table) => s_all.GetValue(table, t => new IndexPaths(t));

    /// <summary>For each column that can be filtered, alternative sets of columns that must also be filtered by equality.</summary>
    public IReadOnlyList<(Column Column, IReadOnlyList<IReadOnlyList<Column>> Needs)> Filterable =>
        [.. from column in _table.Columns
            let needs = _paths.Where(p => p.Contains(column)).Select(p => (IReadOnlyList<Column>)[.. p.TakeWhile(c => c != column)]).ToList()
            where needs.Count > 0
            select (column, (IReadOnlyList<IReadOnlyList<Column>>)(needs.Any(n => n.Count == 0) ? [[]] : needs))];

    /// <summary>Orders that are served when these columns are filtered by a single value.</summary>
    /// <param name="given">Columns filtered by a single value.</param>
    public IReadOnlyList<string> OrdersWith(IReadOnlyCollection<Column> given) =>
        [.. _paths.Select(p => string.Join(",", p.Where(c => !given.Contains(c)).Select(c => c.Name))).Where(o => o.Length > 0).Distinct()];

    /// <summary>Checks that indexes serve the filters and the order, and appends the key to the order.</summary>
    /// <param name="filters">The filters.</param>
    /// <param name="order">The order.</param>
    /// <param name="imposed">The filter that the caller did not request, such as the tenant: it needs no index.</param>
    internal IReadOnlyList<OrderTerm> Check(IReadOnlyList<ColumnFilter> filters, IReadOnlyList<OrderTerm> order, ColumnFilter? imposed = null)
    {
        var equal = filters.Where(f => f.IsEquality).Select(f => f.Column).ToHashSet();
        var single = filters.Where(f => f.Operator == FilterOperator.Equal).Select(f => f.Column).ToHashSet();
        foreach (var filter in filters)
        {
            if (filter != imposed && !IsServed(filter.Column, equal)) throw NotIndexed($"No index of {_table.QualifiedName} serves a filter on {filter.Column.Name}", equal, single);
        }
        OrderTerm[] terms = [.. order.Where(t => !single.Contains(t.Column))];
        var key = _table.Key.Where(c => !single.Contains(c)).ToList();
        if (!_paths.Any(p => IsPrefix(terms, [.. p.Where(c => !single.Contains(c))], key)))
            throw NotIndexed($"No index of {_table.QualifiedName} serves the order {string.Join(",", order.Select(t => t.Column.Name + (t.Descending ? ".desc" : "")))}", equal, single);
        var descending = terms.Length > 0 && terms[^1].Descending;
        return [.. terms, .. key.Where(c => terms.All(t => t.Column != c)).Select(c => new OrderTerm(c, descending))];
    }

    private bool IsServed(Column column, HashSet<Column> equal) =>
        _paths.Any(p => p.Contains(column) && p.TakeWhile(c => c != column).All(equal.Contains));

    // The terms must be a prefix of the path, without the columns that are fixed by filters; after the path, the key's columns follow in their order.
    private static bool IsPrefix(OrderTerm[] terms, List<Column> path, List<Column> key)
    {
        var along = 0;
        while (along < terms.Length && along < path.Count && terms[along].Column == path[along]) along++;
        var rest = key.Where(c => !terms[..along].Any(t => t.Column == c)).ToList();
        for (var i = along; i < terms.Length; i++)
        {
            if (i - along >= rest.Count || terms[i].Column != rest[i - along]) return false;
        }
        return true;
    }

    private QueryException NotIndexed(string what, HashSet<Column> equal, HashSet<Column> single)
    {
        var held = equal.Where(c => IsServed(c, equal)).ToHashSet();
        List<string> filters = [.. _table.Columns.Where(c => IsServed(c, held)).Select(c => c.Name)];
        var orders = OrdersWith([.. single.Where(held.Contains)]);
        var given = held.Count == 0 ? "" : $" with {string.Join(", ", held.Select(c => c.Name))} given";
        var more = Filterable.Where(f => !filters.Contains(f.Column.Name))
            .Select(f => $"{f.Column.Name} once {string.Join(" or ", f.Needs.Select(n => string.Join(" and ", n.Select(c => c.Name))))} {(f.Needs.Any(n => n.Count > 1) ? "are" : "is")} given")
            .ToList();
        return new QueryException(400, "column_not_indexed",
            $"{what}. Usable filters{given}: {string.Join(", ", filters)}{(more.Count == 0 ? "" : "; " + string.Join("; ", more))}. "
            + $"Usable orders{given}: {string.Join(" | ", orders)} (or their first columns), each ascending or .desc.")
        {
            Members = new Dictionary<string, object?> { ["usable_filters"] = filters, ["usable_orders"] = orders },
        };
    }
}
