namespace EventSourced.ReadTables;

/// <summary>What happens to a row when the row that it refers to is removed.</summary>
public enum ReferenceAction
{
    /// <summary>Nothing: the reference is documented.</summary>
    None,

    /// <summary>The row is removed too.</summary>
    Cascade,

    /// <summary>The referring columns become null.</summary>
    SetNull,
}

/// <summary>A reference of a read table to another.</summary>
/// <param name="Columns">The referring columns.</param>
/// <param name="Table">Qualified name of the other table.</param>
/// <param name="TableColumns">Its key, in the order of <paramref name="Columns"/>.</param>
/// <param name="OnDelete">What happens to the row when the other is removed.</param>
public sealed record ReferenceTo(IReadOnlyList<Column> Columns, string Table, IReadOnlyList<Column> TableColumns, ReferenceAction OnDelete);
