namespace EventSourced.ReadTables.Runtime;

/// <summary>What is known of a key: its row in memory, and whether the database holds one.</summary>
internal sealed class CachedRow<TRow> where TRow : class
{
    /// <summary>The row as the last event leaves it; null when there is none.</summary>
    public TRow? Row { get; set; }

    /// <summary>Whether the database holds a row of this key.</summary>
    public bool Stored { get; set; }

    /// <summary>The row that was removed since the last write, for its key.</summary>
    public TRow? Removed { get; set; }

    /// <summary>Whether the next write has to bring it to the database.</summary>
    public bool Dirty { get; set; }

    /// <summary>Of a table with unique indexes: a copy of the row as the database holds it, made when it was first changed since the last write.</summary>
    public TRow? Before { get; set; }

    /// <summary>Of a table whose sets are replaced: the set that the row is in.</summary>
    public RowSet<TRow>? Set { get; set; }

    /// <summary>The last event that named the row as one of a set, by a number of the projector's own.</summary>
    public long NamedBy { get; set; }
}
