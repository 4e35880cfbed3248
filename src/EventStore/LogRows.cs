namespace EventSourced.EventStore;

/// <summary>Which rows of the log are events.</summary>
public static class LogRows
{
    /// <summary>
    /// The condition of every query for events in <c>mt_events</c>. Marten writes a tombstone, dated to the year 1, at a position that a failed append had
    /// reserved, and marks the events of an archived stream: readers skip both.
    /// </summary>
    public const string Live = "type <> 'tombstone' and is_archived is not true";
}
