namespace EventSourced.EventStore.Schema;

/// <summary>Tables of EventSourced's own state outside the log.</summary>
internal static class StateTables
{
    /// <summary>The tables.</summary>
    /// <param name="es">Their schema.</param>
    public static IReadOnlyList<SqlTable> Of(string es) =>
    [
        new SqlTable(es, "commands", "Commands and their outcomes: a command that is delivered again gets the answer that is stored here.")
            .Column("command_id", "uuid", "The command.")
            .Column("type", "text", "Stable name of the command; empty when its outcome came without one.")
            .Column("actor", "text", "Who asked.")
            .Column("status", "text", "accepted, completed, rejected or failed; the last three are final.")
            .Column("body_sha256", "bytea", "SHA-256 of the request, keyed (HMAC) when it holds personal data, to tell a retry from another command under the same id.", @null: true)
            .Column("accepted_at", "timestamp with time zone", "When it came in.")
            .Column("finished_at", "timestamp with time zone", "When its outcome was stored.", @null: true)
            .Column("result", "jsonb", "JSON of the result, or the problem document.", @null: true)
            .Column("position", "bigint", "Position of the last event that the command wrote; null when it wrote none.", @null: true)
            .Column("runs", "integer", "How often a worker began it after the broker had delivered it before; one that ends its worker each time is given up.", @default: "0")
            .Key("command_id")
            .Constraint("commands_status_check", "check (status in ('accepted', 'completed', 'rejected', 'failed'))")
            .Index("commands_accepted_at", "using brin (accepted_at) with (autosummarize = on)")
            .Index("commands_open", "(accepted_at) where status = 'accepted'")
            .With("fillfactor = 85"),
        new SqlTable(es, "claims", "Names that may be used once in the whole log, such as ids that callers choose.")
            .Column("name", "text", "The name, with its kind in front.", collation: "C")
            .Column("owner", "text", "Who may use it.")
            .Column("taken_at", "timestamp with time zone", "When it was taken.")
            .Key("name"),
        new SqlTable(es, "secrets", "Keys that personal data in the log depends on: destroying a key forgets the person or tenant.")
            .Column("name", "text", "What the key is for.")
            .Column("key", "bytea", "One byte of format, then the key: 0 as it is, 1 wrapped with the master key (nonce, tag, ciphertext of AES-256-GCM).")
            .Column("created_at", "timestamp with time zone", "When it was created.", @default: "now()")
            .Key("name"),
        new SqlTable(es, "personal_keys", "Keys of the personal members of events and commands: destroying a key forgets what was stored under it.")
            .Column("key_id", "uuid", "The key, as encrypted values name it.")
            .Column("subject", "text", "Pseudonym of whom the data is about, with the prefix of its kind.")
            .Column("wrapped", "bytea", "The key, wrapped with the master key (nonce, ciphertext, tag of AES-256-GCM); null when destroyed.", @null: true)
            .Column("created_at", "timestamp with time zone", "When it was first needed.")
            .Column("destroyed_at", "timestamp with time zone", "When it was destroyed; a subject that is used again has another key.", @null: true)
            .Key("key_id")
            .Constraint("personal_keys_check", "check ((wrapped is null) = (destroyed_at is not null))")
            .Index("personal_keys_subject", "(subject) where destroyed_at is null", unique: true),
        new SqlTable(es, "call_budgets", "Calls of services that cost money, counted over all processes; hours older than two days are removed.")
            .Column("name", "text", "What was called, with its module in front.")
            .Column("hour", "timestamp with time zone", "Beginning of the hour.")
            .Column("calls", "bigint", "Calls in the hour.")
            .Key("name", "hour"),
        new SqlTable(es, "caller_limits", "What callers took of something limited, counted over all processes; rows older than their window are removed.")
            .Column("name", "text", "What is limited.")
            .Column("caller", "bytea", "Pseudonym of the caller: HMAC-SHA256 of their id or address.")
            .Column("since", "timestamp with time zone", "Beginning of the caller's window: their first try.")
            .Column("taken", "integer", "Tries since then.")
            .Key("name", "caller")
            .Index("caller_limits_since", "(name, since)"),
    ];
}
