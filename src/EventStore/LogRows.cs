namespace EventSourced.EventStore;

/// <summary>Which rows of the log are events.</summary>
public static class LogRows
{
    /// <summary>
    /// The condition of every query that looks for events in <c>mt_events</c>. Marten leaves a tombstone, dated to the year 1, for a position that a failed append had drawn, and
    /// marks the events of an archived stream: neither is an event to a reader.
    /// </summary>
    public const string Live = "type <> 'tombstone' and is_archived is not true";
}
