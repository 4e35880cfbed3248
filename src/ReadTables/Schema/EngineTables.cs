using EventSourced.EventStore;
using EventSourced.EventStore.Schema;
using Weasel.Core;

namespace EventSourced.ReadTables.Schema;

/// <summary>The engine's own state: lanes, live tables, generations, operations and replays.</summary>
public sealed class EngineTables : ISchemaPart
{
    /// <summary>Schema of the engine's state.</summary>
    public const string State = "es";

    private const string Text = "text", Long = "bigint", Int = "integer", Time = "timestamp with time zone", Json = "jsonb", Flag = "boolean", Id = "uuid";

    /// <inheritdoc/>
    IEnumerable<ISchemaObject> ISchemaPart.Objects(EventStoreOptions options) => All;

    /// <summary>The tables, in the order in which they can be created.</summary>
    public static IReadOnlyList<SqlTable> All { get; } =
    [
        new SqlTable(State, "lanes", "Which worker projects a lane: the tables of a module, or of an area of one. The epoch grows with every change of owner: a page is committed only under the epoch it was begun with.")
            .Column("lane", Text, "The lane.")
            .Column("epoch", Long, "Grows with every change of owner.", @default: "0")
            .Column("owner", Text, "Machine and process of the owner; null when it gave the lane back.", @null: true)
            .Column("acquired_at", Time, "When the owner took the lane.", @null: true)
            .Column("backend_pid", Int, "Database session of the owner: it holds the lock of the lane.", @null: true)
            .Column("renewed_at", Time, "When the owner last showed that it is awake.", @null: true)
            .Key("lane")
            .Constraint("lanes_lane_epoch", "unique (lane, epoch)"),
        new SqlTable(State, "workers", "Processes that share the lanes, by the database session with which each announces itself. One whose session is gone is dead, one that was not renewed is frozen; the others clear both away.")
            .Column("pid", Int, "Database session.")
            .Column("owner", Text, "Machine and process.")
            .Column("application", Text, "Name of the application.")
            .Column("started_at", Time, "When it announced itself.", @default: "clock_timestamp()")
            .Column("renewed_at", Time, "When it last showed that it is awake.", @default: "clock_timestamp()")
            .Key("pid"),
        new SqlTable(State, "read_tables", "The live generation of each read table: which definition built it and up to which position of the log it is complete.")
            .Column("table_name", Text, "The table, with its schema.")
            .Column("lane", Text, "The lane that keeps it up to date.")
            .Column("generation", Int, "Number of the live generation.", @default: "1")
            .Column("fingerprint", Text, "Fingerprint of the definition that built it.")
            .Column("position", Long, "Checkpoint: the table holds the effect of every event up to here.", @default: "0")
            .Column("state", Text, "running or paused.", @default: "'running'")
            .Column("error", Text, "Why it is paused.", @null: true)
            .Column("updated_at", Time, "When the row was last written.", @default: "now()")
            .Column("incarnation", Long, "Grows with every swap: what was read before it is of another generation.", @default: "0")
            .Column("made", Json, "Columns, indexes and comments that the definition made. Whatever else is on the table was made by people, and is carried over to the next generation.", @null: true)
            .Key("table_name")
            .Constraint("read_tables_lane_fkey", "foreign key (lane) references es.lanes")
            .Constraint("read_tables_state_check", "check (state in ('running', 'paused'))"),
        new SqlTable(State, "dead_letters", "Events that a read table could not take; the table waits before them.")
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
            .Column("schema_name", Text, "Schema that it lies in.")
            .Column("fingerprint", Text, "Fingerprint of the definition that built it.")
            .Column("state", Text, "building or previous.")
            .Column("position", Long, "Position of the log up to which it is complete.")
            .Column("operation", Id, "The operation that builds it.", @null: true)
            .Column("changed_at", Time, "When its state changed.", @default: "now()")
            .Column("made", Json, "As in es.read_tables.", @null: true)
            .Column("skipped", Long, "Position of an event that its rows hold and that was skipped since: it does not become live again.", @null: true)
            .Key("table_name", "generation")
            .Constraint("generations_table_name_fkey", "foreign key (table_name) references es.read_tables")
            .Constraint("generations_state_check", "check (state in ('building', 'previous'))"),
        new SqlTable(State, "generation_numbers", "The last number that a generation of each read table was given. A number is never given again, also after a rollback and a release.")
            .Column("table_name", Text, "The table.")
            .Column("last", Int, "The number.")
            .Key("table_name")
            .Constraint("generation_numbers_table_name_fkey", "foreign key (table_name) references es.read_tables"),
        new SqlTable(State, "operations", "Long work that administrators asked for: rebuilds, verifications and replays, with their progress. The epoch fences a worker that lost one without noticing.")
            .Column("id", Id, "The operation.")
            .Column("kind", Text, "rebuild, verify or replay.")
            .Column("request", Json, "What was asked for.")
            .Column("actor", Text, "Who asked.")
            .Column("state", Text, "queued, running, completed, failed or cancelled.", @default: "'queued'")
            .Column("epoch", Long, "Grows with every change of owner.", @default: "0")
            .Column("owner", Text, "Machine and process of the worker that runs it.", @null: true)
            .Column("phase", Text, "What it is at.", @null: true)
            .Column("position", Long, "Position of the log that it has reached.", @default: "0")
            .Column("events_done", Long, "Events read.", @default: "0")
            .Column("events_total", Long, "Events to read, as counted at its start.", @null: true)
            .Column("events_per_second", "double precision", "Speed.", @null: true)
            .Column("result", Json, "What came out.", @null: true)
            .Column("error", Text, "Why it failed.", @null: true)
            .Column("cancel", Flag, "Whether somebody asked to end it.", @default: "false")
            .Column("build", Json, "What is committed of the tables that are being built: their position, the events that they leave out, and those that failed.", @null: true)
            .Column("created_at", Time, "When it was asked for.", @default: "now()")
            .Column("started_at", Time, "When a worker began it.", @null: true)
            .Column("updated_at", Time, "When its progress was last noted.", @default: "now()")
            .Column("finished_at", Time, "When it ended.", @null: true)
            .Key("id")
            .Constraint("operations_kind_check", "check (kind in ('rebuild', 'verify', 'replay'))")
            .Constraint("operations_state_check", "check (state in ('queued', 'running', 'completed', 'failed', 'cancelled'))")
            .Index("operations_open", "(created_at) where state in ('queued', 'running')"),
        new SqlTable(State, "replays", "Read tables as they were at a position of the log, in schemas of their own, until they are dropped or expire.")
            .Column("name", Text, "Its name.")
            .Column("position", Long, "Position of the log that it shows.")
            .Column("tables", "text[]", "The tables.")
            .Column("operation", Id, "The operation that built it.")
            .Column("ready", Flag, "Whether it can be read.", @default: "false")
            .Column("schemas", "text[]", "The schemas that were created for it: no other is dropped with it.", @default: "'{}'",
                fill: "update es.replays set schemas = array(select distinct name || '_' || split_part(t, '.', 1) from unnest(tables) t)")
            .Column("created_at", Time, "When it was asked for.", @default: "now()")
            .Column("expires_at", Time, "From when it is dropped.")
            .Key("name"),
        new SqlTable(State, "forgettings", "Tables that have taken an event by which something is forgotten: what is kept of them from before that position is dropped, and for a minute looked for again.")
            .Column("table_name", Text, "The table.")
            .Column("position", Long, "Position of the event.")
            .Column("noted_at", Time, "When it was taken.")
            .Key("table_name"),
    ];
}
