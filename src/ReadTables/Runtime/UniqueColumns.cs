using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Detects whether a row's values in unique indexes differ from the stored row.</summary>
internal sealed class UniqueColumns<TRow> where TRow : class, IReadTable<TRow>
{
    private readonly RowComparer<TRow> _comparer;

    private UniqueColumns(IReadOnlyList<Column> columns) => _comparer = new RowComparer<TRow>(columns);

    /// <summary>For a table with unique indexes; otherwise null.</summary>
    public static UniqueColumns<TRow>? Of(TableDefinition<TRow> table)
    {
        List<Column> columns = [.. table.Indexes.Where(i => i.Unique).SelectMany(i => i.Columns.Concat(i.WhereColumns)).Distinct()];
        return columns.Count == 0 ? null : new UniqueColumns<TRow>(columns);
    }

    /// <summary>Whether the values differ.</summary>
    /// <param name="before">The stored row; null when it is not known, which counts as a difference.</param>
    /// <param name="now">The row to be written.</param>
    public bool HaveChanged(TRow? before, TRow now) => before is null || !_comparer.Equals(before, now);
}
