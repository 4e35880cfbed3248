namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// The advisory locks of lanes. PostgreSQL releases them with the session or transaction that holds them, so <c>pg_locks</c> tells who lives, and which
/// backend does what for a lane.
/// </summary>
internal static class LaneLocks
{
    /// <summary>Held by a lane's owner for as long as its session lasts; the second key is the lane.</summary>
    public const int Lease = 0x6573_6c61;

    /// <summary>Shared by the transactions that write a lane's pages; the second key is the lane.</summary>
    public const int Page = 0x6573_7061;

    /// <summary>Shared by the sessions with which processes announce themselves; the second key is 0.</summary>
    public const int Presence = 0x6573_7072;

    /// <summary>Those of them that are held in this database: <c>class</c>, <c>key</c> and the <c>pid</c> of the holder.</summary>
    public const string Held = """
        SELECT classid::bigint AS class, objid AS key, pid FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;
}
