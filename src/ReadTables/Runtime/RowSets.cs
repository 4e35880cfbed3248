using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables.Runtime;

/// <summary>The rows of one parent that are in memory.</summary>
/// <param name="parent">A row with the parent's columns set.</param>
internal sealed class RowSet<TRow>(TRow parent) where TRow : class
{
    public TRow Parent { get; } = parent;

    public HashSet<CachedRow<TRow>> Rows { get; } = [];

    /// <summary>Whether all rows of the parent are in memory.</summary>
    public bool IsComplete { get; set; }
}

/// <summary>The rows in memory by their parents, for a table whose sets are replaced.</summary>
/// <param name="columns">Columns that name the parent.</param>
internal sealed class RowSets<TRow>(IReadOnlyList<Column<TRow>> columns) where TRow : class
{
    private readonly RowComparer<TRow> _comparer = new(columns);
    private readonly RowComparer<TRow> _parents = new(columns, nullsMatch: false);
    private readonly Dictionary<TRow, RowSet<TRow>> _byParent = new(new RowComparer<TRow>(columns));

    public IReadOnlyList<Column<TRow>> Columns { get; } = columns;

    /// <summary>Whether a row names a parent: null names none.</summary>
    public bool NamesParent(TRow row) => _parents.Equals(row, row);

    /// <summary>The set of a parent.</summary>
    /// <param name="parent">A row with the parent's columns set; it is kept.</param>
    public RowSet<TRow> Of(TRow parent)
    {
        if (!_byParent.TryGetValue(parent, out var set)) _byParent.Add(parent, set = new RowSet<TRow>(parent));
        return set;
    }

    /// <summary>Puts an entry into the set that its row belongs to now.</summary>
    public void Place(CachedRow<TRow> entry)
    {
        if (entry.Set is { } before && entry.Row is not null && _comparer.Equals(before.Parent, entry.Row)) return;
        entry.Set?.Rows.Remove(entry);
        entry.Set = entry.Row is null ? null : Find(entry.Row);
        entry.Set?.Rows.Add(entry);
    }

    private RowSet<TRow> Find(TRow row)
    {
        if (_byParent.TryGetValue(row, out var set)) return set;
        // Not the row itself, which changes.
        var parent = Activator.CreateInstance<TRow>();
        foreach (var column in Columns) column.Property.SetValue(parent, column.Property.GetValue(row));
        return Of(parent);
    }
}
