using EventSourced.ReadTables.Generations;
using Npgsql;

namespace EventSourced.ReadTables.Schema;

/// <summary>Brings the database to the catalog: schemas, tables, comments, indexes, and the engine's own state in schema <c>es</c>.</summary>
public static class ReadTableSchema
{
    // Starting processes take turns: any constant of our own will do.
    private const long SchemaLock = 0x6573_7265_6164_0001;

    private static readonly string s_ownState = $$"""
        CREATE SCHEMA IF NOT EXISTS es;

        CREATE TABLE IF NOT EXISTS es.lanes (
            lane text PRIMARY KEY,
            epoch bigint NOT NULL DEFAULT 0,
            owner text NULL,
            acquired_at timestamptz NULL,
            backend_pid integer NULL,
            renewed_at timestamptz NULL,
            CONSTRAINT lanes_lane_epoch UNIQUE (lane, epoch)
        );
        -- Only where they are missing: to alter the table waits for every page that is being written, and lets nobody else pass meanwhile.
        DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'es.lanes'::regclass AND conname = 'lanes_lane_epoch') THEN
                ALTER TABLE es.lanes ADD COLUMN IF NOT EXISTS backend_pid integer NULL, ADD COLUMN IF NOT EXISTS renewed_at timestamptz NULL,
                    ADD CONSTRAINT lanes_lane_epoch UNIQUE (lane, epoch);
            END IF;
        END $$;
        COMMENT ON TABLE es.lanes IS 'Which worker projects a module. The epoch grows with every change of owner: a page is committed only under the epoch it was begun with.';
        COMMENT ON COLUMN es.lanes.owner IS 'Machine and process of the owner; null when it gave the lane back.';
        COMMENT ON COLUMN es.lanes.backend_pid IS 'Database session of the owner: it holds the lock of the lane.';
        COMMENT ON COLUMN es.lanes.renewed_at IS 'When the owner last showed that it is awake.';

        CREATE TABLE IF NOT EXISTS es.workers (
            pid integer PRIMARY KEY,
            owner text NOT NULL,
            application text NOT NULL,
            started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            renewed_at timestamptz NOT NULL DEFAULT clock_timestamp()
        );
        COMMENT ON TABLE es.workers IS 'Processes that share the lanes, by the database session with which each announces itself. One whose session is gone is dead, one that was not renewed is frozen; the others clear both away.';

        CREATE TABLE IF NOT EXISTS es.read_tables (
            table_name text PRIMARY KEY,
            lane text NOT NULL REFERENCES es.lanes,
            generation integer NOT NULL DEFAULT 1,
            fingerprint text NOT NULL,
            position bigint NOT NULL DEFAULT 0,
            state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'paused')),
            error text NULL,
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        {{Column("read_tables", "incarnation", "bigint NOT NULL DEFAULT 0")}}
        {{Column("read_tables", "made", "jsonb NULL")}}
        COMMENT ON COLUMN es.read_tables.made IS 'Columns, indexes and comments that the definition made. Whatever else is on the table was made by people, and is carried over to the next generation.';
        COMMENT ON TABLE es.read_tables IS 'The live generation of each read table: which definition built it and up to which position of the log it is complete.';

        CREATE TABLE IF NOT EXISTS es.dead_letters (
            table_name text NOT NULL REFERENCES es.read_tables,
            position bigint NOT NULL,
            event_type text NOT NULL,
            stream_id text NOT NULL,
            error text NOT NULL,
            attempts integer NOT NULL,
            first_failed_at timestamptz NOT NULL DEFAULT now(),
            last_failed_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (table_name, position)
        );
        COMMENT ON TABLE es.dead_letters IS 'Events that a read table could not take; the table waits before them.';

        CREATE TABLE IF NOT EXISTS es.generations (
            table_name text NOT NULL REFERENCES es.read_tables,
            generation integer NOT NULL,
            schema_name text NOT NULL,
            fingerprint text NOT NULL,
            state text NOT NULL CHECK (state IN ('building', 'previous')),
            position bigint NOT NULL,
            operation uuid NULL,
            changed_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (table_name, generation)
        );
        {{Column("generations", "made", "jsonb NULL")}}
        COMMENT ON TABLE es.generations IS 'Generations of read tables besides the live ones: those being built, and those that were replaced and are kept until they are released.';

        CREATE TABLE IF NOT EXISTS es.generation_numbers (
            table_name text PRIMARY KEY REFERENCES es.read_tables,
            last integer NOT NULL
        );
        COMMENT ON TABLE es.generation_numbers IS 'The last number that a generation of each read table was given. A number is never given again, also after a rollback and a release.';

        CREATE TABLE IF NOT EXISTS es.operations (
            id uuid PRIMARY KEY,
            kind text NOT NULL CHECK (kind IN ('rebuild', 'verify', 'replay')),
            request jsonb NOT NULL,
            actor text NOT NULL,
            state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
            epoch bigint NOT NULL DEFAULT 0,
            owner text NULL,
            phase text NULL,
            position bigint NOT NULL DEFAULT 0,
            events_done bigint NOT NULL DEFAULT 0,
            events_total bigint NULL,
            events_per_second double precision NULL,
            result jsonb NULL,
            error text NULL,
            cancel boolean NOT NULL DEFAULT false,
            build jsonb NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            started_at timestamptz NULL,
            updated_at timestamptz NOT NULL DEFAULT now(),
            finished_at timestamptz NULL
        );
        {{Column("operations", "build", "jsonb NULL")}}
        COMMENT ON COLUMN es.operations.build IS 'What is committed of the tables that are being built: their position, the events that they leave out, and those that failed.';
        CREATE INDEX IF NOT EXISTS operations_open ON es.operations (created_at) WHERE state IN ('queued', 'running');
        COMMENT ON TABLE es.operations IS 'Long work that administrators asked for: rebuilds, verifications and replays, with their progress. The epoch fences a worker that lost one without noticing.';

        CREATE TABLE IF NOT EXISTS es.replays (
            name text PRIMARY KEY,
            position bigint NOT NULL,
            tables text[] NOT NULL,
            operation uuid NOT NULL,
            ready boolean NOT NULL DEFAULT false,
            schemas text[] NOT NULL DEFAULT '{}',
            created_at timestamptz NOT NULL DEFAULT now(),
            expires_at timestamptz NOT NULL
        );
        {{Column("replays", "schemas", "text[] NOT NULL DEFAULT '{}'", "UPDATE es.replays SET schemas = ARRAY(SELECT DISTINCT name || '_' || split_part(t, '.', 1) FROM unnest(tables) t);")}}
        COMMENT ON COLUMN es.replays.schemas IS 'The schemas that were created for it: no other is dropped with it.';
        CREATE TABLE IF NOT EXISTS es.forgettings (
            table_name text PRIMARY KEY,
            position bigint NOT NULL,
            noted_at timestamptz NOT NULL
        );
        COMMENT ON TABLE es.forgettings IS 'Tables that have taken an event by which something is forgotten: what is kept of them from before that position is dropped, and for a minute looked for again.';
        COMMENT ON TABLE es.replays IS 'Read tables as they were at a position of the log, in schemas of their own, until they are dropped or expire.';
        """;

    /// <summary>A column that a table of an earlier build lacks. Only where it is missing: to alter the table waits for everybody who reads or writes it.</summary>
    private static string Column(string table, string column, string definition, string fill = "") => $"""
        DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'es.{table}'::regclass AND attname = '{column}') THEN
                ALTER TABLE es.{table} ADD COLUMN {column} {definition};
                {fill}
            END IF;
        END $$;
        """;

    /// <summary>
    /// Creates what is missing and refreshes comments. A table whose definition changed is not touched: it keeps its rows and its old generation, is
    /// reported as outdated by this build, and asks for a new generation.
    /// </summary>
    /// <param name="source">The database.</param>
    /// <param name="catalog">The tables.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task ApplyAsync(NpgsqlDataSource source, ReadTableCatalog catalog, CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({SchemaLock})", cancellationToken);
        await ExecuteAsync(connection, s_ownState, cancellationToken);

        var known = new Dictionary<string, (string Fingerprint, MadeByDefinition? Made)>();
        await using (var command = new NpgsqlCommand("SELECT table_name, fingerprint, made::text FROM es.read_tables", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) known[reader.GetString(0)] = (reader.GetString(1), MadeByDefinition.Parse(reader.IsDBNull(2) ? null : reader.GetString(2)));
        }

        foreach (var module in catalog.Modules)
        {
            await ExecuteAsync(connection, $"CREATE SCHEMA IF NOT EXISTS {SqlNames.Quote(module)}", cancellationToken);
            await using var lane = new NpgsqlCommand("INSERT INTO es.lanes (lane) VALUES ($1) ON CONFLICT DO NOTHING", connection) { Parameters = { new() { Value = module } } };
            await lane.ExecuteNonQueryAsync(cancellationToken);
        }

        foreach (var table in catalog.Tables)
        {
            if (known.TryGetValue(table.QualifiedName, out var live))
            {
                if (live.Fingerprint == table.Fingerprint) await RefreshAsync(connection, table, live.Made, cancellationToken);
                continue;
            }
            await ExecuteAsync(connection, TableDdl.Of(table), cancellationToken);
            // A derived table that joins a source with rows has none of its own yet: it asks for a new generation too.
            var joins = table.SourceRow is not null && known.ContainsKey(catalog.FamilyOf(table)[0].QualifiedName);
            await using var register = new NpgsqlCommand("INSERT INTO es.read_tables (table_name, lane, fingerprint, made) VALUES ($1, $2, $3, $4::text::jsonb)", connection)
            {
                Parameters =
                {
                    new() { Value = table.QualifiedName }, new() { Value = table.Module }, new() { Value = joins ? "" : table.Fingerprint },
                    new() { Value = MadeByDefinition.Of(table).ToJson() },
                },
            };
            await register.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Creates what is missing of a table, and changes the comments that the definition changed since. What people made of it stays.</summary>
    private static async Task RefreshAsync(NpgsqlConnection connection, TableDefinition table, MadeByDefinition? before, CancellationToken cancellationToken)
    {
        var made = MadeByDefinition.Of(table).ToJson();
        await ExecuteAsync(connection, before is null ? TableDdl.Of(table) : TableDdl.Missing(table) + TableDdl.Comments(table, before), cancellationToken);
        if (before?.ToJson() == made) return;
        await using var note = new NpgsqlCommand("UPDATE es.read_tables SET made = $2::text::jsonb WHERE table_name = $1", connection)
        {
            Parameters = { new() { Value = table.QualifiedName }, new() { Value = made } },
        };
        await note.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
