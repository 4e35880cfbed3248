namespace EventSourced.EventStore;

/// <summary>The server's side of <see cref="AppendPlain"/> and <see cref="AppendOne"/>.</summary>
internal static class AppendPlainSql
{
    /// <summary>Settings of sessions that look things up by their keys: the plan goes by the keys, however few rows there are when it is made.</summary>
    public const string Plans = "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set plan_cache_mode = force_generic_plan";

    /// <summary>Settings of the sessions that call these functions: nobody waits for a held stream. As settings of the functions they would be set and reset in every call.</summary>
    public const string Session = $"set lock_timeout = '200ms'; {Plans}";

    private const string Columns = "tenant_id, stream_id, expected, id, type, data, at, correlation_id, causation_id, headers, command_id, actor, status, result, n";

    private const string Rows =
        $"unnest(q_tenant, q_stream, q_expected, q_id, q_type, q_data, q_at, q_correlation, q_causation, q_headers, q_command, q_actor, q_status, q_result) with ordinality q ({Columns})";

    /// <summary>
    /// One row is one append: one event, to a stream that no other row names. Rows whose stream is at another version than expected, is not there or is there
    /// against expectation, and those whose command has an outcome already, are left out: the answer names the events that were written. Where another
    /// transaction came in between, the function raises serialization_failure, and the caller tries again.
    /// </summary>
    public static string Create(string log, string es) => $$"""
        create or replace function {{es}}.append_plain(
            has_old boolean, has_new boolean, has_outcome boolean,
            q_tenant text[], q_stream text[], q_expected bigint[], q_id uuid[], q_type text[], q_data jsonb[], q_at timestamptz[],
            q_correlation text[], q_causation text[], q_headers jsonb[], q_command uuid[], q_actor text[], q_status text[], q_result jsonb[],
            out ids uuid[], out positions bigint[], out versions bigint[])
        language plpgsql
        as $function$
        declare
            skip      bigint[] := '{}';
            made      int;
            told      int;
            noted     int;
            more_ids  uuid[];
            more_positions bigint[];
            more_versions  bigint[];
        begin
            -- Presence for the watermark, before any position is drawn.
            perform pg_advisory_xact_lock_shared({{EventStoreSchema.AppendLock}});

            if has_outcome then
                select coalesce(array_agg(q.n), '{}') into skip
                from unnest(q_command) with ordinality q (id, n) join {{es}}.commands c on c.command_id = q.id
                where c.status <> 'accepted';
            end if;

            if has_old then
                with moved as (
                    update {{log}}.mt_streams s set version = coalesce(s.version, 0) + 1, timestamp = now()
                    from {{Rows}}
                    where q.expected <> 0 and q.n <> all (skip)
                        and s.tenant_id = q.tenant_id collate "C" and s.id = q.stream_id collate "C"
                        and (q.expected < 0 or s.version = q.expected)
                    returning q.*, s.version as version
                ){{Write(log, es)}}
                into ids, positions, versions, told, noted;
                if noted <> told then
                    raise exception 'a command was finished meanwhile' using errcode = 'serialization_failure';
                end if;
            end if;

            if has_new then
                select skip || coalesce(array_agg(q.n), '{}') into skip
                from unnest(q_tenant, q_stream, q_expected) with ordinality q (tenant_id, id, expected, n)
                join {{log}}.mt_streams s on s.tenant_id = q.tenant_id collate "C" and s.id = q.id collate "C"
                where q.expected = 0;
                -- A stream that is not there is held by inserting its row: another appender of the same stream waits for this transaction's end.
                insert into {{log}}.mt_streams (tenant_id, id, version)
                select q.tenant_id, q.id, 1
                from unnest(q_tenant, q_stream, q_expected) with ordinality q (tenant_id, id, expected, n)
                where q.expected = 0 and q.n <> all (skip)
                on conflict do nothing;
                get diagnostics made = row_count;
                with moved as (
                    select q.*, 1::bigint as version from {{Rows}} where q.expected = 0 and q.n <> all (skip)
                ){{Write(log, es)}}
                into more_ids, more_positions, more_versions, told, noted;
                if cardinality(more_ids) <> made then
                    raise exception 'a stream was created meanwhile' using errcode = 'serialization_failure';
                end if;
                if noted <> told then
                    raise exception 'a command was finished meanwhile' using errcode = 'serialization_failure';
                end if;
                ids := ids || more_ids;
                positions := positions || more_positions;
                versions := versions || more_versions;
            end if;
        end
        $function$;
        comment on function {{es}}.append_plain is 'Appends events to a stream each, in one transaction, where that is plain: what it leaves out goes to append_group.';
        """;

    /// <summary>The same for one append alone. A null position says that it was left out.</summary>
    public static string CreateOne(string log, string es) => $$"""
        create or replace function {{es}}.append_one(
            q_tenant text, q_stream text, q_expected bigint, q_id uuid, q_type text, q_data jsonb, q_at timestamptz,
            q_correlation text, q_causation text, q_headers jsonb, q_command uuid, q_actor text, q_status text, q_result jsonb,
            out at_position bigint, out at_version bigint)
        language plpgsql
        as $function$
        begin
            -- Presence for the watermark, before any position is drawn.
            perform pg_advisory_xact_lock_shared({{EventStoreSchema.AppendLock}});

            if q_command is not null and exists (select from {{es}}.commands c where c.command_id = q_command and c.status <> 'accepted') then
                return;
            end if;

            if q_expected <> 0 then
                update {{log}}.mt_streams s set version = coalesce(s.version, 0) + 1, timestamp = now()
                where s.tenant_id = q_tenant collate "C" and s.id = q_stream collate "C" and (q_expected < 0 or s.version = q_expected)
                returning s.version into at_version;
            else
                insert into {{log}}.mt_streams as s (tenant_id, id, version) values (q_tenant, q_stream, 1)
                on conflict do nothing
                returning s.version into at_version;
            end if;
            if at_version is null then
                return;
            end if;

            insert into {{log}}.mt_events as e (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, correlation_id, causation_id, headers)
            values (nextval('{{log}}.mt_events_sequence'), q_id, q_stream, at_version, q_data, q_type, q_at, q_tenant, q_correlation, q_causation, q_headers)
            returning e.seq_id into at_position;

            if q_command is not null then
                insert into {{es}}.commands as c (command_id, type, actor, status, accepted_at, finished_at, result, position)
                values (q_command, '', q_actor, q_status, now(), now(), q_result, at_position)
                on conflict (command_id) do update
                set status = excluded.status, finished_at = excluded.finished_at, result = excluded.result, position = excluded.position
                where c.status = 'accepted';
                if not found then
                    raise exception 'a command was finished meanwhile' using errcode = 'serialization_failure';
                end if;
            end if;
        end
        $function$;
        comment on function {{es}}.append_one is 'Appends one event to one stream, where that is plain: what it leaves out goes to append_group.';
        """;

    // Positions are drawn once the streams are held: in each stream they ascend with the versions.
    private static string Write(string log, string es) => $$"""
        , placed as materialized (
            select nextval('{{log}}.mt_events_sequence') as seq_id, m.* from moved m
        ), written as (
            insert into {{log}}.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, correlation_id, causation_id, headers)
            select p.seq_id, p.id, p.stream_id, p.version, p.data, p.type, p.at, p.tenant_id, p.correlation_id, p.causation_id, p.headers from placed p
        ), noted as (
            insert into {{es}}.commands as c (command_id, type, actor, status, accepted_at, finished_at, result, position)
            select p.command_id, '', p.actor, p.status, now(), now(), p.result, p.seq_id from placed p where p.command_id is not null
            on conflict (command_id) do update
            set status = excluded.status, finished_at = excluded.finished_at, result = excluded.result, position = excluded.position
            where c.status = 'accepted'
            returning 1
        )
        select coalesce(array_agg(p.id), '{}'), coalesce(array_agg(p.seq_id), '{}'), coalesce(array_agg(p.version), '{}'), count(p.command_id), (select count(*) from noted)
        from placed p
        """;
}
