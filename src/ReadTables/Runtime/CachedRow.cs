namespace EventSourced.ReadTables.Runtime;

/// <summary>A cache entry: the row of a key in memory, and whether the database has one.</summary>
internal sealed class CachedRow<TRow> where TRow : class
{
    /// <summary>The row after the last event; null when there is none.</summary>
    public TRow? Row { get; set; }

    /// <summary>Whether the database has a row with this key, or has one as soon as the taken writes are committed.</summary>
    public bool Stored { get; set; }

    /// <summary>The row that was removed since writes were last taken, for its key.</summary>
    public TRow? Removed { get; set; }

    /// <summary>Whether the next write must write it to the database.</summary>
    public bool Dirty { get; set; }

    /// <summary>The row before its first change since writes were last taken. It does not change any more.</summary>
    public TRow? Before { get; set; }

    /// <summary>For a table whose sets are replaced: the set of the row.</summary>
    public RowSet<TRow>? Set { get; set; }

    /// <summary>The next row of <see cref="Set"/>.</summary>
    public CachedRow<TRow>? NextInSet { get; set; }

    /// <summary>The previous row of <see cref="Set"/>.</summary>
    public CachedRow<TRow>? PreviousInSet { get; set; }

    /// <summary>The last event whose set included the row, by the projector's own numbers.</summary>
    public long IncludedBy { get; set; }
}
