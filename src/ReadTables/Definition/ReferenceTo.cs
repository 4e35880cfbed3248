namespace EventSourced.ReadTables;

/// <summary>The effect on a row when the row that it refers to is removed.</summary>
public enum ReferenceAction
{
    /// <summary>None: the reference is documentation only.</summary>
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
/// <param name="OnDelete">The effect when the other row is removed.</param>
public sealed record ReferenceTo(IReadOnlyList<Column> Columns, string Table, IReadOnlyList<Column> TableColumns, ReferenceAction OnDelete);
