using System.Reflection;
using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Detects whether a row's values in unique indexes differ from the stored row.</summary>
internal sealed class UniqueColumns<TRow> where TRow : class, IReadTable<TRow>
{
    // The method that the compiler generates to clone a record.
    private static readonly Func<TRow, TRow>? s_copy = typeof(TRow).GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance)?.CreateDelegate<Func<TRow, TRow>>();

    private readonly RowComparer<TRow> _comparer;

    private UniqueColumns(IReadOnlyList<Column> columns) => _comparer = new RowComparer<TRow>(columns);

    /// <summary>For a table with unique indexes; otherwise null.</summary>
    public static UniqueColumns<TRow>? Of(TableDefinition<TRow> table)
    {
        List<Column> columns = [.. table.Indexes.Where(i => i.Unique).SelectMany(i => i.Columns.Concat(i.WhereColumns)).Distinct()];
        return columns.Count == 0 ? null : new UniqueColumns<TRow>(columns);
    }

    /// <summary>Copies a stored row before its first change since the last write.</summary>
    public void CopyStored(CachedRow<TRow> entry)
    {
        // A class that is not a record cannot be copied: its rows count as changed.
        if (entry is { Stored: true, Dirty: false, Row: { } row }) entry.Before = s_copy?.Invoke(row);
    }

    public bool HasChanged(TRow? before, TRow now) => before is null || !_comparer.Equals(before, now);
}
