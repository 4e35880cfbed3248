using EventSourced.EventStore;
using EventSourced.EventStore.Schema;
using Weasel.Core;

namespace EventSourced.ReadTables.Schema;

/// <summary>The engine's own tables: lanes, live tables, generations, operations and replays.</summary>
public sealed class EngineTables : ISchemaPart
{
    /// <summary>Schema of the engine's tables.</summary>
    public const string State = "es";

    /// <summary>Schema that a table passes through while a swap exchanges it with another one; otherwise it is empty.</summary>
    public const string Passage = "es_swap";

    private const string Text = "text", Long = "bigint", Int = "integer", Time = "timestamp with time zone", Json = "jsonb", Flag = "boolean", Id = "uuid";

    /// <inheritdoc/>
    IEnumerable<ISchemaObject> ISchemaPart.Objects(EventStoreOptions options) => Objects;

    /// <summary>The tables and their triggers, in the order in which they can be created.</summary>
    public static IReadOnlyList<ISchemaObject> Objects => [.. All, new ChangeNotifications()];

    /// <summary>The tables, in the order in which they can be created.</summary>
    public static IReadOnlyList<SqlTable> All { get; } =
    [
        new SqlTable(State, "lanes", "The worker that updates a lane: the tables of a module, or of an area of one. The epoch grows with every change of owner: a page is committed only if the epoch has not changed since its start.")
            .Column("lane", Text, "The lane.")
            .Column("epoch", Long, "Grows with every change of owner.", @default: "0")
            .Column("owner", Text, "Machine and process of the owner; null when it has released the lane.", @null: true)
            .Column("acquired_at", Time, "When the owner took the lane.", @null: true)
            .Column("backend_pid", Int, "Database session of the owner: it holds the lock of the lane.", @null: true)
            .Column("renewed_at", Time, "When the owner last renewed its lease.", @null: true)
            .Key("lane")
            .Constraint("lanes_lane_epoch", "unique (lane, epoch)"),
        new SqlTable(State, "workers", "Processes that share the lanes, by the database session with which each announces itself. A process whose session has ended is dead, one that was not renewed is frozen; the others delete both.")
            .Column("pid", Int, "Database session.")
            .Column("owner", Text, "Machine and process.")
            .Column("application", Text, "Name of the application.")
            .Column("started_at", Time, "When it announced itself.", @default: "clock_timestamp()")
            .Column("renewed_at", Time, "When it last renewed its presence.", @default: "clock_timestamp()")
            .Key("pid"),
        new SqlTable(State, "read_tables", "The live generation of each read table: which definition built it and up to which position of the log it is complete.")
            .Column("table_name", Text, "The table, with its schema.")
            .Column("lane", Text, "The lane that updates it.")
            .Column("generation", Int, "Number of the live generation.", @default: "1")
            .Column("fingerprint", Text, "Fingerprint of the definition that built it.")
            .Column("position", Long, "Checkpoint: the table includes every event up to this position.", @default: "0")
            .Column("state", Text, "running or paused.", @default: "'running'")
            .Column("error", Text, "Why it is paused.", @null: true)
            .Column("updated_at", Time, "When the row was last written.", @default: "now()")
            .Column("incarnation", Long, "Grows whenever another process than the lane's owner changes the rows, the position or the state: cached rows are invalid then.", @default: "0")
            .Column("made", Json, "Columns, indexes and comments of the definition. Whatever else the table has was created by users and is transferred to the next generation.", @null: true)
            .Key("table_name")
            .Constraint("read_tables_lane_fkey", "foreign key (lane) references es.lanes")
            .Constraint("read_tables_state_check", "check (state in ('running', 'paused'))"),
        new SqlTable(State, "dead_letters", "Events that a read table could not apply; the table is paused before them.")
            .Column("table_name", Text, "The table.")
            .Column("position", Long, "Position of the event.")
            .Column("event_type", Text, "Stored name of its type.")
            .Column("stream_id", Text, "Its stream.")
            .Column("error", Text, "What went wrong.")
            .Column("attempts", Int, "How often it was tried.")
            .Column("first_failed_at", Time, "When it failed first.", @default: "now()")
            .Column("last_failed_at", Time, "When it failed last.", @default: "now()")
            .Key("table_name", "position")
            .Constraint("dead_letters_table_name_fkey", "foreign key (table_name) references es.read_tables"),
        new SqlTable(State, "generations", "Generations of read tables besides the live ones: those being built, and those that were replaced and are kept until they are released.")
            .Column("table_name", Text, "The table.")
            .Column("generation", Int, "Its number.")
            .Column("schema_name", Text, "Its schema: that of its build, or, once it was live, that of the build which replaced it.")
            .Column("fingerprint", Text, "Fingerprint of the definition that built it.")
            .Column("state", Text, "building or previous.")
            .Column("position", Long, "Position of the log up to which it is complete.")
            .Column("operation", Id, "The operation that builds it.", @null: true)
            .Column("changed_at", Time, "When its state changed.", @default: "now()")
            .Column("made", Json, "As in es.read_tables.", @null: true)
            .Column("skipped", Long, "Position of an event that its rows include and that was skipped since: it cannot become live again.", @null: true)
            .Key("table_name", "generation")
            .Constraint("generations_table_name_fkey", "foreign key (table_name) references es.read_tables")
            .Constraint("generations_state_check", "check (state in ('building', 'previous'))"),
        new SqlTable(State, "generation_numbers", "The last generation number of each read table. Numbers are never reused, not even after a rollback and a release.")
            .Column("table_name", Text, "The table.")
            .Column("last", Int, "The number.")
            .Key("table_name")
            .Constraint("generation_numbers_table_name_fkey", "foreign key (table_name) references es.read_tables"),
        new SqlTable(State, "operations", "Rebuilds, verifications and replays that administrators requested, with their progress. The epoch fences a worker that lost an operation without noticing.")
            .Column("id", Id, "The operation.")
            .Column("kind", Text, "rebuild, verify or replay.")
            .Column("request", Json, "The request.")
            .Column("actor", Text, "Who requested it.")
            .Column("state", Text, "queued, running, completed, failed or cancelled.", @default: "'queued'")
            .Column("epoch", Long, "Grows with every change of owner.", @default: "0")
            .Column("owner", Text, "Machine and process of the worker that runs it.", @null: true)
            .Column("phase", Text, "The current phase.", @null: true)
            .Column("position", Long, "Position of the log that it has reached.", @default: "0")
            .Column("events_done", Long, "Events read.", @default: "0")
            .Column("events_total", Long, "Events to read, as counted at its start.", @null: true)
            .Column("events_per_second", "double precision", "Speed.", @null: true)
            .Column("result", Json, "The result.", @null: true)
            .Column("error", Text, "Why it failed.", @null: true)
            .Column("cancel", Flag, "Whether it was cancelled.", @default: "false")
            .Column("build", Json, "Committed state of the tables that are being built: their position, the events that they skip, and the tables that failed.", @null: true)
            .Column("created_at", Time, "When it was requested.", @default: "now()")
            .Column("started_at", Time, "When a worker began it.", @null: true)
            .Column("updated_at", Time, "When its progress was last recorded.", @default: "now()")
            .Column("finished_at", Time, "When it ended.", @null: true)
            .Key("id")
            .Constraint("operations_kind_check", "check (kind in ('rebuild', 'verify', 'replay'))")
            .Constraint("operations_state_check", "check (state in ('queued', 'running', 'completed', 'failed', 'cancelled'))")
            .Index("operations_open", "(created_at) where state in ('queued', 'running')"),
        new SqlTable(State, "replays", "Read tables as of a position of the log, in schemas of their own, until they are dropped or expire.")
            .Column("name", Text, "Its name.")
            .Column("position", Long, "The position.")
            .Column("tables", "text[]", "The tables.")
            .Column("operation", Id, "The operation that built it.")
            .Column("ready", Flag, "Whether it can be read.", @default: "false")
            .Column("schemas", "text[]", "The schemas that were created for it; only these are dropped with it.", @default: "'{}'",
                fill: "update es.replays set schemas = array(select distinct name || '_' || split_part(t, '.', 1) from unnest(tables) t)")
            .Column("created_at", Time, "When it was requested.", @default: "now()")
            .Column("expires_at", Time, "When it expires.")
            .Key("name"),
        new SqlTable(State, "forgettings", "Tables that have applied an event that forgets data: their replays and previous generations from before that position are dropped, repeatedly for a minute.")
            .Column("table_name", Text, "The table.")
            .Column("position", Long, "Position of the event.")
            .Column("noted_at", Time, "When it was applied.")
            .Key("table_name"),
    ];
}
