namespace EventSourced.EventStore;

/// <summary>SQL that every statement uses that stores outcomes in the ledger.</summary>
internal static class OutcomeSql
{
    /// <summary>For an insert into the table of commands, with the alias c: it sets the outcome of an accepted command. A command with an outcome keeps it, and the insert returns no row.</summary>
    public const string OnConflict = """
        on conflict (command_id) do update
        set status = excluded.status, finished_at = excluded.finished_at, result = excluded.result, position = excluded.position
        where c.status = 'accepted'
        """;
}
