using Npgsql;

namespace EventSourced.EventStore;

/// <summary>The tables of the log and of the store's own state.</summary>
public static class EventStoreSchema
{
    /// <summary>Every append holds this advisory lock, shared, until its transaction ends: by it a reader knows which positions may still appear.</summary>
    internal const long AppendLock = 0x4553_4c4f_4700_0001;

    // Held while the schema is applied, so that processes that start together do not disturb each other.
    private const long SchemaLock = 0x4553_4c4f_4700_0002;

    /// <summary>Creates what is missing. Safe to call from several processes at once, and again at every start.</summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="options">Names of the schemas; null for the usual ones.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task ApplyAsync(NpgsqlDataSource dataSource, EventStoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // By itself and first: the statements after it must see what the previous holder committed.
        await using (var wait = new NpgsqlCommand($"select pg_advisory_xact_lock({SchemaLock})", connection, transaction))
            await wait.ExecuteNonQueryAsync(cancellationToken);
        await using (var apply = new NpgsqlCommand(Sql(options ?? new EventStoreOptions()), connection, transaction))
            await apply.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The whole schema as one script.</summary>
    /// <param name="options">Names of the schemas.</param>
    public static string Sql(EventStoreOptions options)
    {
        var (log, es) = (options.LogSchema, options.StateSchema);
        return $$"""
            set local client_min_messages = warning;
            create schema if not exists {{log}};
            create schema if not exists {{es}};
            comment on schema {{log}} is 'The event log, in the layout of Marten 9: the only truth. Everything else can be rebuilt from it.';
            comment on schema {{es}} is 'State of EventSourced that is not in the log: command outcomes, claimed names, secrets, personal keys.';

            create table if not exists {{log}}.mt_streams (
                tenant_id   varchar collate "C" not null default '*DEFAULT*',
                id          varchar collate "C" not null,
                type        varchar null,
                version     bigint,
                timestamp   timestamptz not null default now(),
                created     timestamptz not null default now(),
                is_archived boolean default false,
                constraint pkey_mt_streams_tenant_id_id primary key (tenant_id, id)
            ) with (fillfactor = 85);
            comment on table {{log}}.mt_streams is 'One row per stream of the log.';
            comment on column {{log}}.mt_streams.tenant_id is 'The tenant that owns the stream; *DEFAULT* for modules without tenants.';
            comment on column {{log}}.mt_streams.id is 'Name of the stream, unique within its tenant.';
            comment on column {{log}}.mt_streams.type is 'Aggregate type for Marten; not used by EventSourced.';
            comment on column {{log}}.mt_streams.version is 'Version of the last event.';
            comment on column {{log}}.mt_streams.timestamp is 'When the last event was written.';
            comment on column {{log}}.mt_streams.created is 'When the first event was written.';
            comment on column {{log}}.mt_streams.is_archived is 'Archived by Marten; not used by EventSourced.';

            -- Without cache: a position handed out to a session in advance would be drawn before its transaction takes the append lock.
            create sequence if not exists {{log}}.mt_events_sequence as bigint cache 1;
            comment on sequence {{log}}.mt_events_sequence is 'Positions of events. Rolled-back transactions leave holes.';

            create table if not exists {{log}}.mt_events (
                seq_id         bigint not null default nextval('{{log}}.mt_events_sequence'),
                id             uuid not null,
                stream_id      varchar collate "C",
                version        bigint not null,
                data           jsonb not null,
                bdata          bytea null,
                type           varchar(500) not null,
                timestamp      timestamptz not null default now(),
                tenant_id      varchar collate "C" default '*DEFAULT*',
                mt_dotnet_type varchar null,
                correlation_id varchar null,
                causation_id   varchar null,
                headers        jsonb null,
                is_archived    boolean default false,
                constraint pkey_mt_events_seq_id primary key (seq_id)
            );
            create unique index if not exists pk_mt_events_stream_and_version on {{log}}.mt_events (tenant_id, stream_id, version);
            alter sequence {{log}}.mt_events_sequence owned by {{log}}.mt_events.seq_id;
            comment on table {{log}}.mt_events is 'The events, never changed once written.';
            comment on column {{log}}.mt_events.seq_id is 'Position in the whole log, ascending, with holes.';
            comment on column {{log}}.mt_events.id is 'Id of the event, a version 7 uuid.';
            comment on column {{log}}.mt_events.stream_id is 'The stream.';
            comment on column {{log}}.mt_events.version is 'Place in the stream, from 1, without holes.';
            comment on column {{log}}.mt_events.data is 'What happened, as JSON.';
            comment on column {{log}}.mt_events.bdata is 'Binary data of Marten; not used by EventSourced.';
            comment on column {{log}}.mt_events.type is 'Stable name of the event type with its version, such as pulse.day_digested.v1.';
            comment on column {{log}}.mt_events.timestamp is 'When it was decided, by the clock of the command side.';
            comment on column {{log}}.mt_events.tenant_id is 'The tenant that owns the stream.';
            comment on column {{log}}.mt_events.mt_dotnet_type is 'CLR type for Marten; never written by EventSourced.';
            comment on column {{log}}.mt_events.correlation_id is 'What the event belongs to; by default its command.';
            comment on column {{log}}.mt_events.causation_id is 'What caused the event; by default its command.';
            comment on column {{log}}.mt_events.headers is 'command_id, actor and traceparent.';
            comment on column {{log}}.mt_events.is_archived is 'Archived by Marten; not used by EventSourced.';

            create table if not exists {{log}}.mt_event_progression (
                name         varchar primary key,
                last_seq_id  bigint,
                last_updated timestamptz default transaction_timestamp()
            );
            comment on table {{log}}.mt_event_progression is 'Progress of a Marten daemon, should one run over the log; EventSourced keeps its own checkpoints.';
            comment on column {{log}}.mt_event_progression.name is 'Name of the subscription.';
            comment on column {{log}}.mt_event_progression.last_seq_id is 'Position it has reached.';
            comment on column {{log}}.mt_event_progression.last_updated is 'When it got there.';

            create table if not exists {{es}}.commands (
                command_id  uuid primary key,
                type        text not null,
                actor       text not null,
                status      text not null check (status in ('accepted', 'completed', 'rejected', 'failed')),
                body_sha256 bytea null,
                accepted_at timestamptz not null,
                finished_at timestamptz null,
                result      jsonb null,
                position    bigint null
            ) with (fillfactor = 85);
            alter table {{es}}.commands add column if not exists position bigint null;
            alter table {{es}}.commands add column if not exists runs integer not null default 0;
            create index if not exists commands_accepted_at on {{es}}.commands using brin (accepted_at) with (autosummarize = on);
            create index if not exists commands_open on {{es}}.commands (accepted_at) where status = 'accepted';
            comment on table {{es}}.commands is 'Commands and their outcomes: a command that is delivered again gets the answer that is stored here.';
            comment on column {{es}}.commands.command_id is 'The command.';
            comment on column {{es}}.commands.type is 'Stable name of the command; empty when its outcome came without one.';
            comment on column {{es}}.commands.actor is 'Who asked.';
            comment on column {{es}}.commands.status is 'accepted, completed, rejected or failed; the last three are final.';
            comment on column {{es}}.commands.body_sha256 is 'SHA-256 of the request, keyed (HMAC) when it holds personal data, to tell a retry from another command under the same id.';
            comment on column {{es}}.commands.accepted_at is 'When it came in.';
            comment on column {{es}}.commands.finished_at is 'When its outcome was stored.';
            comment on column {{es}}.commands.result is 'JSON of the result, or the problem document.';
            comment on column {{es}}.commands.runs is 'How often a worker began it after the broker had delivered it before; one that ends its worker each time is given up.';
            comment on column {{es}}.commands.position is 'Position of the last event that the command wrote; null when it wrote none.';

            create table if not exists {{es}}.claims (
                name     text collate "C" primary key,
                owner    text not null,
                taken_at timestamptz not null
            );
            comment on table {{es}}.claims is 'Names that may be used once in the whole log, such as ids that callers choose.';
            comment on column {{es}}.claims.name is 'The name, with its kind in front.';
            comment on column {{es}}.claims.owner is 'Who may use it.';
            comment on column {{es}}.claims.taken_at is 'When it was taken.';

            create table if not exists {{es}}.secrets (
                name       text primary key,
                key        bytea not null,
                created_at timestamptz not null default now()
            );
            comment on table {{es}}.secrets is 'Keys that personal data in the log depends on: destroying a key forgets the person or tenant.';
            comment on column {{es}}.secrets.name is 'What the key is for.';
            comment on column {{es}}.secrets.key is 'One byte of format, then the key: 0 as it is, 1 wrapped with the master key (nonce, tag, ciphertext of AES-256-GCM).';
            comment on column {{es}}.secrets.created_at is 'When it was created.';

            create table if not exists {{es}}.personal_keys (
                key_id       uuid primary key,
                subject      text not null,
                wrapped      bytea null,
                created_at   timestamptz not null,
                destroyed_at timestamptz null,
                check ((wrapped is null) = (destroyed_at is not null))
            );
            create unique index if not exists personal_keys_subject on {{es}}.personal_keys (subject) where destroyed_at is null;
            comment on table {{es}}.personal_keys is 'Keys of the personal members of events and commands: destroying a key forgets what was stored under it.';
            comment on column {{es}}.personal_keys.key_id is 'The key, as encrypted values name it.';
            comment on column {{es}}.personal_keys.subject is 'Pseudonym of whom the data is about, with the prefix of its kind.';
            comment on column {{es}}.personal_keys.wrapped is 'The key, wrapped with the master key (nonce, ciphertext, tag of AES-256-GCM); null when destroyed.';
            comment on column {{es}}.personal_keys.created_at is 'When it was first needed.';
            comment on column {{es}}.personal_keys.destroyed_at is 'When it was destroyed; a subject that is used again has another key.';

            create table if not exists {{es}}.call_budgets (
                name  text not null,
                hour  timestamptz not null,
                calls bigint not null,
                primary key (name, hour)
            );
            comment on table {{es}}.call_budgets is 'Calls of services that cost money, counted over all processes; hours older than two days are removed.';
            comment on column {{es}}.call_budgets.name is 'What was called, such as rabbit.recognizer.';
            comment on column {{es}}.call_budgets.hour is 'Beginning of the hour.';
            comment on column {{es}}.call_budgets.calls is 'Calls in the hour.';

            create table if not exists {{es}}.child_pins (
                child_id   text primary key,
                salt       bytea not null,
                derived    bytea not null,
                iterations int not null,
                set_at     timestamptz not null,
                set_by     text not null
            );
            comment on table {{es}}.child_pins is 'PINs that open the rows of one child, as derived keys.';
            comment on column {{es}}.child_pins.child_id is 'The child.';
            comment on column {{es}}.child_pins.salt is 'Salt of the derivation.';
            comment on column {{es}}.child_pins.derived is 'PBKDF2-SHA256 of the HMAC of child and PIN under the secret rabbit/child-pins.';
            comment on column {{es}}.child_pins.iterations is 'Iterations of the derivation.';
            comment on column {{es}}.child_pins.set_at is 'When it was set.';
            comment on column {{es}}.child_pins.set_by is 'Who set it.';

            {{AppendFunction(log, es)}}

            {{AppendPlainSql.Create(log, es)}}

            {{AppendPlainSql.CreateOne(log, es)}}
            """;
    }

    // One call is one group: all its appends commit together, each by itself accepted or refused. Arrays come in three levels: distinct streams (d_),
    // items = what one append says about one stream, in the order of the appends (i_), and events in the order of the items (e_). A bulk append
    // passes items with counts but no events, and copies the events afterwards in the same transaction.
    // The lock timeout tells the writer that a stream is held for long, so that it sets its append aside and goes on with the others.
    private static string AppendFunction(string log, string es) => $$"""
        create or replace function {{es}}.append_group(
            appends    int,
            d_tenant   text[], d_stream text[],
            i_append   int[], i_stream int[], i_expected bigint[], i_count int[],
            c_append   int[], c_id uuid[], c_actor text[], c_status text[], c_result jsonb[],
            e_item     int[], e_offset int[], e_id uuid[], e_type text[], e_data jsonb[], e_tenant text[], e_stream text[],
            e_at       timestamptz[], e_correlation text[], e_causation text[], e_headers jsonb[],
            out states int[], out positions bigint[], out versions bigint[])
        language plpgsql
        set lock_timeout = '200ms'
        set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
        as $function$
        declare
            streams   int := cardinality(d_stream);
            items     int := cardinality(i_stream);
            events    int := cardinality(e_id);
            was       bigint[] := array_fill(null::bigint, array[streams]);
            now_at    bigint[] := array_fill(0::bigint, array[streams]);
            touched   boolean[] := array_fill(false, array[streams]);
            base      bigint[] := array_fill(-1::bigint, array[items]);
            handled   uuid[];
            drawn     bigint[];
            last_at   int[] := array_fill(0, array[appends]);
            first     int := 1;
            next      int := 1;
            at_event  int := 0;
            state     int;
            fresh     int := 0;
            held      boolean := false;
            written   boolean := false;
            n         int;
            d         int;
            r         record;
        begin
            -- Presence for the watermark, before any position is drawn.
            perform pg_advisory_xact_lock_shared({{AppendLock}});

            states := array_fill(0, array[appends]);
            positions := array_fill(0::bigint, array[appends]);
            versions := array_fill(0::bigint, array[items]);

            if streams > 0 then
                for r in
                    select q.n, s.version
                    from unnest(d_tenant, d_stream) with ordinality q (tenant_id, id, n)
                    join {{log}}.mt_streams s on s.tenant_id = q.tenant_id collate "C" and s.id = q.id collate "C"
                    order by s.tenant_id, s.id
                    for update of s
                loop
                    was[r.n] := coalesce(r.version, 0);
                    now_at[r.n] := coalesce(r.version, 0);
                end loop;
            end if;

            if cardinality(c_id) > 0 then
                for r in
                    select q.a from unnest(c_append, c_id) q (a, id)
                    join {{es}}.commands c on c.command_id = q.id
                    where c.status <> 'accepted'
                loop
                    states[r.a] := -1;
                end loop;
            end if;

            for a in 1 .. appends loop
                state := states[a];
                next := first;
                while next <= items and i_append[next] = a loop
                    if state = 0 and i_expected[next] >= 0 and i_expected[next] <> now_at[i_stream[next]] then
                        state := next - first + 1;
                    end if;
                    next := next + 1;
                end loop;
                states[a] := state;
                for i in first .. next - 1 loop
                    d := i_stream[i];
                    at_event := at_event + i_count[i];
                    if state = 0 then
                        base[i] := now_at[d];
                        if was[d] is null then
                            if not touched[d] then fresh := fresh + 1; end if;
                            if i_count[i] = 0 then held := true; end if;
                        end if;
                        touched[d] := true;
                        if i_count[i] > 0 then
                            now_at[d] := now_at[d] + i_count[i];
                            written := true;
                            last_at[a] := at_event;
                        end if;
                    end if;
                    versions[i] := now_at[d];
                end loop;
                first := next;
            end loop;

            -- A stream that is not there is held by inserting its row: another appender of the same stream waits for this transaction's end.
            if fresh > 0 then
                insert into {{log}}.mt_streams (tenant_id, id, version)
                select q.tenant_id, q.id, q.version
                from unnest(d_tenant, d_stream, was, now_at, touched) q (tenant_id, id, was, version, touched)
                where q.touched and q.was is null
                order by q.tenant_id collate "C", q.id collate "C"
                on conflict do nothing;
                get diagnostics n = row_count;
                if n <> fresh then
                    raise exception 'a stream was created meanwhile' using errcode = 'serialization_failure';
                end if;
                if held then
                    delete from {{log}}.mt_streams s
                    using unnest(d_tenant, d_stream, was, now_at, touched) q (tenant_id, id, was, version, touched)
                    where q.touched and q.was is null and q.version = 0 and s.tenant_id = q.tenant_id collate "C" and s.id = q.id collate "C";
                end if;
            end if;

            if written then
                update {{log}}.mt_streams s set version = q.version, timestamp = now()
                from unnest(d_tenant, d_stream, was, now_at) q (tenant_id, id, was, version)
                where q.version > q.was and s.tenant_id = q.tenant_id collate "C" and s.id = q.id collate "C";
            end if;

            if written and events > 0 then
                select array_agg(nextval('{{log}}.mt_events_sequence')) into drawn from generate_series(1, events);
                insert into {{log}}.mt_events
                    (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, correlation_id, causation_id, headers)
                select drawn[e.n], e.id, e.stream_id, base[e.item] + e.place, e.data, e.type, e.at, e.tenant_id, e.correlation_id, e.causation_id, e.headers
                from unnest(e_item, e_offset, e_id, e_type, e_data, e_tenant, e_stream, e_at, e_correlation, e_causation, e_headers) with ordinality
                    e (item, place, id, type, data, tenant_id, stream_id, at, correlation_id, causation_id, headers, n)
                where base[e.item] >= 0;
                for a in 1 .. appends loop
                    if last_at[a] > 0 then positions[a] := drawn[last_at[a]]; end if;
                end loop;
            end if;

            if cardinality(c_id) > 0 then
                insert into {{es}}.commands as c (command_id, type, actor, status, accepted_at, finished_at, result, position)
                select q.id, '', q.actor, q.status, now(), now(), q.result, nullif(positions[q.a], 0)
                from unnest(c_append, c_id, c_actor, c_status, c_result) q (a, id, actor, status, result)
                where states[q.a] = 0
                order by q.id
                on conflict (command_id) do update
                set status = excluded.status, finished_at = excluded.finished_at, result = excluded.result, position = excluded.position
                where c.status = 'accepted';
                get diagnostics n = row_count;
                select count(*) into d from unnest(c_append) q (a) where states[q.a] = 0;
                if n <> d then
                    raise exception 'a command was finished meanwhile' using errcode = 'serialization_failure';
                end if;
            end if;
        end
        $function$;
        comment on function {{es}}.append_group is 'Appends a group of appends in one transaction. States: 0 written, -1 command already handled, n the n-th stream of the append is not at its expected version.';
        """;
}
