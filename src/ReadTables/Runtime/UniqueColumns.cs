using System.Reflection;
using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Tells whether a row has other values in its unique indexes than the database holds.</summary>
internal sealed class UniqueColumns<TRow> where TRow : class, IReadTable<TRow>
{
    // What the compiler calls the copy constructor of a record by.
    private static readonly Func<TRow, TRow>? s_copy = typeof(TRow).GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance)?.CreateDelegate<Func<TRow, TRow>>();

    private readonly RowComparer<TRow> _comparer;

    private UniqueColumns(IReadOnlyList<Column> columns) => _comparer = new RowComparer<TRow>(columns);

    /// <summary>Of a table with unique indexes; null for another.</summary>
    public static UniqueColumns<TRow>? Of(TableDefinition<TRow> table)
    {
        List<Column> columns = [.. table.Indexes.Where(i => i.Unique).SelectMany(i => i.Columns.Concat(i.WhereColumns)).Distinct()];
        return columns.Count == 0 ? null : new UniqueColumns<TRow>(columns);
    }

    /// <summary>Keeps a stored row as it is before its first change since the last write.</summary>
    public void Keep(CachedRow<TRow> entry)
    {
        // A class that is no record is not copied: its rows count as moved.
        if (entry is { Stored: true, Dirty: false, Row: { } row }) entry.Before = s_copy?.Invoke(row);
    }

    public bool Moved(TRow? before, TRow now) => before is null || !_comparer.Equals(before, now);
}
