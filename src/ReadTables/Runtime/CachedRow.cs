namespace EventSourced.ReadTables.Runtime;

/// <summary>A cache entry: the row of a key in memory, and whether the database has one.</summary>
internal sealed class CachedRow<TRow> where TRow : class
{
    /// <summary>The row after the last event; null when there is none.</summary>
    public TRow? Row { get; set; }

    /// <summary>Whether the database has a row with this key.</summary>
    public bool Stored { get; set; }

    /// <summary>The row that was removed since the last write, for its key.</summary>
    public TRow? Removed { get; set; }

    /// <summary>Whether the next write must write it to the database.</summary>
    public bool Dirty { get; set; }

    /// <summary>For a table with unique indexes: a copy of the stored row, made before its first change since the last write.</summary>
    public TRow? Before { get; set; }

    /// <summary>For a table whose sets are replaced: the set of the row.</summary>
    public RowSet<TRow>? Set { get; set; }

    /// <summary>The last event whose set included the row, by the projector's own numbers.</summary>
    public long IncludedBy { get; set; }
}
