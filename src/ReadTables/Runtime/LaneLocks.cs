namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// The advisory locks of lanes. PostgreSQL releases them at the end of the session or transaction, so <c>pg_locks</c> shows which processes live, and which
/// backends work for a lane.
/// </summary>
internal static class LaneLocks
{
    /// <summary>Held by the session of a lane's owner; the second key is the lane.</summary>
    public const int Lease = 0x6573_6c61;

    /// <summary>Held in share mode by the transactions that write a lane's pages; the second key is the lane.</summary>
    public const int Page = 0x6573_7061;

    /// <summary>Held in share mode by the presence session of each process; the second key is 0.</summary>
    public const int Presence = 0x6573_7072;

    /// <summary>A query for the locks that are held in this database: <c>class</c>, <c>key</c> and the <c>pid</c> of the holder.</summary>
    public const string Held = """
        SELECT classid::bigint AS class, objid AS key, pid FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;
}
