namespace EventSourced.ReadTables.Definition;

/// <summary>A reference of the definition.</summary>
/// <param name="parent">Row record of the table that it refers to.</param>
/// <param name="columns">The referring columns, in the order of the parent's key.</param>
/// <param name="line">Line of the definition.</param>
internal sealed class TableReference<TRow>(Type parent, IReadOnlyList<Column<TRow>> columns, int line)
{
    private readonly List<(Column<TRow> Child, string Parent)> _along = [];

    public Type Parent { get; } = parent;

    public IReadOnlyList<Column<TRow>> Columns { get; } = columns;

    public int Line { get; } = line;

    public ReferenceAction OnDelete { get; set; }

    /// <summary>Columns of this table, each with the parent's property that has the same value.</summary>
    public IReadOnlyList<(Column<TRow> Child, string Parent)> Pairs { get; private set; } = [];

    public void Along(Column<TRow> child, string parent) => _along.Add((child, parent));

    /// <summary>Sets <see cref="Pairs"/> when the parent's key is known.</summary>
    /// <exception cref="FaultException">The key has another number of columns.</exception>
    public void Resolve(IReadOnlyList<Column> parentKey)
    {
        if (Columns.Count != parentKey.Count)
            throw new FaultException(
                $"It refers to {Parent.Name} by {Columns.Count} column(s), but the key of {Parent.Name} has {parentKey.Count}.",
                $"Pass a column for each of its key columns, in order: {string.Join(", ", parentKey.Select(c => c.Name))}.");
        Pairs = [.. Columns.Zip(parentKey, (child, parent) => (child, parent.Property.Name)), .. _along];
    }
}
