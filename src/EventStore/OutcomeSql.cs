namespace EventSourced.EventStore;

/// <summary>How an outcome gets into the ledger, whoever stores it.</summary>
internal static class OutcomeSql
{
    /// <summary>For an insert into the commands, named c: a command that came in takes its outcome; one that has an outcome keeps it, and gives no row back.</summary>
    public const string OnConflict = """
        on conflict (command_id) do update
        set status = excluded.status, finished_at = excluded.finished_at, result = excluded.result, position = excluded.position
        where c.status = 'accepted'
        """;
}
