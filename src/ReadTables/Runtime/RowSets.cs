using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables.Runtime;

/// <summary>The cached rows of one parent.</summary>
/// <param name="parent">A row with the parent's columns set.</param>
internal sealed class RowSet<TRow>(TRow parent) where TRow : class
{
    public TRow Parent { get; } = parent;

    /// <summary>The last row that was added; the others follow by <see cref="CachedRow{TRow}.NextInSet"/>. Most sets are small and short-lived: a collection for each would cost more than the rows.</summary>
    public CachedRow<TRow>? First { get; private set; }

    public void Add(CachedRow<TRow> entry)
    {
        (entry.Set, entry.NextInSet, entry.PreviousInSet) = (this, First, null);
        if (First is not null) First.PreviousInSet = entry;
        First = entry;
    }

    public void Remove(CachedRow<TRow> entry)
    {
        if (entry.NextInSet is { } next) next.PreviousInSet = entry.PreviousInSet;
        if (entry.PreviousInSet is { } previous) previous.NextInSet = entry.NextInSet;
        else First = entry.NextInSet;
        entry.Set = null;
        entry.NextInSet = entry.PreviousInSet = null;
    }

    /// <summary>Whether all rows of the parent are cached.</summary>
    public bool IsComplete { get; set; }
}

/// <summary>The cached rows by their parents, for a table whose sets are replaced.</summary>
/// <param name="columns">Columns that identify the parent.</param>
internal sealed class RowSets<TRow>(IReadOnlyList<Column<TRow>> columns) where TRow : class
{
    private readonly RowComparer<TRow> _comparer = new(columns);
    private readonly RowComparer<TRow> _parents = new(columns, nullsMatch: false);
    private readonly Dictionary<TRow, RowSet<TRow>> _byParent = new(new RowComparer<TRow>(columns));

    public IReadOnlyList<Column<TRow>> Columns { get; } = columns;

    /// <summary>Whether a row has a parent: null is none.</summary>
    public bool HasParent(TRow row) => _parents.Equals(row, row);

    /// <summary>The set of a parent.</summary>
    /// <param name="parent">A row with the parent's columns set, which becomes the key.</param>
    public RowSet<TRow> Of(TRow parent)
    {
        if (!_byParent.TryGetValue(parent, out var set)) _byParent.Add(parent, set = new RowSet<TRow>(parent));
        return set;
    }

    /// <summary>Moves an entry to the set to which its row belongs.</summary>
    public void Update(CachedRow<TRow> entry)
    {
        if (entry.Set is { } before && entry.Row is not null && _comparer.Equals(before.Parent, entry.Row)) return;
        entry.Set?.Remove(entry);
        if (entry.Row is not null) Find(entry.Row).Add(entry);
    }

    private RowSet<TRow> Find(TRow row)
    {
        if (_byParent.TryGetValue(row, out var set)) return set;
        // A copy, because the row itself changes.
        var parent = Activator.CreateInstance<TRow>();
        foreach (var column in Columns) column.Property.SetValue(parent, column.Property.GetValue(row));
        return Of(parent);
    }
}
