--
-- PostgreSQL database dump
--


-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: es; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA es;


--
-- Name: SCHEMA es; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA es IS 'State of EventSourced that is not in the log: command outcomes, claimed names, secrets, personal keys.';


--
-- Name: log; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA log;


--
-- Name: SCHEMA log; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA log IS 'The event log, in the layout of Marten 9: the only truth. Everything else can be rebuilt from it.';


--
-- Name: pulse; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA pulse;


--
-- Name: quartz; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA quartz;


--
-- Name: rabbit; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA rabbit;


--
-- Name: append_group(integer, text[], text[], integer[], integer[], bigint[], integer[], integer[], uuid[], text[], text[], jsonb[], integer[], integer[], uuid[], text[], jsonb[], text[], text[], timestamp with time zone[], text[], text[], jsonb[]); Type: FUNCTION; Schema: es; Owner: -
--

CREATE FUNCTION es.append_group(appends integer, d_tenant text[], d_stream text[], i_append integer[], i_stream integer[], i_expected bigint[], i_count integer[], c_append integer[], c_id uuid[], c_actor text[], c_status text[], c_result jsonb[], e_item integer[], e_offset integer[], e_id uuid[], e_type text[], e_data jsonb[], e_tenant text[], e_stream text[], e_at timestamp with time zone[], e_correlation text[], e_causation text[], e_headers jsonb[], OUT states integer[], OUT positions bigint[], OUT versions bigint[]) RETURNS record
    LANGUAGE plpgsql
    SET lock_timeout TO '200ms'
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
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
    perform pg_advisory_xact_lock_shared(4995420315061321729);

    states := array_fill(0, array[appends]);
    positions := array_fill(0::bigint, array[appends]);
    versions := array_fill(0::bigint, array[items]);

    if streams > 0 then
        for r in
            select q.n, s.version
            from unnest(d_tenant, d_stream) with ordinality q (tenant_id, id, n)
            join log.mt_streams s on s.tenant_id = q.tenant_id collate "C" and s.id = q.id collate "C"
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
            join es.commands c on c.command_id = q.id
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
        insert into log.mt_streams (tenant_id, id, version)
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
            delete from log.mt_streams s
            using unnest(d_tenant, d_stream, was, now_at, touched) q (tenant_id, id, was, version, touched)
            where q.touched and q.was is null and q.version = 0 and s.tenant_id = q.tenant_id collate "C" and s.id = q.id collate "C";
        end if;
    end if;

    if written then
        update log.mt_streams s set version = q.version, timestamp = now()
        from unnest(d_tenant, d_stream, was, now_at) q (tenant_id, id, was, version)
        where q.version > q.was and s.tenant_id = q.tenant_id collate "C" and s.id = q.id collate "C";
    end if;

    if written and events > 0 then
        select array_agg(nextval('log.mt_events_sequence')) into drawn from generate_series(1, events);
        insert into log.mt_events
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
        insert into es.commands as c (command_id, type, actor, status, accepted_at, finished_at, result, position)
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
$$;


--
-- Name: FUNCTION append_group(appends integer, d_tenant text[], d_stream text[], i_append integer[], i_stream integer[], i_expected bigint[], i_count integer[], c_append integer[], c_id uuid[], c_actor text[], c_status text[], c_result jsonb[], e_item integer[], e_offset integer[], e_id uuid[], e_type text[], e_data jsonb[], e_tenant text[], e_stream text[], e_at timestamp with time zone[], e_correlation text[], e_causation text[], e_headers jsonb[], OUT states integer[], OUT positions bigint[], OUT versions bigint[]); Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON FUNCTION es.append_group(appends integer, d_tenant text[], d_stream text[], i_append integer[], i_stream integer[], i_expected bigint[], i_count integer[], c_append integer[], c_id uuid[], c_actor text[], c_status text[], c_result jsonb[], e_item integer[], e_offset integer[], e_id uuid[], e_type text[], e_data jsonb[], e_tenant text[], e_stream text[], e_at timestamp with time zone[], e_correlation text[], e_causation text[], e_headers jsonb[], OUT states integer[], OUT positions bigint[], OUT versions bigint[]) IS 'Appends a group of appends in one transaction. States: 0 written, -1 command already handled, n the n-th stream of the append is not at its expected version.';


--
-- Name: append_one(text, text, bigint, uuid, text, jsonb, timestamp with time zone, text, text, jsonb, uuid, text, text, jsonb); Type: FUNCTION; Schema: es; Owner: -
--

CREATE FUNCTION es.append_one(q_tenant text, q_stream text, q_expected bigint, q_id uuid, q_type text, q_data jsonb, q_at timestamp with time zone, q_correlation text, q_causation text, q_headers jsonb, q_command uuid, q_actor text, q_status text, q_result jsonb, OUT at_position bigint, OUT at_version bigint) RETURNS record
    LANGUAGE plpgsql
    AS $$
begin
    -- Presence for the watermark, before any position is drawn.
    perform pg_advisory_xact_lock_shared(4995420315061321729);

    if q_command is not null and exists (select from es.commands c where c.command_id = q_command and c.status <> 'accepted') then
        return;
    end if;

    if q_expected <> 0 then
        update log.mt_streams s set version = coalesce(s.version, 0) + 1, timestamp = now()
        where s.tenant_id = q_tenant collate "C" and s.id = q_stream collate "C" and (q_expected < 0 or s.version = q_expected)
        returning s.version into at_version;
    else
        insert into log.mt_streams as s (tenant_id, id, version) values (q_tenant, q_stream, 1)
        on conflict do nothing
        returning s.version into at_version;
    end if;
    if at_version is null then
        return;
    end if;

    insert into log.mt_events as e (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, correlation_id, causation_id, headers)
    values (nextval('log.mt_events_sequence'), q_id, q_stream, at_version, q_data, q_type, q_at, q_tenant, q_correlation, q_causation, q_headers)
    returning e.seq_id into at_position;

    if q_command is not null then
        insert into es.commands as c (command_id, type, actor, status, accepted_at, finished_at, result, position)
        values (q_command, '', q_actor, q_status, now(), now(), q_result, at_position)
        on conflict (command_id) do update
        set status = excluded.status, finished_at = excluded.finished_at, result = excluded.result, position = excluded.position
        where c.status = 'accepted';
        if not found then
            raise exception 'a command was finished meanwhile' using errcode = 'serialization_failure';
        end if;
    end if;
end
$$;


--
-- Name: FUNCTION append_one(q_tenant text, q_stream text, q_expected bigint, q_id uuid, q_type text, q_data jsonb, q_at timestamp with time zone, q_correlation text, q_causation text, q_headers jsonb, q_command uuid, q_actor text, q_status text, q_result jsonb, OUT at_position bigint, OUT at_version bigint); Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON FUNCTION es.append_one(q_tenant text, q_stream text, q_expected bigint, q_id uuid, q_type text, q_data jsonb, q_at timestamp with time zone, q_correlation text, q_causation text, q_headers jsonb, q_command uuid, q_actor text, q_status text, q_result jsonb, OUT at_position bigint, OUT at_version bigint) IS 'Appends one event to one stream, where that is plain: what it leaves out goes to append_group.';


--
-- Name: append_plain(boolean, boolean, boolean, text[], text[], bigint[], uuid[], text[], jsonb[], timestamp with time zone[], text[], text[], jsonb[], uuid[], text[], text[], jsonb[]); Type: FUNCTION; Schema: es; Owner: -
--

CREATE FUNCTION es.append_plain(has_old boolean, has_new boolean, has_outcome boolean, q_tenant text[], q_stream text[], q_expected bigint[], q_id uuid[], q_type text[], q_data jsonb[], q_at timestamp with time zone[], q_correlation text[], q_causation text[], q_headers jsonb[], q_command uuid[], q_actor text[], q_status text[], q_result jsonb[], OUT ids uuid[], OUT positions bigint[], OUT versions bigint[]) RETURNS record
    LANGUAGE plpgsql
    AS $$
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
    perform pg_advisory_xact_lock_shared(4995420315061321729);

    if has_outcome then
        select coalesce(array_agg(q.n), '{}') into skip
        from unnest(q_command) with ordinality q (id, n) join es.commands c on c.command_id = q.id
        where c.status <> 'accepted';
    end if;

    if has_old then
        with moved as (
            update log.mt_streams s set version = coalesce(s.version, 0) + 1, timestamp = now()
            from unnest(q_tenant, q_stream, q_expected, q_id, q_type, q_data, q_at, q_correlation, q_causation, q_headers, q_command, q_actor, q_status, q_result) with ordinality q (tenant_id, stream_id, expected, id, type, data, at, correlation_id, causation_id, headers, command_id, actor, status, result, n)
            where q.expected <> 0 and q.n <> all (skip)
                and s.tenant_id = q.tenant_id collate "C" and s.id = q.stream_id collate "C"
                and (q.expected < 0 or s.version = q.expected)
            returning q.*, s.version as version
        ), placed as materialized (
    select nextval('log.mt_events_sequence') as seq_id, m.* from moved m
), written as (
    insert into log.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, correlation_id, causation_id, headers)
    select p.seq_id, p.id, p.stream_id, p.version, p.data, p.type, p.at, p.tenant_id, p.correlation_id, p.causation_id, p.headers from placed p
), noted as (
    insert into es.commands as c (command_id, type, actor, status, accepted_at, finished_at, result, position)
    select p.command_id, '', p.actor, p.status, now(), now(), p.result, p.seq_id from placed p where p.command_id is not null
    on conflict (command_id) do update
    set status = excluded.status, finished_at = excluded.finished_at, result = excluded.result, position = excluded.position
    where c.status = 'accepted'
    returning 1
)
select coalesce(array_agg(p.id), '{}'), coalesce(array_agg(p.seq_id), '{}'), coalesce(array_agg(p.version), '{}'), count(p.command_id), (select count(*) from noted)
from placed p
        into ids, positions, versions, told, noted;
        if noted <> told then
            raise exception 'a command was finished meanwhile' using errcode = 'serialization_failure';
        end if;
    end if;

    if has_new then
        select skip || coalesce(array_agg(q.n), '{}') into skip
        from unnest(q_tenant, q_stream, q_expected) with ordinality q (tenant_id, id, expected, n)
        join log.mt_streams s on s.tenant_id = q.tenant_id collate "C" and s.id = q.id collate "C"
        where q.expected = 0;
        -- A stream that is not there is held by inserting its row: another appender of the same stream waits for this transaction's end.
        insert into log.mt_streams (tenant_id, id, version)
        select q.tenant_id, q.id, 1
        from unnest(q_tenant, q_stream, q_expected) with ordinality q (tenant_id, id, expected, n)
        where q.expected = 0 and q.n <> all (skip)
        on conflict do nothing;
        get diagnostics made = row_count;
        with moved as (
            select q.*, 1::bigint as version from unnest(q_tenant, q_stream, q_expected, q_id, q_type, q_data, q_at, q_correlation, q_causation, q_headers, q_command, q_actor, q_status, q_result) with ordinality q (tenant_id, stream_id, expected, id, type, data, at, correlation_id, causation_id, headers, command_id, actor, status, result, n) where q.expected = 0 and q.n <> all (skip)
        ), placed as materialized (
    select nextval('log.mt_events_sequence') as seq_id, m.* from moved m
), written as (
    insert into log.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, correlation_id, causation_id, headers)
    select p.seq_id, p.id, p.stream_id, p.version, p.data, p.type, p.at, p.tenant_id, p.correlation_id, p.causation_id, p.headers from placed p
), noted as (
    insert into es.commands as c (command_id, type, actor, status, accepted_at, finished_at, result, position)
    select p.command_id, '', p.actor, p.status, now(), now(), p.result, p.seq_id from placed p where p.command_id is not null
    on conflict (command_id) do update
    set status = excluded.status, finished_at = excluded.finished_at, result = excluded.result, position = excluded.position
    where c.status = 'accepted'
    returning 1
)
select coalesce(array_agg(p.id), '{}'), coalesce(array_agg(p.seq_id), '{}'), coalesce(array_agg(p.version), '{}'), count(p.command_id), (select count(*) from noted)
from placed p
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
$$;


--
-- Name: FUNCTION append_plain(has_old boolean, has_new boolean, has_outcome boolean, q_tenant text[], q_stream text[], q_expected bigint[], q_id uuid[], q_type text[], q_data jsonb[], q_at timestamp with time zone[], q_correlation text[], q_causation text[], q_headers jsonb[], q_command uuid[], q_actor text[], q_status text[], q_result jsonb[], OUT ids uuid[], OUT positions bigint[], OUT versions bigint[]); Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON FUNCTION es.append_plain(has_old boolean, has_new boolean, has_outcome boolean, q_tenant text[], q_stream text[], q_expected bigint[], q_id uuid[], q_type text[], q_data jsonb[], q_at timestamp with time zone[], q_correlation text[], q_causation text[], q_headers jsonb[], q_command uuid[], q_actor text[], q_status text[], q_result jsonb[], OUT ids uuid[], OUT positions bigint[], OUT versions bigint[]) IS 'Appends events to a stream each, in one transaction, where that is plain: what it leaves out goes to append_group.';


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: admin_tokens; Type: TABLE; Schema: es; Owner: -
--

CREATE TABLE es.admin_tokens (
    name text NOT NULL,
    sha256 bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone
);


--
-- Name: TABLE admin_tokens; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON TABLE es.admin_tokens IS 'Tokens of admins, by their hashes.';


--
-- Name: COLUMN admin_tokens.name; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.admin_tokens.name IS 'Name; the actor of the commands that it sends.';


--
-- Name: COLUMN admin_tokens.sha256; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.admin_tokens.sha256 IS 'SHA-256 of the token.';


--
-- Name: COLUMN admin_tokens.created_at; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.admin_tokens.created_at IS 'When it was created.';


--
-- Name: COLUMN admin_tokens.expires_at; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.admin_tokens.expires_at IS 'From when it is refused.';


--
-- Name: COLUMN admin_tokens.revoked_at; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.admin_tokens.revoked_at IS 'When it was revoked.';


--
-- Name: call_budgets; Type: TABLE; Schema: es; Owner: -
--

CREATE TABLE es.call_budgets (
    name text NOT NULL,
    hour timestamp with time zone NOT NULL,
    calls bigint NOT NULL
);


--
-- Name: TABLE call_budgets; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON TABLE es.call_budgets IS 'Calls of services that cost money, counted over all processes; hours older than two days are removed.';


--
-- Name: COLUMN call_budgets.name; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.call_budgets.name IS 'What was called, such as rabbit.recognizer.';


--
-- Name: COLUMN call_budgets.hour; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.call_budgets.hour IS 'Beginning of the hour.';


--
-- Name: COLUMN call_budgets.calls; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.call_budgets.calls IS 'Calls in the hour.';


--
-- Name: child_pins; Type: TABLE; Schema: es; Owner: -
--

CREATE TABLE es.child_pins (
    child_id text NOT NULL,
    salt bytea NOT NULL,
    derived bytea NOT NULL,
    iterations integer NOT NULL,
    set_at timestamp with time zone NOT NULL,
    set_by text NOT NULL
);


--
-- Name: TABLE child_pins; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON TABLE es.child_pins IS 'PINs that open the rows of one child, as derived keys.';


--
-- Name: COLUMN child_pins.child_id; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.child_pins.child_id IS 'The child.';


--
-- Name: COLUMN child_pins.salt; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.child_pins.salt IS 'Salt of the derivation.';


--
-- Name: COLUMN child_pins.derived; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.child_pins.derived IS 'PBKDF2-SHA256 of the HMAC of child and PIN under the secret rabbit/child-pins.';


--
-- Name: COLUMN child_pins.iterations; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.child_pins.iterations IS 'Iterations of the derivation.';


--
-- Name: COLUMN child_pins.set_at; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.child_pins.set_at IS 'When it was set.';


--
-- Name: COLUMN child_pins.set_by; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.child_pins.set_by IS 'Who set it.';


--
-- Name: claims; Type: TABLE; Schema: es; Owner: -
--

CREATE TABLE es.claims (
    name text NOT NULL COLLATE pg_catalog."C",
    owner text NOT NULL,
    taken_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE claims; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON TABLE es.claims IS 'Names that may be used once in the whole log, such as ids that callers choose.';


--
-- Name: COLUMN claims.name; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.claims.name IS 'The name, with its kind in front.';


--
-- Name: COLUMN claims.owner; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.claims.owner IS 'Who may use it.';


--
-- Name: COLUMN claims.taken_at; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.claims.taken_at IS 'When it was taken.';


--
-- Name: commands; Type: TABLE; Schema: es; Owner: -
--

CREATE TABLE es.commands (
    command_id uuid NOT NULL,
    type text NOT NULL,
    actor text NOT NULL,
    status text NOT NULL,
    body_sha256 bytea,
    accepted_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    result jsonb,
    "position" bigint,
    runs integer DEFAULT 0 NOT NULL,
    CONSTRAINT commands_status_check CHECK ((status = ANY (ARRAY['accepted'::text, 'completed'::text, 'rejected'::text, 'failed'::text])))
)
WITH (fillfactor='85');


--
-- Name: TABLE commands; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON TABLE es.commands IS 'Commands and their outcomes: a command that is delivered again gets the answer that is stored here.';


--
-- Name: COLUMN commands.command_id; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.commands.command_id IS 'The command.';


--
-- Name: COLUMN commands.type; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.commands.type IS 'Stable name of the command; empty when its outcome came without one.';


--
-- Name: COLUMN commands.actor; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.commands.actor IS 'Who asked.';


--
-- Name: COLUMN commands.status; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.commands.status IS 'accepted, completed, rejected or failed; the last three are final.';


--
-- Name: COLUMN commands.body_sha256; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.commands.body_sha256 IS 'SHA-256 of the request, keyed (HMAC) when it holds personal data, to tell a retry from another command under the same id.';


--
-- Name: COLUMN commands.accepted_at; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.commands.accepted_at IS 'When it came in.';


--
-- Name: COLUMN commands.finished_at; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.commands.finished_at IS 'When its outcome was stored.';


--
-- Name: COLUMN commands.result; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.commands.result IS 'JSON of the result, or the problem document.';


--
-- Name: COLUMN commands."position"; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.commands."position" IS 'Position of the last event that the command wrote; null when it wrote none.';


--
-- Name: COLUMN commands.runs; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.commands.runs IS 'How often a worker began it after the broker had delivered it before; one that ends its worker each time is given up.';


--
-- Name: dead_letters; Type: TABLE; Schema: es; Owner: -
--

CREATE TABLE es.dead_letters (
    table_name text NOT NULL,
    "position" bigint NOT NULL,
    event_type text NOT NULL,
    stream_id text NOT NULL,
    error text NOT NULL,
    attempts integer NOT NULL,
    first_failed_at timestamp with time zone DEFAULT now() NOT NULL,
    last_failed_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: TABLE dead_letters; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON TABLE es.dead_letters IS 'Events that a read table could not take; the table waits before them.';


--
-- Name: forgettings; Type: TABLE; Schema: es; Owner: -
--

CREATE TABLE es.forgettings (
    table_name text NOT NULL,
    "position" bigint NOT NULL,
    noted_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE forgettings; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON TABLE es.forgettings IS 'Tables that have taken an event by which something is forgotten: what is kept of them from before that position is dropped, and for a minute looked for again.';


--
-- Name: generation_numbers; Type: TABLE; Schema: es; Owner: -
--

CREATE TABLE es.generation_numbers (
    table_name text NOT NULL,
    last integer NOT NULL
);


--
-- Name: TABLE generation_numbers; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON TABLE es.generation_numbers IS 'The last number that a generation of each read table was given. A number is never given again, also after a rollback and a release.';


--
-- Name: generations; Type: TABLE; Schema: es; Owner: -
--

CREATE TABLE es.generations (
    table_name text NOT NULL,
    generation integer NOT NULL,
    schema_name text NOT NULL,
    fingerprint text NOT NULL,
    state text NOT NULL,
    "position" bigint NOT NULL,
    operation uuid,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    made jsonb,
    CONSTRAINT generations_state_check CHECK ((state = ANY (ARRAY['building'::text, 'previous'::text])))
);


--
-- Name: TABLE generations; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON TABLE es.generations IS 'Generations of read tables besides the live ones: those being built, and those that were replaced and are kept until they are released.';


--
-- Name: lanes; Type: TABLE; Schema: es; Owner: -
--

CREATE TABLE es.lanes (
    lane text NOT NULL,
    epoch bigint DEFAULT 0 NOT NULL,
    owner text,
    acquired_at timestamp with time zone,
    backend_pid integer,
    renewed_at timestamp with time zone
);


--
-- Name: TABLE lanes; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON TABLE es.lanes IS 'Which worker projects a module. The epoch grows with every change of owner: a page is committed only under the epoch it was begun with.';


--
-- Name: COLUMN lanes.owner; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.lanes.owner IS 'Machine and process of the owner; null when it gave the lane back.';


--
-- Name: COLUMN lanes.backend_pid; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.lanes.backend_pid IS 'Database session of the owner: it holds the lock of the lane.';


--
-- Name: COLUMN lanes.renewed_at; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.lanes.renewed_at IS 'When the owner last showed that it is awake.';


--
-- Name: operations; Type: TABLE; Schema: es; Owner: -
--

CREATE TABLE es.operations (
    id uuid NOT NULL,
    kind text NOT NULL,
    request jsonb NOT NULL,
    actor text NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    epoch bigint DEFAULT 0 NOT NULL,
    owner text,
    phase text,
    "position" bigint DEFAULT 0 NOT NULL,
    events_done bigint DEFAULT 0 NOT NULL,
    events_total bigint,
    events_per_second double precision,
    result jsonb,
    error text,
    cancel boolean DEFAULT false NOT NULL,
    build jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    started_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT operations_kind_check CHECK ((kind = ANY (ARRAY['rebuild'::text, 'verify'::text, 'replay'::text]))),
    CONSTRAINT operations_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'completed'::text, 'failed'::text, 'cancelled'::text])))
);


--
-- Name: TABLE operations; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON TABLE es.operations IS 'Long work that administrators asked for: rebuilds, verifications and replays, with their progress. The epoch fences a worker that lost one without noticing.';


--
-- Name: COLUMN operations.build; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.operations.build IS 'What is committed of the tables that are being built: their position, the events that they leave out, and those that failed.';


--
-- Name: personal_keys; Type: TABLE; Schema: es; Owner: -
--

CREATE TABLE es.personal_keys (
    key_id uuid NOT NULL,
    subject text NOT NULL,
    wrapped bytea,
    created_at timestamp with time zone NOT NULL,
    destroyed_at timestamp with time zone,
    CONSTRAINT personal_keys_check CHECK (((wrapped IS NULL) = (destroyed_at IS NOT NULL)))
);


--
-- Name: TABLE personal_keys; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON TABLE es.personal_keys IS 'Keys of the personal members of events and commands: destroying a key forgets what was stored under it.';


--
-- Name: COLUMN personal_keys.key_id; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.personal_keys.key_id IS 'The key, as encrypted values name it.';


--
-- Name: COLUMN personal_keys.subject; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.personal_keys.subject IS 'Pseudonym of whom the data is about, with the prefix of its kind.';


--
-- Name: COLUMN personal_keys.wrapped; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.personal_keys.wrapped IS 'The key, wrapped with the master key (nonce, ciphertext, tag of AES-256-GCM); null when destroyed.';


--
-- Name: COLUMN personal_keys.created_at; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.personal_keys.created_at IS 'When it was first needed.';


--
-- Name: COLUMN personal_keys.destroyed_at; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.personal_keys.destroyed_at IS 'When it was destroyed; a subject that is used again has another key.';


--
-- Name: read_tables; Type: TABLE; Schema: es; Owner: -
--

CREATE TABLE es.read_tables (
    table_name text NOT NULL,
    lane text NOT NULL,
    generation integer DEFAULT 1 NOT NULL,
    fingerprint text NOT NULL,
    "position" bigint DEFAULT 0 NOT NULL,
    state text DEFAULT 'running'::text NOT NULL,
    error text,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    incarnation bigint DEFAULT 0 NOT NULL,
    made jsonb,
    CONSTRAINT read_tables_state_check CHECK ((state = ANY (ARRAY['running'::text, 'paused'::text])))
);


--
-- Name: TABLE read_tables; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON TABLE es.read_tables IS 'The live generation of each read table: which definition built it and up to which position of the log it is complete.';


--
-- Name: COLUMN read_tables.made; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.read_tables.made IS 'Columns, indexes and comments that the definition made. Whatever else is on the table was made by people, and is carried over to the next generation.';


--
-- Name: relay_checkpoints; Type: TABLE; Schema: es; Owner: -
--

CREATE TABLE es.relay_checkpoints (
    name text NOT NULL,
    "position" bigint NOT NULL
);


--
-- Name: TABLE relay_checkpoints; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON TABLE es.relay_checkpoints IS 'How far each relay has read the log: the messages of everything up to here are confirmed by the broker.';


--
-- Name: COLUMN relay_checkpoints.name; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.relay_checkpoints.name IS 'The relay.';


--
-- Name: COLUMN relay_checkpoints."position"; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.relay_checkpoints."position" IS 'Position in the log.';


--
-- Name: relay_dead_letters; Type: TABLE; Schema: es; Owner: -
--

CREATE TABLE es.relay_dead_letters (
    name text NOT NULL,
    "position" bigint NOT NULL,
    type text NOT NULL,
    error text NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: TABLE relay_dead_letters; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON TABLE es.relay_dead_letters IS 'Events that a relay could not read, so that nothing was sent for them.';


--
-- Name: COLUMN relay_dead_letters.name; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.relay_dead_letters.name IS 'The relay.';


--
-- Name: COLUMN relay_dead_letters."position"; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.relay_dead_letters."position" IS 'Position of the event.';


--
-- Name: COLUMN relay_dead_letters.type; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.relay_dead_letters.type IS 'Type of the event, as stored.';


--
-- Name: COLUMN relay_dead_letters.error; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.relay_dead_letters.error IS 'Why it could not be read.';


--
-- Name: COLUMN relay_dead_letters.recorded_at; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.relay_dead_letters.recorded_at IS 'When the relay met it.';


--
-- Name: replays; Type: TABLE; Schema: es; Owner: -
--

CREATE TABLE es.replays (
    name text NOT NULL,
    "position" bigint NOT NULL,
    tables text[] NOT NULL,
    operation uuid NOT NULL,
    ready boolean DEFAULT false NOT NULL,
    schemas text[] DEFAULT '{}'::text[] NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE replays; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON TABLE es.replays IS 'Read tables as they were at a position of the log, in schemas of their own, until they are dropped or expire.';


--
-- Name: COLUMN replays.schemas; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.replays.schemas IS 'The schemas that were created for it: no other is dropped with it.';


--
-- Name: secrets; Type: TABLE; Schema: es; Owner: -
--

CREATE TABLE es.secrets (
    name text NOT NULL,
    key bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: TABLE secrets; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON TABLE es.secrets IS 'Keys that personal data in the log depends on: destroying a key forgets the person or tenant.';


--
-- Name: COLUMN secrets.name; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.secrets.name IS 'What the key is for.';


--
-- Name: COLUMN secrets.key; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.secrets.key IS 'One byte of format, then the key: 0 as it is, 1 wrapped with the master key (nonce, tag, ciphertext of AES-256-GCM).';


--
-- Name: COLUMN secrets.created_at; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON COLUMN es.secrets.created_at IS 'When it was created.';


--
-- Name: workers; Type: TABLE; Schema: es; Owner: -
--

CREATE TABLE es.workers (
    pid integer NOT NULL,
    owner text NOT NULL,
    application text NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    renewed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);


--
-- Name: TABLE workers; Type: COMMENT; Schema: es; Owner: -
--

COMMENT ON TABLE es.workers IS 'Processes that share the lanes, by the database session with which each announces itself. One whose session is gone is dead, one that was not renewed is frozen; the others clear both away.';


--
-- Name: mt_event_progression; Type: TABLE; Schema: log; Owner: -
--

CREATE TABLE log.mt_event_progression (
    name character varying NOT NULL,
    last_seq_id bigint,
    last_updated timestamp with time zone DEFAULT transaction_timestamp()
);


--
-- Name: TABLE mt_event_progression; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON TABLE log.mt_event_progression IS 'Progress of a Marten daemon, should one run over the log; EventSourced keeps its own checkpoints.';


--
-- Name: COLUMN mt_event_progression.name; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_event_progression.name IS 'Name of the subscription.';


--
-- Name: COLUMN mt_event_progression.last_seq_id; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_event_progression.last_seq_id IS 'Position it has reached.';


--
-- Name: COLUMN mt_event_progression.last_updated; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_event_progression.last_updated IS 'When it got there.';


--
-- Name: mt_events; Type: TABLE; Schema: log; Owner: -
--

CREATE TABLE log.mt_events (
    seq_id bigint NOT NULL,
    id uuid NOT NULL,
    stream_id character varying COLLATE pg_catalog."C",
    version bigint NOT NULL,
    data jsonb NOT NULL,
    bdata bytea,
    type character varying(500) NOT NULL,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying COLLATE pg_catalog."C",
    mt_dotnet_type character varying,
    correlation_id character varying,
    causation_id character varying,
    headers jsonb,
    is_archived boolean DEFAULT false
);


--
-- Name: TABLE mt_events; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON TABLE log.mt_events IS 'The events, never changed once written.';


--
-- Name: COLUMN mt_events.seq_id; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_events.seq_id IS 'Position in the whole log, ascending, with holes.';


--
-- Name: COLUMN mt_events.id; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_events.id IS 'Id of the event, a version 7 uuid.';


--
-- Name: COLUMN mt_events.stream_id; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_events.stream_id IS 'The stream.';


--
-- Name: COLUMN mt_events.version; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_events.version IS 'Place in the stream, from 1, without holes.';


--
-- Name: COLUMN mt_events.data; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_events.data IS 'What happened, as JSON.';


--
-- Name: COLUMN mt_events.bdata; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_events.bdata IS 'Binary data of Marten; not used by EventSourced.';


--
-- Name: COLUMN mt_events.type; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_events.type IS 'Stable name of the event type with its version, such as pulse.day_digested.v1.';


--
-- Name: COLUMN mt_events."timestamp"; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_events."timestamp" IS 'When it was decided, by the clock of the command side.';


--
-- Name: COLUMN mt_events.tenant_id; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_events.tenant_id IS 'The tenant that owns the stream.';


--
-- Name: COLUMN mt_events.mt_dotnet_type; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_events.mt_dotnet_type IS 'CLR type for Marten; never written by EventSourced.';


--
-- Name: COLUMN mt_events.correlation_id; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_events.correlation_id IS 'What the event belongs to; by default its command.';


--
-- Name: COLUMN mt_events.causation_id; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_events.causation_id IS 'What caused the event; by default its command.';


--
-- Name: COLUMN mt_events.headers; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_events.headers IS 'command_id, actor and traceparent.';


--
-- Name: COLUMN mt_events.is_archived; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_events.is_archived IS 'Archived by Marten; not used by EventSourced.';


--
-- Name: mt_events_sequence; Type: SEQUENCE; Schema: log; Owner: -
--

CREATE SEQUENCE log.mt_events_sequence
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: mt_events_sequence; Type: SEQUENCE OWNED BY; Schema: log; Owner: -
--

ALTER SEQUENCE log.mt_events_sequence OWNED BY log.mt_events.seq_id;


--
-- Name: SEQUENCE mt_events_sequence; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON SEQUENCE log.mt_events_sequence IS 'Positions of events. Rolled-back transactions leave holes.';


--
-- Name: mt_streams; Type: TABLE; Schema: log; Owner: -
--

CREATE TABLE log.mt_streams (
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying NOT NULL COLLATE pg_catalog."C",
    id character varying NOT NULL COLLATE pg_catalog."C",
    type character varying,
    version bigint,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    is_archived boolean DEFAULT false
)
WITH (fillfactor='85');


--
-- Name: TABLE mt_streams; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON TABLE log.mt_streams IS 'One row per stream of the log.';


--
-- Name: COLUMN mt_streams.tenant_id; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_streams.tenant_id IS 'The tenant that owns the stream; *DEFAULT* for modules without tenants.';


--
-- Name: COLUMN mt_streams.id; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_streams.id IS 'Name of the stream, unique within its tenant.';


--
-- Name: COLUMN mt_streams.type; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_streams.type IS 'Aggregate type for Marten; not used by EventSourced.';


--
-- Name: COLUMN mt_streams.version; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_streams.version IS 'Version of the last event.';


--
-- Name: COLUMN mt_streams."timestamp"; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_streams."timestamp" IS 'When the last event was written.';


--
-- Name: COLUMN mt_streams.created; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_streams.created IS 'When the first event was written.';


--
-- Name: COLUMN mt_streams.is_archived; Type: COMMENT; Schema: log; Owner: -
--

COMMENT ON COLUMN log.mt_streams.is_archived IS 'Archived by Marten; not used by EventSourced.';


--
-- Name: chat_sources; Type: TABLE; Schema: pulse; Owner: -
--

CREATE TABLE pulse.chat_sources (
    community_id text NOT NULL COLLATE pg_catalog."C",
    source_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    description text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    platform text NOT NULL COLLATE pg_catalog."C",
    timezone text COLLATE pg_catalog."C"
);


--
-- Name: TABLE chat_sources; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON TABLE pulse.chat_sources IS 'Chats of a community, each with exports of its own.';


--
-- Name: COLUMN chat_sources.community_id; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.chat_sources.community_id IS 'The community.';


--
-- Name: COLUMN chat_sources.source_id; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.chat_sources.source_id IS 'Slug of the source, unique within the community.';


--
-- Name: COLUMN chat_sources.name; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.chat_sources.name IS 'Name shown to people.';


--
-- Name: COLUMN chat_sources.description; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.chat_sources.description IS 'What the chat is about.';


--
-- Name: COLUMN chat_sources.created_at; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.chat_sources.created_at IS 'When it was created.';


--
-- Name: COLUMN chat_sources.updated_at; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.chat_sources.updated_at IS 'When it was last changed.';


--
-- Name: COLUMN chat_sources.platform; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.chat_sources.platform IS 'Where the chat lives; whatsapp.';


--
-- Name: COLUMN chat_sources.timezone; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.chat_sources.timezone IS 'IANA zone of the group, descriptive only: days are as written in the exports.';


--
-- Name: communities; Type: TABLE; Schema: pulse; Owner: -
--

CREATE TABLE pulse.communities (
    community_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    description text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    is_public boolean NOT NULL
);


--
-- Name: TABLE communities; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON TABLE pulse.communities IS 'Communities whose chats are digested.';


--
-- Name: COLUMN communities.community_id; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.communities.community_id IS 'Slug of the community, [a-z0-9-]{1,64}.';


--
-- Name: COLUMN communities.name; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.communities.name IS 'Name shown to people.';


--
-- Name: COLUMN communities.description; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.communities.description IS 'What the community is, in a sentence.';


--
-- Name: COLUMN communities.created_at; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.communities.created_at IS 'When it was created.';


--
-- Name: COLUMN communities.updated_at; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.communities.updated_at IS 'When it was last changed.';


--
-- Name: COLUMN communities.is_public; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.communities.is_public IS 'Whether anybody may read its public results; otherwise only an admin.';


--
-- Name: daily_digests; Type: TABLE; Schema: pulse; Owner: -
--

CREATE TABLE pulse.daily_digests (
    community_id text NOT NULL COLLATE pg_catalog."C",
    source_id text NOT NULL COLLATE pg_catalog."C",
    day_date date NOT NULL,
    sentiment_label text NOT NULL COLLATE pg_catalog."C",
    sentiment_score double precision NOT NULL,
    top_themes_json jsonb NOT NULL,
    summary text NOT NULL COLLATE pg_catalog."C",
    message_count integer NOT NULL,
    unique_sender_count integer NOT NULL,
    strain_score double precision NOT NULL,
    strain_level text NOT NULL COLLATE pg_catalog."C",
    strain_signals_json jsonb NOT NULL,
    strain_confidence double precision NOT NULL,
    analysis_json jsonb,
    model text COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE daily_digests; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON TABLE pulse.daily_digests IS 'One row per day of a chat: mood, themes and strain, without names or text.';


--
-- Name: COLUMN daily_digests.community_id; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.daily_digests.community_id IS 'The community.';


--
-- Name: COLUMN daily_digests.source_id; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.daily_digests.source_id IS 'The source.';


--
-- Name: COLUMN daily_digests.day_date; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.daily_digests.day_date IS 'Calendar day as written in the export.';


--
-- Name: COLUMN daily_digests.sentiment_label; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.daily_digests.sentiment_label IS 'positive, neutral or negative.';


--
-- Name: COLUMN daily_digests.sentiment_score; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.daily_digests.sentiment_score IS '−1 … +1, two decimals.';


--
-- Name: COLUMN daily_digests.top_themes_json; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.daily_digests.top_themes_json IS 'Up to 5 themes, most frequent first.';


--
-- Name: COLUMN daily_digests.summary; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.daily_digests.summary IS 'The day in a sentence or two, at most 600 characters.';


--
-- Name: COLUMN daily_digests.message_count; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.daily_digests.message_count IS 'Messages of the day known so far.';


--
-- Name: COLUMN daily_digests.unique_sender_count; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.daily_digests.unique_sender_count IS 'Distinct senders of the day known so far.';


--
-- Name: COLUMN daily_digests.strain_score; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.daily_digests.strain_score IS 'Community Strain Index, 0 … 1, two decimals.';


--
-- Name: COLUMN daily_digests.strain_level; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.daily_digests.strain_level IS 'low, moderate or elevated.';


--
-- Name: COLUMN daily_digests.strain_signals_json; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.daily_digests.strain_signals_json IS 'Signals of the index (id, label, value, weight), by contribution descending.';


--
-- Name: COLUMN daily_digests.strain_confidence; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.daily_digests.strain_confidence IS '0 … 1, two decimals: how much data the index rests on.';


--
-- Name: COLUMN daily_digests.analysis_json; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.daily_digests.analysis_json IS 'Aggregates of the day''s analysed media; null when there are none.';


--
-- Name: COLUMN daily_digests.model; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.daily_digests.model IS 'Who analysed the day: name and version.';


--
-- Name: COLUMN daily_digests.created_at; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.daily_digests.created_at IS 'When the day was first digested.';


--
-- Name: COLUMN daily_digests.updated_at; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.daily_digests.updated_at IS 'When the row last changed.';


--
-- Name: exports; Type: TABLE; Schema: pulse; Owner: -
--

CREATE TABLE pulse.exports (
    export_id text NOT NULL COLLATE pg_catalog."C",
    community_id text NOT NULL COLLATE pg_catalog."C",
    source_id text COLLATE pg_catalog."C",
    object_key text NOT NULL COLLATE pg_catalog."C",
    filename text NOT NULL COLLATE pg_catalog."C",
    file_type text NOT NULL COLLATE pg_catalog."C",
    byte_size bigint NOT NULL,
    content_sha256 text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL COLLATE pg_catalog."C",
    message_count bigint NOT NULL,
    new_message_count bigint NOT NULL,
    days_total integer,
    days_processed integer NOT NULL,
    weeks_total integer,
    weeks_processed integer NOT NULL,
    first_day date,
    last_day date,
    attempt_count integer NOT NULL,
    error_message text COLLATE pg_catalog."C",
    delete_after_processing integer NOT NULL,
    raw_delete_after timestamp with time zone,
    raw_deleted_at timestamp with time zone,
    uploaded_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE exports; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON TABLE pulse.exports IS 'Uploaded chat exports and how far each has come.';


--
-- Name: COLUMN exports.export_id; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.export_id IS 'The export.';


--
-- Name: COLUMN exports.community_id; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.community_id IS 'The community.';


--
-- Name: COLUMN exports.source_id; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.source_id IS 'The source, or null while none is assigned.';


--
-- Name: COLUMN exports.object_key; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.object_key IS 'Where the object store keeps the raw bytes.';


--
-- Name: COLUMN exports.filename; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.filename IS 'Name of the uploaded file.';


--
-- Name: COLUMN exports.file_type; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.file_type IS 'txt or zip.';


--
-- Name: COLUMN exports.byte_size; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.byte_size IS 'Size of the upload in bytes.';


--
-- Name: COLUMN exports.content_sha256; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.content_sha256 IS 'SHA-256 of the upload, hex.';


--
-- Name: COLUMN exports.status; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.status IS 'pending_source, queued, processing, weekly_processing, completed or failed.';


--
-- Name: COLUMN exports.message_count; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.message_count IS 'Messages in the file, duplicates included.';


--
-- Name: COLUMN exports.new_message_count; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.new_message_count IS 'Messages that no earlier export of the source had.';


--
-- Name: COLUMN exports.days_total; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.days_total IS 'Days with messages; null until the file was scanned.';


--
-- Name: COLUMN exports.days_processed; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.days_processed IS 'Days done so far.';


--
-- Name: COLUMN exports.weeks_total; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.weeks_total IS 'Weeks that the days touch; null until all days are done.';


--
-- Name: COLUMN exports.weeks_processed; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.weeks_processed IS 'Weeks done so far.';


--
-- Name: COLUMN exports.first_day; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.first_day IS 'First day with messages, as written.';


--
-- Name: COLUMN exports.last_day; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.last_day IS 'Last day with messages, as written.';


--
-- Name: COLUMN exports.attempt_count; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.attempt_count IS 'How often processing was begun.';


--
-- Name: COLUMN exports.error_message; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.error_message IS 'Why it failed, with the line and the next step, or why it waits.';


--
-- Name: COLUMN exports.delete_after_processing; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.delete_after_processing IS '1 when the raw object goes some time after processing, else 0.';


--
-- Name: COLUMN exports.raw_delete_after; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.raw_delete_after IS 'From when the raw object may be removed.';


--
-- Name: COLUMN exports.raw_deleted_at; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.raw_deleted_at IS 'When the raw object was removed.';


--
-- Name: COLUMN exports.uploaded_at; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.uploaded_at IS 'When it was uploaded.';


--
-- Name: COLUMN exports.started_at; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.started_at IS 'When processing last began.';


--
-- Name: COLUMN exports.completed_at; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.completed_at IS 'When it was completed.';


--
-- Name: COLUMN exports.updated_at; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.exports.updated_at IS 'When the row last changed.';


--
-- Name: message_hashes; Type: TABLE; Schema: pulse; Owner: -
--

CREATE TABLE pulse.message_hashes (
    community_id text NOT NULL COLLATE pg_catalog."C",
    source_id text NOT NULL COLLATE pg_catalog."C",
    day_date date NOT NULL,
    content_hash text NOT NULL COLLATE pg_catalog."C",
    sender_hash text NOT NULL COLLATE pg_catalog."C",
    export_id text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE message_hashes; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON TABLE pulse.message_hashes IS 'One row per message ever imported, as a hash: what makes importing twice add nothing.';


--
-- Name: COLUMN message_hashes.community_id; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.message_hashes.community_id IS 'The community.';


--
-- Name: COLUMN message_hashes.source_id; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.message_hashes.source_id IS 'The source.';


--
-- Name: COLUMN message_hashes.day_date; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.message_hashes.day_date IS 'Calendar day as written in the export.';


--
-- Name: COLUMN message_hashes.content_hash; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.message_hashes.content_hash IS 'SHA-256 hex over sender hash, normalised text and, for repetitions of one day, the ordinal.';


--
-- Name: COLUMN message_hashes.sender_hash; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.message_hashes.sender_hash IS 'HMAC-SHA-256 hex of the normalised sender under the community''s key.';


--
-- Name: COLUMN message_hashes.export_id; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.message_hashes.export_id IS 'The export that brought the message; it may have been deleted since.';


--
-- Name: COLUMN message_hashes.created_at; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.message_hashes.created_at IS 'When it was recorded.';


--
-- Name: weekly_concept_graph_public; Type: TABLE; Schema: pulse; Owner: -
--

CREATE TABLE pulse.weekly_concept_graph_public (
    community_id text NOT NULL COLLATE pg_catalog."C",
    source_id text NOT NULL COLLATE pg_catalog."C",
    week_start date NOT NULL,
    week_end date NOT NULL,
    graph_json jsonb NOT NULL,
    metadata_json jsonb NOT NULL,
    node_count integer NOT NULL,
    edge_count integer NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE weekly_concept_graph_public; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON TABLE pulse.weekly_concept_graph_public IS 'Which themes a chat''s week had, and which went together.';


--
-- Name: COLUMN weekly_concept_graph_public.community_id; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_concept_graph_public.community_id IS 'The community.';


--
-- Name: COLUMN weekly_concept_graph_public.source_id; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_concept_graph_public.source_id IS 'The source.';


--
-- Name: COLUMN weekly_concept_graph_public.week_start; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_concept_graph_public.week_start IS 'Sunday.';


--
-- Name: COLUMN weekly_concept_graph_public.week_end; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_concept_graph_public.week_end IS 'Saturday.';


--
-- Name: COLUMN weekly_concept_graph_public.graph_json; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_concept_graph_public.graph_json IS 'Nodes (themes, heaviest first, at most 40) and edges (themes of one day, at most 120).';


--
-- Name: COLUMN weekly_concept_graph_public.metadata_json; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_concept_graph_public.metadata_json IS 'Week, counts, where the pillars come from and when it was drawn.';


--
-- Name: COLUMN weekly_concept_graph_public.node_count; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_concept_graph_public.node_count IS 'Number of nodes.';


--
-- Name: COLUMN weekly_concept_graph_public.edge_count; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_concept_graph_public.edge_count IS 'Number of edges.';


--
-- Name: COLUMN weekly_concept_graph_public.updated_at; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_concept_graph_public.updated_at IS 'When the row last changed.';


--
-- Name: weekly_health_snapshots_public; Type: TABLE; Schema: pulse; Owner: -
--

CREATE TABLE pulse.weekly_health_snapshots_public (
    community_id text NOT NULL COLLATE pg_catalog."C",
    source_id text NOT NULL COLLATE pg_catalog."C",
    week_start date NOT NULL,
    week_end date NOT NULL,
    snapshot_json jsonb NOT NULL,
    overall integer,
    data_confidence double precision NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE weekly_health_snapshots_public; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON TABLE pulse.weekly_health_snapshots_public IS 'The health of a chat''s community on six pillars, week by week.';


--
-- Name: COLUMN weekly_health_snapshots_public.community_id; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_health_snapshots_public.community_id IS 'The community.';


--
-- Name: COLUMN weekly_health_snapshots_public.source_id; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_health_snapshots_public.source_id IS 'The source.';


--
-- Name: COLUMN weekly_health_snapshots_public.week_start; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_health_snapshots_public.week_start IS 'Sunday.';


--
-- Name: COLUMN weekly_health_snapshots_public.week_end; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_health_snapshots_public.week_end IS 'Saturday.';


--
-- Name: COLUMN weekly_health_snapshots_public.snapshot_json; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_health_snapshots_public.snapshot_json IS 'The whole snapshot: period, pillars with their signals, overall, data_confidence, updated_at.';


--
-- Name: COLUMN weekly_health_snapshots_public.overall; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_health_snapshots_public.overall IS 'Mean of the pillars that have data, 0 … 100; null when none has.';


--
-- Name: COLUMN weekly_health_snapshots_public.data_confidence; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_health_snapshots_public.data_confidence IS 'The week''s confidence, 0 … 1.';


--
-- Name: COLUMN weekly_health_snapshots_public.updated_at; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_health_snapshots_public.updated_at IS 'When the row last changed.';


--
-- Name: weekly_summaries_public; Type: TABLE; Schema: pulse; Owner: -
--

CREATE TABLE pulse.weekly_summaries_public (
    community_id text NOT NULL COLLATE pg_catalog."C",
    source_id text NOT NULL COLLATE pg_catalog."C",
    week_start date NOT NULL,
    week_end date NOT NULL,
    sentiment_label text NOT NULL COLLATE pg_catalog."C",
    sentiment_score double precision NOT NULL,
    confidence double precision NOT NULL,
    top_themes_json jsonb NOT NULL,
    summary text NOT NULL COLLATE pg_catalog."C",
    total_messages integer NOT NULL,
    unique_senders integer NOT NULL,
    strain_score double precision NOT NULL,
    strain_level text NOT NULL COLLATE pg_catalog."C",
    strain_signals_json jsonb NOT NULL,
    strain_confidence double precision NOT NULL,
    analysis_json jsonb,
    model text COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE weekly_summaries_public; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON TABLE pulse.weekly_summaries_public IS 'One row per week (Sunday to Saturday) of a chat, fit for the public.';


--
-- Name: COLUMN weekly_summaries_public.community_id; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.community_id IS 'The community.';


--
-- Name: COLUMN weekly_summaries_public.source_id; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.source_id IS 'The source.';


--
-- Name: COLUMN weekly_summaries_public.week_start; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.week_start IS 'Sunday.';


--
-- Name: COLUMN weekly_summaries_public.week_end; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.week_end IS 'Saturday.';


--
-- Name: COLUMN weekly_summaries_public.sentiment_label; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.sentiment_label IS 'positive, neutral or negative.';


--
-- Name: COLUMN weekly_summaries_public.sentiment_score; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.sentiment_score IS '−1 … +1, two decimals; days weighted by ln(1 + messages).';


--
-- Name: COLUMN weekly_summaries_public.confidence; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.confidence IS '0 … 1, two decimals: availability of data, not accuracy.';


--
-- Name: COLUMN weekly_summaries_public.top_themes_json; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.top_themes_json IS 'Up to 7 themes, strongest first.';


--
-- Name: COLUMN weekly_summaries_public.summary; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.summary IS 'The week in a sentence.';


--
-- Name: COLUMN weekly_summaries_public.total_messages; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.total_messages IS 'Messages of the week''s days.';


--
-- Name: COLUMN weekly_summaries_public.unique_senders; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.unique_senders IS 'Distinct senders over the week.';


--
-- Name: COLUMN weekly_summaries_public.strain_score; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.strain_score IS 'Community Strain Index of the week, 0 … 1; at least that of the worst day less 0.2.';


--
-- Name: COLUMN weekly_summaries_public.strain_level; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.strain_level IS 'low, moderate or elevated.';


--
-- Name: COLUMN weekly_summaries_public.strain_signals_json; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.strain_signals_json IS 'Up to 5 signals of the index, strongest first.';


--
-- Name: COLUMN weekly_summaries_public.strain_confidence; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.strain_confidence IS '0 … 1, two decimals: how much data the index rests on.';


--
-- Name: COLUMN weekly_summaries_public.analysis_json; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.analysis_json IS 'Additional results: media, compare_previous_week; null when there are none.';


--
-- Name: COLUMN weekly_summaries_public.model; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.model IS 'Who summarised the week: name and version.';


--
-- Name: COLUMN weekly_summaries_public.created_at; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.created_at IS 'When the week was first summarised.';


--
-- Name: COLUMN weekly_summaries_public.updated_at; Type: COMMENT; Schema: pulse; Owner: -
--

COMMENT ON COLUMN pulse.weekly_summaries_public.updated_at IS 'When the row last changed.';


--
-- Name: qrtz_blob_triggers; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_blob_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    blob_data bytea
);


--
-- Name: qrtz_calendars; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_calendars (
    sched_name text NOT NULL,
    calendar_name text NOT NULL,
    calendar bytea NOT NULL
);


--
-- Name: qrtz_cron_triggers; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_cron_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    cron_expression text NOT NULL,
    time_zone_id text
);


--
-- Name: qrtz_execution_history; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_execution_history (
    sched_name text NOT NULL,
    entry_id text NOT NULL,
    instance_name text NOT NULL,
    job_name text NOT NULL,
    job_group text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    fired_time bigint NOT NULL,
    run_time bigint NOT NULL,
    succeeded boolean NOT NULL,
    error_message text,
    retry_attempt integer DEFAULT 0 NOT NULL,
    retry_scheduled boolean DEFAULT false NOT NULL,
    execution_log text,
    result integer,
    summary text,
    metrics text,
    manual boolean,
    fire_instance_id text,
    job_input text,
    job_input_too_large boolean
);


--
-- Name: qrtz_fired_triggers; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_fired_triggers (
    sched_name text NOT NULL,
    entry_id text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    instance_name text NOT NULL,
    fired_time bigint NOT NULL,
    sched_time bigint NOT NULL,
    priority integer NOT NULL,
    state text NOT NULL,
    job_name text,
    job_group text,
    is_nonconcurrent boolean NOT NULL,
    requests_recovery boolean,
    execution_group character varying(200),
    progress integer,
    progress_message character varying(250),
    interrupt_requested_time bigint
);


--
-- Name: qrtz_job_details; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_job_details (
    sched_name text NOT NULL,
    job_name text NOT NULL,
    job_group text NOT NULL,
    description text,
    job_class_name text NOT NULL,
    is_durable boolean NOT NULL,
    is_nonconcurrent boolean NOT NULL,
    is_update_data boolean NOT NULL,
    requests_recovery boolean NOT NULL,
    job_data bytea
);


--
-- Name: qrtz_job_status; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_job_status (
    sched_name text NOT NULL,
    job_group text NOT NULL,
    job_name text NOT NULL,
    first_fired_time bigint NOT NULL,
    last_fired_time bigint NOT NULL,
    last_result integer NOT NULL,
    last_run_time bigint NOT NULL,
    last_instance_name text NOT NULL,
    last_entry_id text,
    last_summary text,
    last_success_time bigint,
    last_failure_time bigint,
    last_failure_message text,
    consecutive_failures integer DEFAULT 0 NOT NULL,
    run_count bigint DEFAULT 0 NOT NULL,
    failure_count bigint DEFAULT 0 NOT NULL
);


--
-- Name: qrtz_locks; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_locks (
    sched_name text NOT NULL,
    lock_name text NOT NULL
);


--
-- Name: qrtz_misfire_history; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_misfire_history (
    sched_name text NOT NULL,
    entry_id text NOT NULL,
    instance_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    job_name text,
    job_group text,
    misfire_time bigint NOT NULL,
    sched_time bigint,
    reason integer
);


--
-- Name: qrtz_paused_job_grps; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_paused_job_grps (
    sched_name text NOT NULL,
    job_group text NOT NULL,
    pause_reason character varying(250),
    paused_by character varying(200),
    paused_at bigint
);


--
-- Name: qrtz_paused_trigger_grps; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_paused_trigger_grps (
    sched_name text NOT NULL,
    trigger_group text NOT NULL,
    pause_reason character varying(250),
    paused_by character varying(200),
    paused_at bigint
);


--
-- Name: qrtz_scheduler_state; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_scheduler_state (
    sched_name text NOT NULL,
    instance_name text NOT NULL,
    last_checkin_time bigint NOT NULL,
    checkin_interval bigint NOT NULL,
    quartz_version character varying(20)
);


--
-- Name: qrtz_simple_triggers; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_simple_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    repeat_count bigint NOT NULL,
    repeat_interval bigint NOT NULL,
    times_triggered bigint NOT NULL
);


--
-- Name: qrtz_simprop_triggers; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_simprop_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    str_prop_1 text,
    str_prop_2 text,
    str_prop_3 text,
    int_prop_1 integer,
    int_prop_2 integer,
    long_prop_1 bigint,
    long_prop_2 bigint,
    dec_prop_1 numeric,
    dec_prop_2 numeric,
    bool_prop_1 boolean,
    bool_prop_2 boolean,
    time_zone_id text
);


--
-- Name: qrtz_triggers; Type: TABLE; Schema: quartz; Owner: -
--

CREATE TABLE quartz.qrtz_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    job_name text NOT NULL,
    job_group text NOT NULL,
    description text,
    next_fire_time bigint,
    prev_fire_time bigint,
    priority integer,
    trigger_state text NOT NULL,
    trigger_type text NOT NULL,
    start_time bigint NOT NULL,
    end_time bigint,
    calendar_name text,
    misfire_instr smallint,
    misfire_orig_fire_time bigint,
    execution_group character varying(200),
    preferred_node character varying(200),
    preferred_node_auto boolean DEFAULT false NOT NULL,
    retry_policy character varying(250),
    retry_attempt integer,
    continues_trigger_name text,
    continues_trigger_group text,
    continuation_condition integer,
    overlap_policy integer,
    pause_reason character varying(250),
    paused_by character varying(200),
    paused_at bigint,
    misfire_threshold bigint,
    fixed_delay boolean,
    job_data bytea
);


--
-- Name: analysis_jobs; Type: TABLE; Schema: rabbit; Owner: -
--

CREATE TABLE rabbit.analysis_jobs (
    id text NOT NULL COLLATE pg_catalog."C",
    turn_id text NOT NULL COLLATE pg_catalog."C",
    job_type text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    completed_at bigint,
    result jsonb
);


--
-- Name: TABLE analysis_jobs; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON TABLE rabbit.analysis_jobs IS 'Analyses of turns, one for each turn and kind. Times are Unix epoch milliseconds, UTC.';


--
-- Name: COLUMN analysis_jobs.id; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.analysis_jobs.id IS 'The job, a UUID.';


--
-- Name: COLUMN analysis_jobs.turn_id; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.analysis_jobs.turn_id IS 'The turn.';


--
-- Name: COLUMN analysis_jobs.job_type; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.analysis_jobs.job_type IS 'vocabulary_extraction.';


--
-- Name: COLUMN analysis_jobs.status; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.analysis_jobs.status IS 'pending, completed or failed.';


--
-- Name: COLUMN analysis_jobs.created_at; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.analysis_jobs.created_at IS 'When it was asked for.';


--
-- Name: COLUMN analysis_jobs.completed_at; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.analysis_jobs.completed_at IS 'When it was completed or failed; null before.';


--
-- Name: COLUMN analysis_jobs.result; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.analysis_jobs.result IS 'What it counted, or why it failed; null before, and when there were no words.';


--
-- Name: conversation_turns; Type: TABLE; Schema: rabbit; Owner: -
--

CREATE TABLE rabbit.conversation_turns (
    id text NOT NULL COLLATE pg_catalog."C",
    session_id text NOT NULL COLLATE pg_catalog."C",
    "timestamp" bigint NOT NULL,
    child_input text COLLATE pg_catalog."C",
    rabbit_response text COLLATE pg_catalog."C",
    child_audio_r2_key text COLLATE pg_catalog."C",
    rabbit_audio_r2_key text COLLATE pg_catalog."C",
    duration_ms integer
);


--
-- Name: TABLE conversation_turns; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON TABLE rabbit.conversation_turns IS 'What children said and the rabbit answered. Times are Unix epoch milliseconds, UTC.';


--
-- Name: COLUMN conversation_turns.id; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.conversation_turns.id IS 'The turn, a UUID.';


--
-- Name: COLUMN conversation_turns.session_id; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.conversation_turns.session_id IS 'The session.';


--
-- Name: COLUMN conversation_turns."timestamp"; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.conversation_turns."timestamp" IS 'When it was said: the client''s time if it told one, else that of receipt.';


--
-- Name: COLUMN conversation_turns.child_input; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.conversation_turns.child_input IS 'What the child said, verbatim; null once forgotten.';


--
-- Name: COLUMN conversation_turns.rabbit_response; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.conversation_turns.rabbit_response IS 'The answer, after all filters; null once forgotten.';


--
-- Name: COLUMN conversation_turns.child_audio_r2_key; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.conversation_turns.child_audio_r2_key IS 'The child''s voice in the object store; null when there is none, or no longer.';


--
-- Name: COLUMN conversation_turns.rabbit_audio_r2_key; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.conversation_turns.rabbit_audio_r2_key IS 'The spoken answer in the speech cache, or null.';


--
-- Name: COLUMN conversation_turns.duration_ms; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.conversation_turns.duration_ms IS 'Length of the child''s voice in ms; null when unknown.';


--
-- Name: highlights; Type: TABLE; Schema: rabbit; Owner: -
--

CREATE TABLE rabbit.highlights (
    id bigint NOT NULL,
    turn_id text NOT NULL COLLATE pg_catalog."C",
    session_id text NOT NULL COLLATE pg_catalog."C",
    "timestamp" bigint NOT NULL,
    type text NOT NULL COLLATE pg_catalog."C",
    description text COLLATE pg_catalog."C",
    excerpt text COLLATE pg_catalog."C"
);


--
-- Name: TABLE highlights; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON TABLE rabbit.highlights IS 'What a parent may like to see: new words, long sentences, feelings. Times are Unix epoch milliseconds, UTC.';


--
-- Name: COLUMN highlights.id; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.highlights.id IS 'Computed from the turn and the highlight''s place in it.';


--
-- Name: COLUMN highlights.turn_id; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.highlights.turn_id IS 'The turn.';


--
-- Name: COLUMN highlights.session_id; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.highlights.session_id IS 'The session.';


--
-- Name: COLUMN highlights."timestamp"; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.highlights."timestamp" IS 'The turn''s time.';


--
-- Name: COLUMN highlights.type; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.highlights.type IS 'new_word, long_sentence or emotional_moment.';


--
-- Name: COLUMN highlights.description; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.highlights.description IS 'What it is, in a sentence; null once forgotten.';


--
-- Name: COLUMN highlights.excerpt; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.highlights.excerpt IS 'The first 100 characters of what was said; null once forgotten.';


--
-- Name: sessions; Type: TABLE; Schema: rabbit; Owner: -
--

CREATE TABLE rabbit.sessions (
    id text NOT NULL COLLATE pg_catalog."C",
    child_id text COLLATE pg_catalog."C",
    started_at bigint NOT NULL,
    last_activity bigint NOT NULL,
    turn_count integer NOT NULL,
    active integer NOT NULL,
    metadata jsonb
);


--
-- Name: TABLE sessions; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON TABLE rabbit.sessions IS 'Sessions of children with the rabbit. Times are Unix epoch milliseconds, UTC.';


--
-- Name: COLUMN sessions.id; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.sessions.id IS 'The session, a UUID.';


--
-- Name: COLUMN sessions.child_id; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.sessions.child_id IS 'The child, or null.';


--
-- Name: COLUMN sessions.started_at; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.sessions.started_at IS 'When it began.';


--
-- Name: COLUMN sessions.last_activity; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.sessions.last_activity IS 'Its start, then the receipt of every turn.';


--
-- Name: COLUMN sessions.turn_count; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.sessions.turn_count IS 'Turns recorded.';


--
-- Name: COLUMN sessions.active; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.sessions.active IS '1 until it is closed, then 0.';


--
-- Name: COLUMN sessions.metadata; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.sessions.metadata IS 'Facts about the client, or null.';


--
-- Name: vocabulary; Type: TABLE; Schema: rabbit; Owner: -
--

CREATE TABLE rabbit.vocabulary (
    id bigint NOT NULL,
    session_id text NOT NULL COLLATE pg_catalog."C",
    turn_id text NOT NULL COLLATE pg_catalog."C",
    word text NOT NULL COLLATE pg_catalog."C",
    first_seen_at bigint NOT NULL
);


--
-- Name: TABLE vocabulary; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON TABLE rabbit.vocabulary IS 'One row for every time a child said a word. Times are Unix epoch milliseconds, UTC.';


--
-- Name: COLUMN vocabulary.id; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.vocabulary.id IS 'Computed from the turn and the word''s place in it.';


--
-- Name: COLUMN vocabulary.session_id; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.vocabulary.session_id IS 'The session.';


--
-- Name: COLUMN vocabulary.turn_id; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.vocabulary.turn_id IS 'The turn.';


--
-- Name: COLUMN vocabulary.word; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.vocabulary.word IS 'The word as the tokeniser cut it; empty once forgotten.';


--
-- Name: COLUMN vocabulary.first_seen_at; Type: COMMENT; Schema: rabbit; Owner: -
--

COMMENT ON COLUMN rabbit.vocabulary.first_seen_at IS 'When it was said: the turn''s time.';


--
-- Name: mt_events seq_id; Type: DEFAULT; Schema: log; Owner: -
--

ALTER TABLE ONLY log.mt_events ALTER COLUMN seq_id SET DEFAULT nextval('log.mt_events_sequence'::regclass);


--
-- Data for Name: call_budgets; Type: TABLE DATA; Schema: es; Owner: -
--



--
-- Data for Name: child_pins; Type: TABLE DATA; Schema: es; Owner: -
--



--
-- Data for Name: claims; Type: TABLE DATA; Schema: es; Owner: -
--

INSERT INTO es.claims VALUES
	('rabbit.turn a9ede76c-f558-44d6-6285-5fbe0fd295d6', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:43.59432+00'),
	('rabbit.turn 13fbfc1c-2dc0-58a4-205a-5423bcfce11c', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:43.888179+00'),
	('rabbit.turn f3ecf569-4620-c8c2-a355-167f16127fa8', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:43.977052+00'),
	('rabbit.turn ff26775c-d32d-a59a-e8f7-d0be97c856b3', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:44.050866+00'),
	('rabbit.turn 4737a50a-f2a3-c769-e4ad-2e63664bcd9e', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:44.162736+00'),
	('rabbit.turn 8c4b5bc4-e860-a80c-b2b0-77e26f15bd91', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:44.234729+00'),
	('rabbit.turn 644d40ac-7518-bb1b-4996-d6e94bf3a125', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:44.32816+00'),
	('rabbit.turn 17c30d1a-f8aa-df10-65b5-6494714bc1e6', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:44.403408+00'),
	('rabbit.turn 757590c8-3f60-c7b5-7192-ca4951bba007', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:44.460229+00'),
	('rabbit.turn cc13952f-de8f-a1d0-adf0-b776650ba540', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:44.545157+00'),
	('rabbit.turn 36b61863-6d23-e4dd-3524-7e9539d03de5', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:44.609948+00'),
	('rabbit.turn f1a59332-6fee-adb9-5509-37c53dacad4b', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:44.668182+00'),
	('rabbit.turn fc68f50e-eb94-1c2c-22b4-25cee33070a7', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:44.753835+00'),
	('rabbit.turn c8f054c7-f2e5-07ae-4901-9032d9f9ca8b', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:44.812756+00'),
	('rabbit.turn 1acfd2dc-a77e-bf0d-bc38-ee43edb6492f', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:44.938487+00'),
	('rabbit.turn f67216a6-9456-07a5-e1be-1f9c3a3bb98f', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:44.991242+00'),
	('rabbit.turn 0b644e82-cef5-8eff-f98d-e82c7cd33872', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:45.084828+00'),
	('rabbit.turn 7d96c059-4071-661d-983b-596acce691fb', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:45.167563+00'),
	('rabbit.turn f4cbdbd8-8991-9f81-846c-4e0100c7bde8', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:45.263791+00'),
	('rabbit.turn fe489185-11b9-cf28-4172-4e2e416b9239', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', '2026-11-28 08:12:45.349742+00');


--
-- Data for Name: commands; Type: TABLE DATA; Schema: es; Owner: -
--

INSERT INTO es.commands VALUES
	('41819469-073a-3085-3484-89c3793e689d', 'rabbit.close_idle_sessions', 'clock', 'completed', '\x5a1ee3d765bf2f0019967f7c363c19c1560795bae942fa411224699699b6d7bb', '2026-11-28 08:12:31.100407+00', '2026-11-28 08:12:31.255915+00', '{"closed": 0}', NULL, 0),
	('0002cea6-8b39-4292-94e6-c3094ea61c3d', 'pulse.create_community', 'first', 'completed', '\x4a2d2e5b21d7f53c4624ce17b22b0b924ca65abe49d1d3913b4e92e9f1db9e4b', '2026-11-28 08:12:41.635113+00', '2026-11-28 08:12:42.9355+00', '{"community_id": "choir"}', 1, 0),
	('f07f0d61-2a86-435a-b547-897a3fef4843', 'rabbit.start_session', 'first', 'completed', '\x58f4a0d60d6ec71b62de3a2c9a2d9a50b8f06a4ff4daac8a8b1fc81d417e8140', '2026-11-28 08:12:41.565401+00', '2026-11-28 08:12:42.967486+00', '{"session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8"}', 3, 0),
	('bc5aa423-495c-4b99-b274-c339ee30cbda', 'pulse.create_source', 'first', 'completed', '\xe0b167aa4b9fd0fdd4bbbc972c8477982245a05e0415a422a095b86a2853fc54', '2026-11-28 08:12:43.02839+00', '2026-11-28 08:12:43.154642+00', '{"source_id": "tour", "community_id": "choir"}', 4, 0),
	('67c984d1-6011-4ccd-abc3-0e8ffd5e1111', 'rabbit.record_turn', 'first', 'completed', '\x1db758f444d87c0c59ca0e7abac0e6a2c2214e4595311e59ae2c01595894b00e', '2026-11-28 08:12:43.318983+00', '2026-11-28 08:12:43.74262+00', '{"turn_id": "a9ede76c-f558-44d6-6285-5fbe0fd295d6"}', 5, 0),
	('32893178-0409-4fd6-85d2-8e016bd3eea4', 'rabbit.record_turn', 'first', 'completed', '\x4d0d4600ffb7ff35a175e88c938003b3fc76b9b5b981c75865ce34b5c92cb218', '2026-11-28 08:12:43.822105+00', '2026-11-28 08:12:43.89207+00', '{"turn_id": "13fbfc1c-2dc0-58a4-205a-5423bcfce11c"}', 6, 0),
	('bda396ea-e360-e949-df8c-05cebf30730c', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:43.928041+00', '2026-11-28 08:12:43.928041+00', NULL, 7, 0),
	('f4bbfd56-8ba3-e82a-3fc8-9d315058e27b', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:43.949871+00', '2026-11-28 08:12:43.949871+00', NULL, 8, 0),
	('ba22edbc-f27e-4d81-8149-d618a334da8a', 'rabbit.record_turn', 'first', 'completed', '\x89424d7b4817d2b20d2eb1e3473b71ffefcd7ca73ba6be519d3415f53b7fe066', '2026-11-28 08:12:43.945726+00', '2026-11-28 08:12:43.980009+00', '{"turn_id": "f3ecf569-4620-c8c2-a355-167f16127fa8"}', 9, 0),
	('892eb2e6-d184-1613-f776-d25e6da9763a', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:44.0046+00', '2026-11-28 08:12:44.0046+00', NULL, 10, 0),
	('da40d9c2-e583-4137-94f9-703f8d49c1d3', 'rabbit.record_turn', 'first', 'completed', '\x9ade50cba14cfa0bbaf38d13df03503eb5e9e6b24b48b2d753f70de229f0406d', '2026-11-28 08:12:44.012586+00', '2026-11-28 08:12:44.058875+00', '{"turn_id": "ff26775c-d32d-a59a-e8f7-d0be97c856b3"}', 11, 0),
	('0c5468f2-8dbd-d29a-8888-b52142b8483c', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:44.089882+00', '2026-11-28 08:12:44.089882+00', NULL, 12, 0),
	('ed6be2aa-a8cf-49e3-b0d8-9415cc232513', 'rabbit.record_turn', 'first', 'completed', '\xfc8d3dff53ff9147cfc43f12fb7dbd6bdeb64557e2e3dfdbbd3a0629cc3c8c51', '2026-11-28 08:12:44.128239+00', '2026-11-28 08:12:44.166561+00', '{"turn_id": "4737a50a-f2a3-c769-e4ad-2e63664bcd9e"}', 13, 0),
	('c19e16d8-ca6f-45a6-b6f5-5ff2b26f31b7', 'rabbit.record_turn', 'first', 'completed', '\x4efd59e54778dbf505c9d384f1d651f3b3eaa49b81a8164cfcee58435d7ef9d0', '2026-11-28 08:12:44.195848+00', '2026-11-28 08:12:44.241616+00', '{"turn_id": "8c4b5bc4-e860-a80c-b2b0-77e26f15bd91"}', 14, 0),
	('f9caae60-7d6c-23c9-a2a9-934e79b547d6', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:44.255067+00', '2026-11-28 08:12:44.255067+00', NULL, 15, 0),
	('2692199f-929c-7e41-8033-016f184ed0dd', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:44.288614+00', '2026-11-28 08:12:44.288614+00', NULL, 16, 0),
	('3d68a5d0-84a5-4538-8bc1-99a87527bcfb', 'rabbit.record_turn', 'first', 'completed', '\x89932d26cb46cfe80d22d094212d029464118c97da267319671d899559f58c43', '2026-11-28 08:12:44.299934+00', '2026-11-28 08:12:44.33028+00', '{"turn_id": "644d40ac-7518-bb1b-4996-d6e94bf3a125"}', 17, 0),
	('79e8931e-a1df-fef5-ae05-2c44bc306e18', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:44.3522+00', '2026-11-28 08:12:44.3522+00', NULL, 18, 0),
	('ad1d0190-0f90-49bd-b1a4-7990dc784ea8', 'rabbit.record_turn', 'first', 'completed', '\x5b44250d5a3b0566a021c5d0572a0801abdacd686a6ac0e9ac3b3e0931685f61', '2026-11-28 08:12:44.372684+00', '2026-11-28 08:12:44.406717+00', '{"turn_id": "17c30d1a-f8aa-df10-65b5-6494714bc1e6"}', 19, 0),
	('58e6a1b1-7ed5-9fbf-2ff9-688d4d45d42a', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:44.444098+00', '2026-11-28 08:12:44.444098+00', NULL, 20, 0),
	('bf1343c8-7599-4d14-9485-1b20ec1cabdf', 'rabbit.record_turn', 'first', 'completed', '\xc5d20f94d073d11784096e53239b63caf79dd390c3905d07380a2777398ee06b', '2026-11-28 08:12:44.418719+00', '2026-11-28 08:12:44.461951+00', '{"turn_id": "757590c8-3f60-c7b5-7192-ca4951bba007"}', 21, 0),
	('e7222fe8-abb6-757e-c92c-d5dee9e8821f', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:44.496181+00', '2026-11-28 08:12:44.496181+00', NULL, 22, 0),
	('e0b12fb7-133a-4f34-bb74-786d390c496c', 'rabbit.record_turn', 'first', 'completed', '\x579f4e346bfb48a626a19a542ac496b4162e028f546e5c0cad71cee7725c2bd7', '2026-11-28 08:12:44.524238+00', '2026-11-28 08:12:44.55306+00', '{"turn_id": "cc13952f-de8f-a1d0-adf0-b776650ba540"}', 23, 0),
	('267b088f-9594-1ffa-8e63-435583b67cbf', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:44.603043+00', '2026-11-28 08:12:44.603043+00', NULL, 24, 0),
	('af81021d-2153-476f-bf6d-6f71be5cd2b9', 'rabbit.record_turn', 'first', 'completed', '\x7f3c4fbe4432b441342ef3b4986dc1cf5390aca7d9412ef8c767ceb3d77550b4', '2026-11-28 08:12:44.59183+00', '2026-11-28 08:12:44.612277+00', '{"turn_id": "36b61863-6d23-e4dd-3524-7e9539d03de5"}', 25, 0),
	('0c47018d-1417-68a7-b553-7f8e436d2324', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:44.642853+00', '2026-11-28 08:12:44.642853+00', NULL, 26, 0),
	('2abab6a2-c742-414c-bd2b-10b216c7757f', 'rabbit.record_turn', 'first', 'completed', '\x01ce540b0153cc707f46ec04f4caaac959c5268ec6982387c02f4f078fd0d4fa', '2026-11-28 08:12:44.629083+00', '2026-11-28 08:12:44.675933+00', '{"turn_id": "f1a59332-6fee-adb9-5509-37c53dacad4b"}', 27, 0),
	('09a199ef-6bd1-414e-80ae-13cd6b1dfc18', 'pulse.register_export', 'first', 'completed', '\x6d177efb5229066c99ec4b84870b8d6386661c52301500f5ea948e18c995f2db', '2026-11-28 08:12:44.634167+00', '2026-11-28 08:12:44.72622+00', '{"status": "queued", "export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', 29, 0),
	('23ca4827-6163-45b0-ab88-6079e24c026a', 'rabbit.record_turn', 'first', 'completed', '\x40bf072cf681959bc6a8dc2dc6017842717869592ca1c90f09284b7c9121d7cd', '2026-11-28 08:12:44.737331+00', '2026-11-28 08:12:44.756717+00', '{"turn_id": "fc68f50e-eb94-1c2c-22b4-25cee33070a7"}', 30, 0),
	('2b68d6cc-de0b-45c7-bed8-8abd57dbb03c', 'rabbit.record_turn', 'first', 'completed', '\x70fa15eec7a173c055530299c88dc07e57005da3a4c9c693e31773f191410f05', '2026-11-28 08:12:44.775164+00', '2026-11-28 08:12:44.814436+00', '{"turn_id": "c8f054c7-f2e5-07ae-4901-9032d9f9ca8b"}', 33, 0),
	('94a9dd58-c942-4f21-8d18-a9df967d8bf0', 'rabbit.record_turn', 'first', 'completed', '\x898b9fc6f797749226c28692b0eb3a0a9cece0b589c7c6ded2cf18f86f0c8ae0', '2026-11-28 08:12:44.883582+00', '2026-11-28 08:12:44.94747+00', '{"turn_id": "1acfd2dc-a77e-bf0d-bc38-ee43edb6492f"}', 35, 0),
	('d946f169-d516-4c70-bda2-b8ba6ea9d023', 'rabbit.record_turn', 'first', 'completed', '\xdc5c5f2334da18877aac9de6fa80958e2bf584938ce77f0ef586cb6cb1b7785e', '2026-11-28 08:12:44.97706+00', '2026-11-28 08:12:44.994005+00', '{"turn_id": "f67216a6-9456-07a5-e1be-1f9c3a3bb98f"}', 37, 0),
	('9ade5312-dcf3-46db-92be-d0d282236d9f', 'rabbit.record_turn', 'first', 'completed', '\x06d0c9c96a3226d83a0ce504114af968fad5e4c63a51928137544f9c9e6aa21d', '2026-11-28 08:12:45.024377+00', '2026-11-28 08:12:45.089021+00', '{"turn_id": "0b644e82-cef5-8eff-f98d-e82c7cd33872"}', 41, 0),
	('6ad24bdc-1807-49e0-8350-188e4114a559', 'rabbit.record_turn', 'first', 'completed', '\xa0f7eabdaec7af0b50c0cbb5ebfa4c60598922acf9ec62634106db8d95427f56', '2026-11-28 08:12:45.117783+00', '2026-11-28 08:12:45.175816+00', '{"turn_id": "7d96c059-4071-661d-983b-596acce691fb"}', 43, 0),
	('b069c936-19cd-4685-9d49-7eab50b04220', 'rabbit.record_turn', 'first', 'completed', '\x7237bbdcf73d7036a0ac66ac4a11796410632123423280efe8432acd9ed04a8e', '2026-11-28 08:12:45.222658+00', '2026-11-28 08:12:45.27513+00', '{"turn_id": "f4cbdbd8-8991-9f81-846c-4e0100c7bde8"}', 57, 0),
	('9adbd5f0-00f5-4fda-8ba9-64b192453f86', 'rabbit.record_turn', 'first', 'completed', '\x349cb444f6518c66ed2b02aab275d00ca2716f1a4e6608428326bfea7e875c4a', '2026-11-28 08:12:45.330434+00', '2026-11-28 08:12:45.352635+00', '{"turn_id": "fe489185-11b9-cf28-4172-4e2e416b9239"}', 59, 0),
	('8a6da429-0684-a694-d1bc-722f072b3da4', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:44.761838+00', '2026-11-28 08:12:44.761838+00', NULL, 31, 0),
	('18835eca-8c81-35c4-e044-187b2a2f656a', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:44.785758+00', '2026-11-28 08:12:44.785758+00', NULL, 32, 0),
	('95937e35-c617-7f8d-d34f-3c72924e7419', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:44.873504+00', '2026-11-28 08:12:44.873504+00', NULL, 34, 0),
	('dba3602b-6b86-6a75-7720-871b01179da3', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:45.011264+00', '2026-11-28 08:12:45.011264+00', NULL, 38, 0),
	('41db9f23-617d-50ca-3396-6911cc1f9936', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:45.030253+00', '2026-11-28 08:12:45.030253+00', NULL, 39, 0),
	('c44e239b-1f90-0330-585e-256d002b196f', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:45.139146+00', '2026-11-28 08:12:45.139146+00', NULL, 42, 0),
	('21f35bd3-ee5a-4731-15c1-382a59ee7874', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:45.21938+00', '2026-11-28 08:12:45.21938+00', NULL, 55, 0),
	('44664190-0f46-7c3c-7bf0-34ae46adb6f1', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:45.30846+00', '2026-11-28 08:12:45.30846+00', NULL, 58, 0),
	('ad348d95-480d-8402-c0ef-add9ad93cedc', '', 'analysis', 'completed', NULL, '2026-11-28 08:12:45.419385+00', '2026-11-28 08:12:45.419385+00', NULL, 69, 0);


--
-- Data for Name: dead_letters; Type: TABLE DATA; Schema: es; Owner: -
--



--
-- Data for Name: forgettings; Type: TABLE DATA; Schema: es; Owner: -
--



--
-- Data for Name: generation_numbers; Type: TABLE DATA; Schema: es; Owner: -
--



--
-- Data for Name: generations; Type: TABLE DATA; Schema: es; Owner: -
--



--
-- Data for Name: lanes; Type: TABLE DATA; Schema: es; Owner: -
--

INSERT INTO es.lanes VALUES
	('pulse', 1, 'former-machine:6092', '2026-11-28 08:12:03.28409+00', 6262, '2026-11-28 08:12:59.358284+00'),
	('rabbit', 1, 'former-machine:6092', '2026-11-28 08:12:03.291356+00', 6308, '2026-11-28 08:12:59.362815+00');


--
-- Data for Name: operations; Type: TABLE DATA; Schema: es; Owner: -
--



--
-- Data for Name: personal_keys; Type: TABLE DATA; Schema: es; Owner: -
--

INSERT INTO es.personal_keys VALUES
	('01a22136-b60f-75ae-ae8c-75e57aba5fda', 'session/728c6923-25dd-55c6-f71c-b69c54ace1b8', '\x3c0847a6ba7df1d2dab2bc036dc6386dea86e04cb2a669460dbfe1767ff42533e3ac3d3b9ca1c7cbd221c440ba40d13aebd864f3616bb0e19ff9a982', '2026-11-28 08:12:43.409263+00', NULL),
	('01a22136-b732-7086-b7f4-85edd7b8adca', 'child/bunny', '\xfa8d8f0eb809806c3832c2e9b5f07697caa0aa934a01f5c448cb3f2baf8e75f0c8a6db5af41d84d834f493b33903b99697450a005fdfd68f971a54c2', '2026-11-28 08:12:43.703243+00', NULL);


--
-- Data for Name: read_tables; Type: TABLE DATA; Schema: es; Owner: -
--

INSERT INTO es.read_tables VALUES
	('rabbit.analysis_jobs', 'rabbit', 1, 'e3b6f62dd7664d95d2c3c0c4e60646fd79a11c7bda123fb7c27e11c1f8ab927a', 69, 'running', NULL, '2026-11-28 08:12:45.461997+00', 0, '{"Columns": [{"Name": "id", "Type": "text", "Comment": "The job, a UUID.", "Nullable": false}, {"Name": "turn_id", "Type": "text", "Comment": "The turn.", "Nullable": false}, {"Name": "job_type", "Type": "text", "Comment": "vocabulary_extraction.", "Nullable": false}, {"Name": "status", "Type": "text", "Comment": "pending, completed or failed.", "Nullable": false}, {"Name": "created_at", "Type": "bigint", "Comment": "When it was asked for.", "Nullable": false}, {"Name": "completed_at", "Type": "bigint", "Comment": "When it was completed or failed; null before.", "Nullable": true}, {"Name": "result", "Type": "jsonb", "Comment": "What it counted, or why it failed; null before, and when there were no words.", "Nullable": true}], "Comment": "Analyses of turns, one for each turn and kind. Times are Unix epoch milliseconds, UTC.", "Indexes": {"idx_jobs_turn": "(\"turn_id\")", "idx_jobs_status": "(\"status\")"}}'),
	('rabbit.conversation_turns', 'rabbit', 1, 'cbdd013c6cc78608f35ab46fd43451f5d126553cdd6a5968203e5e8035b0fb29', 69, 'running', NULL, '2026-11-28 08:12:45.461997+00', 0, '{"Columns": [{"Name": "id", "Type": "text", "Comment": "The turn, a UUID.", "Nullable": false}, {"Name": "session_id", "Type": "text", "Comment": "The session.", "Nullable": false}, {"Name": "timestamp", "Type": "bigint", "Comment": "When it was said: the client''s time if it told one, else that of receipt.", "Nullable": false}, {"Name": "child_input", "Type": "text", "Comment": "What the child said, verbatim; null once forgotten.", "Nullable": true}, {"Name": "rabbit_response", "Type": "text", "Comment": "The answer, after all filters; null once forgotten.", "Nullable": true}, {"Name": "child_audio_r2_key", "Type": "text", "Comment": "The child''s voice in the object store; null when there is none, or no longer.", "Nullable": true}, {"Name": "rabbit_audio_r2_key", "Type": "text", "Comment": "The spoken answer in the speech cache, or null.", "Nullable": true}, {"Name": "duration_ms", "Type": "integer", "Comment": "Length of the child''s voice in ms; null when unknown.", "Nullable": true}], "Comment": "What children said and the rabbit answered. Times are Unix epoch milliseconds, UTC.", "Indexes": {"idx_turns_session": "(\"session_id\")", "idx_turns_timestamp": "(\"timestamp\")"}}'),
	('rabbit.sessions', 'rabbit', 1, 'a090b7d33383aece1dfc19da39924cc8b51a9ae146ae2a94f1424dd6473d0edc', 69, 'running', NULL, '2026-11-28 08:12:45.461997+00', 0, '{"Columns": [{"Name": "id", "Type": "text", "Comment": "The session, a UUID.", "Nullable": false}, {"Name": "child_id", "Type": "text", "Comment": "The child, or null.", "Nullable": true}, {"Name": "started_at", "Type": "bigint", "Comment": "When it began.", "Nullable": false}, {"Name": "last_activity", "Type": "bigint", "Comment": "Its start, then the receipt of every turn.", "Nullable": false}, {"Name": "turn_count", "Type": "integer", "Comment": "Turns recorded.", "Nullable": false}, {"Name": "active", "Type": "integer", "Comment": "1 until it is closed, then 0.", "Nullable": false}, {"Name": "metadata", "Type": "jsonb", "Comment": "Facts about the client, or null.", "Nullable": true}], "Comment": "Sessions of children with the rabbit. Times are Unix epoch milliseconds, UTC.", "Indexes": {"idx_sessions_child": "(\"child_id\")", "idx_sessions_active": "(\"active\")", "idx_sessions_started": "(\"started_at\")"}}'),
	('pulse.communities', 'pulse', 1, '70240d76843ad67fc23851197deeacf2f2dc9b095790b87883de4d5e0ab807a4', 69, 'running', NULL, '2026-11-28 08:12:45.467355+00', 0, '{"Columns": [{"Name": "community_id", "Type": "text", "Comment": "Slug of the community, [a-z0-9-]{1,64}.", "Nullable": false}, {"Name": "name", "Type": "text", "Comment": "Name shown to people.", "Nullable": false}, {"Name": "description", "Type": "text", "Comment": "What the community is, in a sentence.", "Nullable": false}, {"Name": "created_at", "Type": "timestamptz", "Comment": "When it was created.", "Nullable": false}, {"Name": "updated_at", "Type": "timestamptz", "Comment": "When it was last changed.", "Nullable": false}, {"Name": "is_public", "Type": "boolean", "Comment": "Whether anybody may read its public results; otherwise only an admin.", "Nullable": false}], "Comment": "Communities whose chats are digested.", "Indexes": {}}'),
	('pulse.chat_sources', 'pulse', 1, '96e89ff5476bcb9de754592b823b5ec76f7b4de05de8610e4871059046062dd2', 69, 'running', NULL, '2026-11-28 08:12:45.467355+00', 0, '{"Columns": [{"Name": "community_id", "Type": "text", "Comment": "The community.", "Nullable": false}, {"Name": "source_id", "Type": "text", "Comment": "Slug of the source, unique within the community.", "Nullable": false}, {"Name": "name", "Type": "text", "Comment": "Name shown to people.", "Nullable": false}, {"Name": "description", "Type": "text", "Comment": "What the chat is about.", "Nullable": false}, {"Name": "created_at", "Type": "timestamptz", "Comment": "When it was created.", "Nullable": false}, {"Name": "updated_at", "Type": "timestamptz", "Comment": "When it was last changed.", "Nullable": false}, {"Name": "platform", "Type": "text", "Comment": "Where the chat lives; whatsapp.", "Nullable": false}, {"Name": "timezone", "Type": "text", "Comment": "IANA zone of the group, descriptive only: days are as written in the exports.", "Nullable": true}], "Comment": "Chats of a community, each with exports of its own.", "Indexes": {}}'),
	('pulse.exports', 'pulse', 1, '95f517831ac95c2dff7932f73d44e855d1d1a58de8ff51af53f76b77a1a12965', 69, 'running', NULL, '2026-11-28 08:12:45.467355+00', 0, '{"Columns": [{"Name": "export_id", "Type": "text", "Comment": "The export.", "Nullable": false}, {"Name": "community_id", "Type": "text", "Comment": "The community.", "Nullable": false}, {"Name": "source_id", "Type": "text", "Comment": "The source, or null while none is assigned.", "Nullable": true}, {"Name": "object_key", "Type": "text", "Comment": "Where the object store keeps the raw bytes.", "Nullable": false}, {"Name": "filename", "Type": "text", "Comment": "Name of the uploaded file.", "Nullable": false}, {"Name": "file_type", "Type": "text", "Comment": "txt or zip.", "Nullable": false}, {"Name": "byte_size", "Type": "bigint", "Comment": "Size of the upload in bytes.", "Nullable": false}, {"Name": "content_sha256", "Type": "text", "Comment": "SHA-256 of the upload, hex.", "Nullable": false}, {"Name": "status", "Type": "text", "Comment": "pending_source, queued, processing, weekly_processing, completed or failed.", "Nullable": false}, {"Name": "message_count", "Type": "bigint", "Comment": "Messages in the file, duplicates included.", "Nullable": false}, {"Name": "new_message_count", "Type": "bigint", "Comment": "Messages that no earlier export of the source had.", "Nullable": false}, {"Name": "days_total", "Type": "integer", "Comment": "Days with messages; null until the file was scanned.", "Nullable": true}, {"Name": "days_processed", "Type": "integer", "Comment": "Days done so far.", "Nullable": false}, {"Name": "weeks_total", "Type": "integer", "Comment": "Weeks that the days touch; null until all days are done.", "Nullable": true}, {"Name": "weeks_processed", "Type": "integer", "Comment": "Weeks done so far.", "Nullable": false}, {"Name": "first_day", "Type": "date", "Comment": "First day with messages, as written.", "Nullable": true}, {"Name": "last_day", "Type": "date", "Comment": "Last day with messages, as written.", "Nullable": true}, {"Name": "attempt_count", "Type": "integer", "Comment": "How often processing was begun.", "Nullable": false}, {"Name": "error_message", "Type": "text", "Comment": "Why it failed, with the line and the next step, or why it waits.", "Nullable": true}, {"Name": "delete_after_processing", "Type": "integer", "Comment": "1 when the raw object goes some time after processing, else 0.", "Nullable": false}, {"Name": "raw_delete_after", "Type": "timestamptz", "Comment": "From when the raw object may be removed.", "Nullable": true}, {"Name": "raw_deleted_at", "Type": "timestamptz", "Comment": "When the raw object was removed.", "Nullable": true}, {"Name": "uploaded_at", "Type": "timestamptz", "Comment": "When it was uploaded.", "Nullable": false}, {"Name": "started_at", "Type": "timestamptz", "Comment": "When processing last began.", "Nullable": true}, {"Name": "completed_at", "Type": "timestamptz", "Comment": "When it was completed.", "Nullable": true}, {"Name": "updated_at", "Type": "timestamptz", "Comment": "When the row last changed.", "Nullable": false}], "Comment": "Uploaded chat exports and how far each has come.", "Indexes": {"idx_exports_status_community": "(\"status\", \"community_id\")", "idx_exports_by_community_source": "(\"community_id\", \"source_id\")"}}'),
	('pulse.weekly_health_snapshots_public', 'pulse', 1, '91b91cd32c1c85bc4e3ca5a458a9ab017f4ac246d54343fd5356bcfcbacf17ea', 69, 'running', NULL, '2026-11-28 08:12:45.467355+00', 0, '{"Columns": [{"Name": "community_id", "Type": "text", "Comment": "The community.", "Nullable": false}, {"Name": "source_id", "Type": "text", "Comment": "The source.", "Nullable": false}, {"Name": "week_start", "Type": "date", "Comment": "Sunday.", "Nullable": false}, {"Name": "week_end", "Type": "date", "Comment": "Saturday.", "Nullable": false}, {"Name": "snapshot_json", "Type": "jsonb", "Comment": "The whole snapshot: period, pillars with their signals, overall, data_confidence, updated_at.", "Nullable": false}, {"Name": "overall", "Type": "integer", "Comment": "Mean of the pillars that have data, 0 … 100; null when none has.", "Nullable": true}, {"Name": "data_confidence", "Type": "double precision", "Comment": "The week''s confidence, 0 … 1.", "Nullable": false}, {"Name": "updated_at", "Type": "timestamptz", "Comment": "When the row last changed.", "Nullable": false}], "Comment": "The health of a chat''s community on six pillars, week by week.", "Indexes": {}}'),
	('pulse.weekly_summaries_public', 'pulse', 1, 'fa63fdf86811708389a26c00edded1980e830fd24bb7289c3aed95d62e60c5d5', 69, 'running', NULL, '2026-11-28 08:12:45.467355+00', 0, '{"Columns": [{"Name": "community_id", "Type": "text", "Comment": "The community.", "Nullable": false}, {"Name": "source_id", "Type": "text", "Comment": "The source.", "Nullable": false}, {"Name": "week_start", "Type": "date", "Comment": "Sunday.", "Nullable": false}, {"Name": "week_end", "Type": "date", "Comment": "Saturday.", "Nullable": false}, {"Name": "sentiment_label", "Type": "text", "Comment": "positive, neutral or negative.", "Nullable": false}, {"Name": "sentiment_score", "Type": "double precision", "Comment": "−1 … +1, two decimals; days weighted by ln(1 + messages).", "Nullable": false}, {"Name": "confidence", "Type": "double precision", "Comment": "0 … 1, two decimals: availability of data, not accuracy.", "Nullable": false}, {"Name": "top_themes_json", "Type": "jsonb", "Comment": "Up to 7 themes, strongest first.", "Nullable": false}, {"Name": "summary", "Type": "text", "Comment": "The week in a sentence.", "Nullable": false}, {"Name": "total_messages", "Type": "integer", "Comment": "Messages of the week''s days.", "Nullable": false}, {"Name": "unique_senders", "Type": "integer", "Comment": "Distinct senders over the week.", "Nullable": false}, {"Name": "strain_score", "Type": "double precision", "Comment": "Community Strain Index of the week, 0 … 1; at least that of the worst day less 0.2.", "Nullable": false}, {"Name": "strain_level", "Type": "text", "Comment": "low, moderate or elevated.", "Nullable": false}, {"Name": "strain_signals_json", "Type": "jsonb", "Comment": "Up to 5 signals of the index, strongest first.", "Nullable": false}, {"Name": "strain_confidence", "Type": "double precision", "Comment": "0 … 1, two decimals: how much data the index rests on.", "Nullable": false}, {"Name": "analysis_json", "Type": "jsonb", "Comment": "Additional results: media, compare_previous_week; null when there are none.", "Nullable": true}, {"Name": "model", "Type": "text", "Comment": "Who summarised the week: name and version.", "Nullable": true}, {"Name": "created_at", "Type": "timestamptz", "Comment": "When the week was first summarised.", "Nullable": false}, {"Name": "updated_at", "Type": "timestamptz", "Comment": "When the row last changed.", "Nullable": false}], "Comment": "One row per week (Sunday to Saturday) of a chat, fit for the public.", "Indexes": {"idx_weekly_by_community_source_week": "(\"community_id\", \"source_id\", \"week_start\")"}}'),
	('rabbit.highlights', 'rabbit', 1, 'abe5bb29e63892217c94f6dfeb22b819713380a5e978a6d936d32a7fe5d271de', 69, 'running', NULL, '2026-11-28 08:12:45.461997+00', 0, '{"Columns": [{"Name": "id", "Type": "bigint", "Comment": "Computed from the turn and the highlight''s place in it.", "Nullable": false}, {"Name": "turn_id", "Type": "text", "Comment": "The turn.", "Nullable": false}, {"Name": "session_id", "Type": "text", "Comment": "The session.", "Nullable": false}, {"Name": "timestamp", "Type": "bigint", "Comment": "The turn''s time.", "Nullable": false}, {"Name": "type", "Type": "text", "Comment": "new_word, long_sentence or emotional_moment.", "Nullable": false}, {"Name": "description", "Type": "text", "Comment": "What it is, in a sentence; null once forgotten.", "Nullable": true}, {"Name": "excerpt", "Type": "text", "Comment": "The first 100 characters of what was said; null once forgotten.", "Nullable": true}], "Comment": "What a parent may like to see: new words, long sentences, feelings. Times are Unix epoch milliseconds, UTC.", "Indexes": {"idx_highlights_turn": "(\"turn_id\")", "idx_highlights_type": "(\"type\")", "idx_highlights_session": "(\"session_id\")", "idx_highlights_timestamp": "(\"timestamp\")"}}'),
	('pulse.daily_digests', 'pulse', 1, 'da858da3abbb3d31dea295dd80de0a3c7c47c2d9fca793c8ed07b67dfcdc3966', 69, 'running', NULL, '2026-11-28 08:12:45.467355+00', 0, '{"Columns": [{"Name": "community_id", "Type": "text", "Comment": "The community.", "Nullable": false}, {"Name": "source_id", "Type": "text", "Comment": "The source.", "Nullable": false}, {"Name": "day_date", "Type": "date", "Comment": "Calendar day as written in the export.", "Nullable": false}, {"Name": "sentiment_label", "Type": "text", "Comment": "positive, neutral or negative.", "Nullable": false}, {"Name": "sentiment_score", "Type": "double precision", "Comment": "−1 … +1, two decimals.", "Nullable": false}, {"Name": "top_themes_json", "Type": "jsonb", "Comment": "Up to 5 themes, most frequent first.", "Nullable": false}, {"Name": "summary", "Type": "text", "Comment": "The day in a sentence or two, at most 600 characters.", "Nullable": false}, {"Name": "message_count", "Type": "integer", "Comment": "Messages of the day known so far.", "Nullable": false}, {"Name": "unique_sender_count", "Type": "integer", "Comment": "Distinct senders of the day known so far.", "Nullable": false}, {"Name": "strain_score", "Type": "double precision", "Comment": "Community Strain Index, 0 … 1, two decimals.", "Nullable": false}, {"Name": "strain_level", "Type": "text", "Comment": "low, moderate or elevated.", "Nullable": false}, {"Name": "strain_signals_json", "Type": "jsonb", "Comment": "Signals of the index (id, label, value, weight), by contribution descending.", "Nullable": false}, {"Name": "strain_confidence", "Type": "double precision", "Comment": "0 … 1, two decimals: how much data the index rests on.", "Nullable": false}, {"Name": "analysis_json", "Type": "jsonb", "Comment": "Aggregates of the day''s analysed media; null when there are none.", "Nullable": true}, {"Name": "model", "Type": "text", "Comment": "Who analysed the day: name and version.", "Nullable": true}, {"Name": "created_at", "Type": "timestamptz", "Comment": "When the day was first digested.", "Nullable": false}, {"Name": "updated_at", "Type": "timestamptz", "Comment": "When the row last changed.", "Nullable": false}], "Comment": "One row per day of a chat: mood, themes and strain, without names or text.", "Indexes": {"idx_daily_by_community_source_date": "(\"community_id\", \"source_id\", \"day_date\")"}}'),
	('pulse.message_hashes', 'pulse', 1, 'a79fa788021bd8b1d5d907c3c7c21d33e69994b5c328d113d5d9dba035d21e90', 69, 'running', NULL, '2026-11-28 08:12:45.467355+00', 0, '{"Columns": [{"Name": "community_id", "Type": "text", "Comment": "The community.", "Nullable": false}, {"Name": "source_id", "Type": "text", "Comment": "The source.", "Nullable": false}, {"Name": "day_date", "Type": "date", "Comment": "Calendar day as written in the export.", "Nullable": false}, {"Name": "content_hash", "Type": "text", "Comment": "SHA-256 hex over sender hash, normalised text and, for repetitions of one day, the ordinal.", "Nullable": false}, {"Name": "sender_hash", "Type": "text", "Comment": "HMAC-SHA-256 hex of the normalised sender under the community''s key.", "Nullable": false}, {"Name": "export_id", "Type": "text", "Comment": "The export that brought the message; it may have been deleted since.", "Nullable": false}, {"Name": "created_at", "Type": "timestamptz", "Comment": "When it was recorded.", "Nullable": false}], "Comment": "One row per message ever imported, as a hash: what makes importing twice add nothing.", "Indexes": {"idx_hashes_by_community_source_date": "(\"community_id\", \"source_id\", \"day_date\")"}}'),
	('pulse.weekly_concept_graph_public', 'pulse', 1, 'cfa6391603cb3e626c9b2121594a9f09b7059d0450264c01b72237299b45a1d4', 69, 'running', NULL, '2026-11-28 08:12:45.467355+00', 0, '{"Columns": [{"Name": "community_id", "Type": "text", "Comment": "The community.", "Nullable": false}, {"Name": "source_id", "Type": "text", "Comment": "The source.", "Nullable": false}, {"Name": "week_start", "Type": "date", "Comment": "Sunday.", "Nullable": false}, {"Name": "week_end", "Type": "date", "Comment": "Saturday.", "Nullable": false}, {"Name": "graph_json", "Type": "jsonb", "Comment": "Nodes (themes, heaviest first, at most 40) and edges (themes of one day, at most 120).", "Nullable": false}, {"Name": "metadata_json", "Type": "jsonb", "Comment": "Week, counts, where the pillars come from and when it was drawn.", "Nullable": false}, {"Name": "node_count", "Type": "integer", "Comment": "Number of nodes.", "Nullable": false}, {"Name": "edge_count", "Type": "integer", "Comment": "Number of edges.", "Nullable": false}, {"Name": "updated_at", "Type": "timestamptz", "Comment": "When the row last changed.", "Nullable": false}], "Comment": "Which themes a chat''s week had, and which went together.", "Indexes": {}}'),
	('rabbit.vocabulary', 'rabbit', 1, '09a4bd543ae0088a0f751afb76ba61461cdd89506bbcfe9046873d092779baed', 69, 'running', NULL, '2026-11-28 08:12:45.461997+00', 0, '{"Columns": [{"Name": "id", "Type": "bigint", "Comment": "Computed from the turn and the word''s place in it.", "Nullable": false}, {"Name": "session_id", "Type": "text", "Comment": "The session.", "Nullable": false}, {"Name": "turn_id", "Type": "text", "Comment": "The turn.", "Nullable": false}, {"Name": "word", "Type": "text", "Comment": "The word as the tokeniser cut it; empty once forgotten.", "Nullable": false}, {"Name": "first_seen_at", "Type": "bigint", "Comment": "When it was said: the turn''s time.", "Nullable": false}], "Comment": "One row for every time a child said a word. Times are Unix epoch milliseconds, UTC.", "Indexes": {"idx_vocabulary_turn": "(\"turn_id\")", "idx_vocabulary_word": "(\"word\")", "idx_vocabulary_session": "(\"session_id\")", "idx_vocabulary_first_seen": "(\"first_seen_at\")"}}');


--
-- Data for Name: relay_checkpoints; Type: TABLE DATA; Schema: es; Owner: -
--

INSERT INTO es.relay_checkpoints VALUES
	('reactions', 66);


--
-- Data for Name: relay_dead_letters; Type: TABLE DATA; Schema: es; Owner: -
--



--
-- Data for Name: replays; Type: TABLE DATA; Schema: es; Owner: -
--



--
-- Data for Name: secrets; Type: TABLE DATA; Schema: es; Owner: -
--

INSERT INTO es.secrets VALUES
	('pulse/community/choir~1', '\x00a3d30a7c79733c354e24aad596e2f70fe749c46cfc127236d4f6de5f1df0cc01', '2026-11-28 08:12:42.770582+00');


--
-- Data for Name: mt_event_progression; Type: TABLE DATA; Schema: log; Owner: -
--



--
-- Data for Name: mt_events; Type: TABLE DATA; Schema: log; Owner: -
--

INSERT INTO log.mt_events VALUES
	(1, '01a22136-b3e4-7b68-941e-6725ffda3f0b', 'pulse/choir', 1, '{"name": "choir", "description": "", "incarnation": 1, "community_id": "choir"}', NULL, 'pulse.community_created.v1', '2026-11-28 08:12:42.663758+00', '*DEFAULT*', NULL, '0002cea6-8b39-4292-94e6-c3094ea61c3d', '0002cea6-8b39-4292-94e6-c3094ea61c3d', '{"actor": "first", "command_id": "0002cea6-8b39-4292-94e6-c3094ea61c3d", "traceparent": "00-77b4e6d3475de2e9505c55a5b1acf4b4-f1012576b1c036ea-00"}', false),
	(2, '01a22136-b430-72a3-91c1-32d637df4951', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 1, '{"child_id": "bunny", "language": "en", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "started_at": "2026-02-03T00:00:02.53+00:00"}', NULL, 'rabbit.session_started.v1', '2026-11-28 08:12:42.65798+00', '*DEFAULT*', NULL, 'f07f0d61-2a86-435a-b547-897a3fef4843', 'f07f0d61-2a86-435a-b547-897a3fef4843', '{"actor": "first", "command_id": "f07f0d61-2a86-435a-b547-897a3fef4843", "traceparent": "00-eb107dbb927013c0893acf8e4d388308-29e04b2cc04536e4-00"}', false),
	(3, '01a22136-b431-7bca-86a0-d3f4594f44dc', 'rabbit-child-bunny', 1, '{"child_id": "bunny", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8"}', NULL, 'rabbit.child_session_started.v1', '2026-11-28 08:12:42.65798+00', '*DEFAULT*', NULL, 'f07f0d61-2a86-435a-b547-897a3fef4843', 'f07f0d61-2a86-435a-b547-897a3fef4843', '{"actor": "first", "command_id": "f07f0d61-2a86-435a-b547-897a3fef4843", "traceparent": "00-eb107dbb927013c0893acf8e4d388308-29e04b2cc04536e4-00"}', false),
	(4, '01a22136-b511-76d8-a64a-b7ca3a956745', 'pulse/choir~1/tour', 1, '{"name": "tour", "platform": "whatsapp", "source_id": "tour", "description": "", "community_id": "choir"}', NULL, 'pulse.chat_source_created.v1', '2026-11-28 08:12:43.069484+00', '*DEFAULT*', NULL, 'bc5aa423-495c-4b99-b274-c339ee30cbda', 'bc5aa423-495c-4b99-b274-c339ee30cbda', '{"actor": "first", "command_id": "bc5aa423-495c-4b99-b274-c339ee30cbda", "traceparent": "00-cbfc28a37d6999648563dcc27a73e150-1db6e936d7add3ef-00"}', false),
	(5, '01a22136-b75d-7a35-a49a-14ddfba07634', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 2, '{"source": "imported", "subject": "child/bunny", "turn_id": "a9ede76c-f558-44d6-6285-5fbe0fd295d6", "timestamp": "2026-02-03T00:00:02.53+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.TnnaP_qlwYjdM-FTWoiQybhw835wnT73SkAfSBDu56C0llgZyG_T6y9bDQ", "duration_ms": 1400, "received_at": "2026-11-28T08:12:43.4892917+00:00", "analysis_job_id": "790d9e54-520c-dcc8-7f50-3fdbdcaaea5c", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.zmmnPAF1P1fUcR-2aOSoCZ3HmGaJrc4XSDt9bXy55e1pDE6CXsjK9M-dG0FpVos3oe7wcsVheRDB"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:43.489291+00', '*DEFAULT*', NULL, '67c984d1-6011-4ccd-abc3-0e8ffd5e1111', '67c984d1-6011-4ccd-abc3-0e8ffd5e1111', '{"actor": "first", "command_id": "67c984d1-6011-4ccd-abc3-0e8ffd5e1111", "traceparent": "00-d3074cd4776a0dd7d43816c04be712c6-23c855a6eea53bcc-00"}', false),
	(6, '01a22136-b7f3-78ea-a49b-115835cd3b60', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 3, '{"source": "imported", "subject": "child/bunny", "turn_id": "13fbfc1c-2dc0-58a4-205a-5423bcfce11c", "timestamp": "2026-02-03T00:00:07.78+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.aJ46-IVcQbVEGB-hgCYozfEITJ2aLn0MQHAV2J8QKh8JZoSqAI0S", "duration_ms": 1400, "received_at": "2026-11-28T08:12:43.8631615+00:00", "analysis_job_id": "8508ed5e-b88b-756f-039e-2277576a53ad", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.GsIvDUYAjpbsQcHuuIkm5RTu3ccinKx4s8DW3uMb"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:43.863161+00', '*DEFAULT*', NULL, '32893178-0409-4fd6-85d2-8e016bd3eea4', '32893178-0409-4fd6-85d2-8e016bd3eea4', '{"actor": "first", "command_id": "32893178-0409-4fd6-85d2-8e016bd3eea4", "traceparent": "00-672a0f27bf225f942b16145a85da641b-fb20cef1ca815523-00"}', false),
	(7, '01a22136-b816-79be-9b8e-702960867eb6', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 4, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.IhcEFyAJDQMAYdIyC5NG2GfYRGWy26DgVacF7jfQ2h7wrL2TjP7UhxevrrZgUmN3Qg", "job_id": "790d9e54-520c-dcc8-7f50-3fdbdcaaea5c", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.W27BUx08RFkZBd4zcXXcsQIrxrO3m6mfqB03gKoDQ2vDidjh1pbtmgN2bw", "subject": "child/bunny", "turn_id": "a9ede76c-f558-44d6-6285-5fbe0fd295d6", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.pdUBGpkFMG2400xPaxFGl8ofrAT4JN4naQ0TfkRvNcw1NFcpPZ-xTVvBlERbRvT_Ow", "timestamp": "2026-02-03T00:00:02.53+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 3, "new_word_count": 3, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.FnVkH0t24hcy_c4CXuyNtKOx8XcK9q77ZZcFqAPRt7c8GkV1edqm4D7FQZ6wezSLKSx5yCdwSMR9m0EuimrBRFq7YGSyW2Jdkdzq-rtbikAl6gG33FgGg5zHs451vErehxvcaxlo4g", "highlight_types": ["new_word", "new_word", "new_word"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:43.897489+00', '*DEFAULT*', NULL, 'bda396ea-e360-e949-df8c-05cebf30730c', 'bda396ea-e360-e949-df8c-05cebf30730c', '{"actor": "analysis", "command_id": "bda396ea-e360-e949-df8c-05cebf30730c"}', false),
	(8, '01a22136-b82a-7589-93d5-f21b419715fb', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 5, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.KXkVYvPwatE4x6EAmbCAKawyQvUkjXr0WCg45JJoxjsl9r6j9gqjAmObGA", "job_id": "8508ed5e-b88b-756f-039e-2277576a53ad", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.wA-GGtzsqlzhDC8iEQLcww_I6LsiJdvs6VmC1cIRzfiJY1LO1n-X", "subject": "child/bunny", "turn_id": "13fbfc1c-2dc0-58a4-205a-5423bcfce11c", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.kRF2KYHvyOqdvdj7gNFmLEc0b_2dmypoBSyXXOaV76-PDRyq", "timestamp": "2026-02-03T00:00:07.78+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 2, "new_word_count": 1, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.qUlCfDYfWByGzHyFKlVzV12poQHG9Ai2ZoAmuMg-G9Kjc-7sX3O0wqaaX687FFJAh9WaFvs7", "highlight_types": ["new_word"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:43.942846+00', '*DEFAULT*', NULL, 'f4bbfd56-8ba3-e82a-3fc8-9d315058e27b', 'f4bbfd56-8ba3-e82a-3fc8-9d315058e27b', '{"actor": "analysis", "command_id": "f4bbfd56-8ba3-e82a-3fc8-9d315058e27b"}', false),
	(9, '01a22136-b84b-7502-a90b-6cb528cdba45', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 6, '{"source": "imported", "subject": "child/bunny", "turn_id": "f3ecf569-4620-c8c2-a355-167f16127fa8", "timestamp": "2026-02-03T00:00:09.53+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.SJJD3WBOtWiXSdlPKGlvtkxuRK0_rSBgKbD2B4cEU8K2ZVXiIKR6DBsEpyg", "duration_ms": 1460, "received_at": "2026-11-28T08:12:43.9716517+00:00", "analysis_job_id": "b777c93b-2dd3-4401-68de-2ad61926328e", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.alrHY9q2kDrE0_QMp3SbXBSOaDGtrRhFcUHqPV4x4R71Was9wp1t4Yw"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:43.971651+00', '*DEFAULT*', NULL, 'ba22edbc-f27e-4d81-8149-d618a334da8a', 'ba22edbc-f27e-4d81-8149-d618a334da8a', '{"actor": "first", "command_id": "ba22edbc-f27e-4d81-8149-d618a334da8a", "traceparent": "00-790cef1a7f31a74de251b5e0ab4e2568-21aa9bd286132e68-00"}', false),
	(40, '01a22136-bc7c-7bff-af50-0d72249da9fe', 'pulse/export/053b85c1-4ba0-80dc-be09-e64e885bde32', 3, '{"last_day": "2024-06-17", "export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32", "first_day": "2024-06-13", "date_order": "month_first", "days_total": 5, "message_count": 190}', NULL, 'pulse.export_scanned.v1', '2026-11-28 08:12:45.051808+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(10, '01a22136-b864-7954-8aea-4feb469f1f8b', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 7, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.cH5_U0m-eVpprflZtzeJyWtS-jxVr8Fu4DMT6zK1mi1NBtlH_5Z4dkUHWLxC4vw37Eo", "job_id": "b777c93b-2dd3-4401-68de-2ad61926328e", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.PfwlLHL3qeDr6SVEabDOdXDZP0W7dfOsiMmLrOIKspLH3Ufmv7aUZnYhtRo", "subject": "child/bunny", "turn_id": "f3ecf569-4620-c8c2-a355-167f16127fa8", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.RNiAaqB0idsHBhU6iccbhySC7nGdq0ufsIWbzlh7zEHdB84CJWItlZO_MS5Xwee4FCA", "timestamp": "2026-02-03T00:00:09.53+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 3, "new_word_count": 3, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.pKKAHdFJVK7HMB9ULDBeDAHVLfw-RaZ9l3RAj1XDJELQQzDoH5S40e7fTAYaVg_2fLHLiSlbH5uO9TKfXXvxZsP6ueoo9wfjX_q5I7Fa9BzCWKNv5yBmQPmpkMED5crDUNgVxUBOs5o", "highlight_types": ["new_word", "new_word", "new_word"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:44.001117+00', '*DEFAULT*', NULL, '892eb2e6-d184-1613-f776-d25e6da9763a', '892eb2e6-d184-1613-f776-d25e6da9763a', '{"actor": "analysis", "command_id": "892eb2e6-d184-1613-f776-d25e6da9763a"}', false),
	(11, '01a22136-b89a-7e18-af2d-6d4f044ade62', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 8, '{"source": "imported", "subject": "child/bunny", "turn_id": "ff26775c-d32d-a59a-e8f7-d0be97c856b3", "timestamp": "2026-02-03T00:00:12.97+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.zWgyTJUs6-0Jmt4Q_1_UFVxrSjCsJQ0pKgobyRZtm04oYlGZtc5HrUsD", "duration_ms": 1460, "received_at": "2026-11-28T08:12:44.0359758+00:00", "analysis_job_id": "bee2de35-5bf9-369a-36e0-f573b143a563", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.PWuMX9_o05oW7wjOUNQbWiUDnZHwJiJhrGtOigd5yeXu7w0o1hdt3A"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:44.035975+00', '*DEFAULT*', NULL, 'da40d9c2-e583-4137-94f9-703f8d49c1d3', 'da40d9c2-e583-4137-94f9-703f8d49c1d3', '{"actor": "first", "command_id": "da40d9c2-e583-4137-94f9-703f8d49c1d3", "traceparent": "00-4f7fec26b0ea70b85235bf28cbed8ca8-1b258df61efd1600-00"}', false),
	(12, '01a22136-b8b9-74b6-851b-0b2b205a253c', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 9, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.LI2DCDoE1S-4832-g9NNrhxGYRDxVKTO61ibyUM2HUfUjWoaTlqfYQN8YIXaE8YK", "job_id": "bee2de35-5bf9-369a-36e0-f573b143a563", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.srVTDTC2xbbWbc7odb1xvUwPr1MIA23gF1JhawBr2ozvPqzQfaxwhZwL", "subject": "child/bunny", "turn_id": "ff26775c-d32d-a59a-e8f7-d0be97c856b3", "new_words": "enc1.AaIhNrcycIa39IXt17ityg._d7O9uAwI1bDMZdp8R8eUdIZEET1LiKwazzYFFsCcJET7zK5MGuXXA", "timestamp": "2026-02-03T00:00:12.97+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 3, "new_word_count": 2, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.sgQqA-7vjNW5RPMeNIyaeNyMwJcZtVVDn61mvZC7wGJ82SCxmXE9nWy_QzqGjZZkyEM5uDXmbyN-TWZTbefLMHJMIHC4LBZoOjnOgA", "highlight_types": ["new_word", "new_word"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:44.087885+00', '*DEFAULT*', NULL, '0c5468f2-8dbd-d29a-8888-b52142b8483c', '0c5468f2-8dbd-d29a-8888-b52142b8483c', '{"actor": "analysis", "command_id": "0c5468f2-8dbd-d29a-8888-b52142b8483c"}', false),
	(13, '01a22136-b906-787f-86cf-a9c44e6a0124', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 10, '{"source": "imported", "subject": "child/bunny", "turn_id": "4737a50a-f2a3-c769-e4ad-2e63664bcd9e", "timestamp": "2026-02-03T00:00:16.35+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.v5aB06hc8z_XzWpntBS0haWkpcgj5KZbuwZ-9aWGKs4mAoCI6g-sD2z5Bko", "duration_ms": 1460, "received_at": "2026-11-28T08:12:44.1597412+00:00", "analysis_job_id": "2a6ddfc3-061d-7561-943e-2a68a003bbf0", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.qcIBn_crZTOVZP8zZcGFM3OVANaTy9GLMzKnmgwO-r2B5OKsM0efTMcGGCCL"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:44.159741+00', '*DEFAULT*', NULL, 'ed6be2aa-a8cf-49e3-b0d8-9415cc232513', 'ed6be2aa-a8cf-49e3-b0d8-9415cc232513', '{"actor": "first", "command_id": "ed6be2aa-a8cf-49e3-b0d8-9415cc232513", "traceparent": "00-4e54ca3eacaddfd55c3e5c69341d95a7-0dc5d634bd6ad0c3-00"}', false),
	(14, '01a22136-b94e-71f1-a46a-5d8baf4ad6f5', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 11, '{"source": "imported", "subject": "child/bunny", "turn_id": "8c4b5bc4-e860-a80c-b2b0-77e26f15bd91", "timestamp": "2026-02-03T00:00:20.15+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.2v0sriYt-xNFKxaoS3vz8gOGDXTU7qhS97xAZVb09jUQ-AcdfoM9HObp", "duration_ms": 1460, "received_at": "2026-11-28T08:12:44.2278581+00:00", "analysis_job_id": "815c06c6-dbc0-20c5-5e30-9ea281474e68", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.bl_ccHzUugM00ZiJgVj4LryCK1guXnKBUcrNC4GTAlM9eV0UrZ8PKBjE"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:44.227858+00', '*DEFAULT*', NULL, 'c19e16d8-ca6f-45a6-b6f5-5ff2b26f31b7', 'c19e16d8-ca6f-45a6-b6f5-5ff2b26f31b7', '{"actor": "first", "command_id": "c19e16d8-ca6f-45a6-b6f5-5ff2b26f31b7", "traceparent": "00-f6b294b6de90b6ed978234fef3ee47e2-f7514083d5ce93a1-00"}', false),
	(15, '01a22136-b95e-7ac9-8455-fa08d716704e', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 12, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.pM1JolY0e5tbDNdrZv_T4voSiPQfio8HPawK-BgTl5eG523fyVWXw-9_XOMaU1lazaFAFw", "job_id": "2a6ddfc3-061d-7561-943e-2a68a003bbf0", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.yEaeOK_hJXl5njHyLqcc2swC_0i2Rt_XprXA_v37uBg7uYgvdvC_aG7WiV4", "subject": "child/bunny", "turn_id": "4737a50a-f2a3-c769-e4ad-2e63664bcd9e", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.12OOu7nRR9aWHf9jnfUBsVo6n4Xu6jGNRwMn7Qyctl_gOhXHVmO819_701ux9UraoykQlg", "timestamp": "2026-02-03T00:00:16.35+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 4, "new_word_count": 4, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.m21LVSufbY_uK2xXw73Zpce5Xfoa58r-bH2j2wXPBed71cKzE_ISLsVplGwe0KfvyMtXGLwXhQkLUAGvPi1ZTlzwaQyeRzi3l5j2GclRLvU6CPBgv_RiF1pjWb3FBCtYgKjZISBS1_zS--6dgJi-R3i2QpduK9GMLoWIyQ", "highlight_types": ["new_word", "new_word", "new_word", "new_word"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:44.252575+00', '*DEFAULT*', NULL, 'f9caae60-7d6c-23c9-a2a9-934e79b547d6', 'f9caae60-7d6c-23c9-a2a9-934e79b547d6', '{"actor": "analysis", "command_id": "f9caae60-7d6c-23c9-a2a9-934e79b547d6"}', false),
	(16, '01a22136-b980-77e4-be09-d9843a283245', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 13, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.85x9egH143IZys31Fic8l_Q6ql2PbYyDlGA3SH5CoKIPreqVu7H5IW7T6H9o-JOF", "job_id": "815c06c6-dbc0-20c5-5e30-9ea281474e68", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.cyB86JG68zxb-9COpmbPs8NQaiJ6hwJezmhD-O19ohwrRcoiWRqXtyuJ", "subject": "child/bunny", "turn_id": "8c4b5bc4-e860-a80c-b2b0-77e26f15bd91", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.s8Kd-o84FU1iAI6FMTUnU9KzUw5CJZiX2RSWX9a6bvpM7kZjJC1fCMsVpC5bOC5s", "timestamp": "2026-02-03T00:00:20.15+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 3, "new_word_count": 3, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.BNdGRlT16lxYcjUV_RzKkhMmpLN1WnblJP2vWyuB_xHetFPCaDgTewADCi8aAo1KHaaFMcymIKz3jI-Qi61Cruz3Jf4-KBvAx6QWNdOWcM2qyHRoPBr71MGC19iulau8kHa4EJfR", "highlight_types": ["new_word", "new_word", "new_word"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:44.283836+00', '*DEFAULT*', NULL, '2692199f-929c-7e41-8033-016f184ed0dd', '2692199f-929c-7e41-8033-016f184ed0dd', '{"actor": "analysis", "command_id": "2692199f-929c-7e41-8033-016f184ed0dd"}', false),
	(17, '01a22136-b9aa-7110-965c-8a6790623468', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 14, '{"source": "imported", "subject": "child/bunny", "turn_id": "644d40ac-7518-bb1b-4996-d6e94bf3a125", "timestamp": "2026-02-03T00:00:23.77+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.PDmb721wxuJIJ1jUWWAUzRndxy3oGxYtJc_pnU70g99PEiUuz1AOtFifDw", "duration_ms": 1520, "received_at": "2026-11-28T08:12:44.3240364+00:00", "analysis_job_id": "3aa7f1b7-2e20-8f9c-501a-4ae01a0bd2d8", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.j5ke49NvGfcWMA2fLZCPouyuUF36eR7dcn4NGv4pYBStyWsRz4x8EGVlfGYfWLk"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:44.324036+00', '*DEFAULT*', NULL, '3d68a5d0-84a5-4538-8bc1-99a87527bcfb', '3d68a5d0-84a5-4538-8bc1-99a87527bcfb', '{"actor": "first", "command_id": "3d68a5d0-84a5-4538-8bc1-99a87527bcfb", "traceparent": "00-653a5f1452f35f501d4f9c8cd61c6f56-be7aff6e51b28f03-00"}', false),
	(18, '01a22136-b9c0-713b-97c0-92bd9d75ac8c', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 15, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.r292EsKYdM01mEhdl4zaOyUJCmDLt8lo69Jb6VOo1YxNVGhHarVRSuEbDiiXVuA", "job_id": "3aa7f1b7-2e20-8f9c-501a-4ae01a0bd2d8", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.I-p4xaqVoxV-lQi8Hmnzt5Q6TdChISBkV-EMD4dDPwHAa4tCm-7UiaGU_w", "subject": "child/bunny", "turn_id": "644d40ac-7518-bb1b-4996-d6e94bf3a125", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.SL2kvr5bTQV9OUDZwAYuIyio-WxBrzgWGvoODhsUcHZv5NbhLYhlsoIzXl9KcPE", "timestamp": "2026-02-03T00:00:23.77+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 2, "new_word_count": 2, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.RTOis5mQW2bcyULNTatwEiVRn1F_WnBw8urJMfRAEEl1q74AGcG7bPnS7K8a2iKvXVf0nNuVQQq-qsG3p6wU9mwmDXN4V1_UQUKtbjEqko6zIKQ", "highlight_types": ["new_word", "new_word"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:44.347591+00', '*DEFAULT*', NULL, '79e8931e-a1df-fef5-ae05-2c44bc306e18', '79e8931e-a1df-fef5-ae05-2c44bc306e18', '{"actor": "analysis", "command_id": "79e8931e-a1df-fef5-ae05-2c44bc306e18"}', false),
	(19, '01a22136-b9f6-7c60-b515-2c88a0044350', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 16, '{"source": "imported", "subject": "child/bunny", "turn_id": "17c30d1a-f8aa-df10-65b5-6494714bc1e6", "timestamp": "2026-02-03T00:00:27.63+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.AbaaKCh7s3zfeGNkJylBvGVVE124XWnsYxfR9jNZOoDrS8fd_EX2-PXyok-pOcblzcwbFtZH", "duration_ms": 2300, "received_at": "2026-11-28T08:12:44.3999191+00:00", "analysis_job_id": "d7eab882-458b-7c70-e120-74881dee1698", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.M9BDsGUy3pBcOT_16snu6A7HlLHgMiVxCWhJabNNbNbgEA"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:44.399919+00', '*DEFAULT*', NULL, 'ad1d0190-0f90-49bd-b1a4-7990dc784ea8', 'ad1d0190-0f90-49bd-b1a4-7990dc784ea8', '{"actor": "first", "command_id": "ad1d0190-0f90-49bd-b1a4-7990dc784ea8", "traceparent": "00-53014b9cbbf26173ac3f0e7b3e5ae4ed-65e355a5d487e03f-00"}', false),
	(20, '01a22136-ba13-732c-8d2d-a383636ec855', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 17, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.IBP--WJ14pSNswBz3bqF8u8ekeaSK66dWX8HeydHkDXrGurv3BsqJlNocMeUgFfXy_oAa4XyQcyBGsSeIgGtm3Hw", "job_id": "d7eab882-458b-7c70-e120-74881dee1698", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.j9XaSGG3JTnKFSVfve-iKIoKKNdf1Yra2KV_dFkwq6SNL6zmTo26Gsqwy_8zDyrzPeLBtEqf", "subject": "child/bunny", "turn_id": "17c30d1a-f8aa-df10-65b5-6494714bc1e6", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.B2P4-VDKMtv2WuTB-I36w_H-1WFCBtTvwDPx11eYp8gqkPtM2Ks3dAJC_GBRBCSpeyMGj-Ae3iOcdqhYAlM", "timestamp": "2026-02-03T00:00:27.63+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 6, "new_word_count": 5, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.K8AaJfGZWQAj4Q1-V-m6cUocdT70y38HPTSvCpUCDlc4rPLUxa719vm_avaXfS7fBnlgMbf0eqkSk74RvSLP8Yy2w7KArBz7OyiiGMFJkTkjXju6E5H7to_YfBjGUip_Y7b8Cl9cmjQaRjUKmIJ96y1N9EAwsyOoYFmqFr689QxpXEd3YYjWpFSMt4NEOMqBXwYspxUhF5WVh0iB9-5oQYYS4r5AGpIdno44S-mMsEml", "highlight_types": ["new_word", "new_word", "new_word", "new_word", "new_word", "long_sentence"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:44.431488+00', '*DEFAULT*', NULL, '58e6a1b1-7ed5-9fbf-2ff9-688d4d45d42a', '58e6a1b1-7ed5-9fbf-2ff9-688d4d45d42a', '{"actor": "analysis", "command_id": "58e6a1b1-7ed5-9fbf-2ff9-688d4d45d42a"}', false),
	(21, '01a22136-ba2d-78e6-a6b9-ba9457621150', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 18, '{"source": "imported", "subject": "child/bunny", "turn_id": "757590c8-3f60-c7b5-7192-ca4951bba007", "timestamp": "2026-02-03T00:00:31.49+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.I5Ou-QFJiE-9_aCj6eLH7m-lVogjnX9PgTELYxfhfLo_sTkVxoCAfXu4e4YUPaB1", "duration_ms": 2120, "received_at": "2026-11-28T08:12:44.4559205+00:00", "analysis_job_id": "c6f08cad-20ec-cec8-8a6f-432a567ffb82", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.FEoqLv-pDm84HS0lMtCkIPderaqp-kPGFnmLdNAo3wDZ98kikAdQV0_E6FfCnIjf"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:44.45592+00', '*DEFAULT*', NULL, 'bf1343c8-7599-4d14-9485-1b20ec1cabdf', 'bf1343c8-7599-4d14-9485-1b20ec1cabdf', '{"actor": "first", "command_id": "bf1343c8-7599-4d14-9485-1b20ec1cabdf", "traceparent": "00-f08a825e8d4ca1dfc9cec8d55c609dc8-b1fa38e7a68f2657-00"}', false),
	(22, '01a22136-ba4a-71f4-b590-5ae067242514', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 19, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.W6x_oSxvUpHH_jaOCA_xao9jmYO3lMLof9wNk5T6wDo_2rfRV89uvW2v8LwbVZ9FTw8BCaoWc-gJXw", "job_id": "c6f08cad-20ec-cec8-8a6f-432a567ffb82", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.H8iTjOAPfnzOwyKr1feW1v_LQkraUgun6ht6afRhRaJ_H8gzzq5ar7UHrRjkjbhu", "subject": "child/bunny", "turn_id": "757590c8-3f60-c7b5-7192-ca4951bba007", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.4AQJfKWsEfARVmUr9G9amSmTjxDZ1Wfx7UeByFMkOdsHybAjmQFzqi7-sJJ_kH7gxV8", "timestamp": "2026-02-03T00:00:31.49+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 5, "new_word_count": 3, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.tHxMnfDADl9uiZCShnR75GR5tnmvPRntMI3a0JYS-KlF7NGLG6EiHLonruULxuSzKilEYRlOWCz9tgT_zffRf438zjcBltsX5qwTXua6KPVglDFwRsvvR_sxt3X_ZLhjmh0HHl0GFUg", "highlight_types": ["new_word", "new_word", "new_word"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:44.487143+00', '*DEFAULT*', NULL, 'e7222fe8-abb6-757e-c92c-d5dee9e8821f', 'e7222fe8-abb6-757e-c92c-d5dee9e8821f', '{"actor": "analysis", "command_id": "e7222fe8-abb6-757e-c92c-d5dee9e8821f"}', false),
	(23, '01a22136-ba86-7d8f-af03-de28ae8110a9', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 20, '{"source": "imported", "subject": "child/bunny", "turn_id": "cc13952f-de8f-a1d0-adf0-b776650ba540", "timestamp": "2026-02-03T00:00:36.13+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.5292sd-hJF5w2_Bv4SAlE743a8rqfc_uzb63OCL6DL3JuvPEuU8FPVi5KAk", "duration_ms": 1460, "received_at": "2026-11-28T08:12:44.5414791+00:00", "analysis_job_id": "4fc5c78f-c3de-979e-8fcc-cfecdcee5a3b", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.Ky-6huxgb8VgQQMrnhvpBSG6QbiOo8T3SelKjYxRgIzSCb8G8SmhGrCxL8BxjmAz-cc"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:44.541479+00', '*DEFAULT*', NULL, 'e0b12fb7-133a-4f34-bb74-786d390c496c', 'e0b12fb7-133a-4f34-bb74-786d390c496c', '{"actor": "first", "command_id": "e0b12fb7-133a-4f34-bb74-786d390c496c", "traceparent": "00-2cd82c5c4a519d25268d755a29f7af02-c35fcb09ba90950e-00"}', false),
	(50, '01a22136-bd14-7cbb-8d10-fb9cd10f6c0a', 'pulse/choir~1/tour/day/2024-06-16', 1, '{"day_date": "2024-06-16", "export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32", "source_id": "tour", "community_id": "choir", "sender_hashes": ["85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef", "133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e", "ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02", "6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a", "0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec", "4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd"], "content_hashes": ["ee40671f2a243a6d433b5448e1b9a2e78dbfc11ba78d992ba6abcdf8d8388d8b", "248835d0c5a759a86ab8b174304cba2b7188141b861d2f5efa2f486ee040681e", "efb9e93babcda74681470cb62eef077f4518727a66051f5326852d02eee04d4a", "3139a79e1330c165d366f16e57171f609162d3adecb3e17e325d22946596b9b2", "78780a08b857dcde0ad8118573eab45cb266c95baeaf8790da0872e877af4a1e", "66831eae1006abe463171404ea61b90c1992c41af37c2e3bff8e8645dd612391", "26c264ed3331e25b43d083a0c84bd9f68011439e2b1ff15a27a5e528af834171", "ba6c2582b75992eb01b25c2d0de832084e012daf7da44a8c374010d1b8f5ce9a", "ef3f6cdb0ff67fbccbf6b3f1db4b881ceafd5c3549a72431dea53d871c15c094", "358b3df6f9f539c9faccab90e3ee6c5383a933550a9564b8b07e314a9d9da352", "43a01e2f670d45fa3e15ecd96ab4efb5a4ab009b5a9c19780951139959e35702", "890672bf55c87b3318eb596ed9dcbcd76b025f487c5dc49af96279e3ba511906", "37f79ebf3d81f32cef7785c96ff34c0fcf8c7381ed8be2c2501b014ffadfb89b", "d636d10de83351e3d24b22852a7228621e2f6faeda3f9b3920c4d759a95e1701", "e1cd32d152c3f56520bddc73947aa43508895d73362b411a9a19cae27827abb4", "6b5f36128b390df428b801af7be274bd5440c91c20524aaf9ba4d9971da42580", "9f295cd121b62b0803c768dc60578bb2dbd65571c043e55217a5281482473290", "7444d60566af4a33317ce1e7c165f9737a8eed51c6c76dc9e2a3061adeaa964d", "fe9e9ccb14bd7d3df6181ce79c2b4ad7bb5e5fb8a40b4d187549dc8d34a8ed38", "8902035699b16e8fc61f818f187040fc52b25b9ecf9c7b97b70a3cf985d48fa7", "3af3ed7b6862911059d28823fb532c079b581be3d49231837d5dcff2e07443dc", "67369fb890f741940b4f89647f6a8b6ae8aba29b493bfee2479814163b1ab294", "628830a2550f0f25554bf7cef7b4afed36a1fc68336b1462a44142434102a4fd", "073eaf17596fe037c885797cb5ed779fd94a2ac620cc754c617bb65c624947f6", "4e3f31ac3f95074271551dcd798ba47d90ed4f37f220f77b851bb27e7f729850", "eef1581a1e88bdc9119997c9e4d9527e4de8513f9e7897eebe8d98a119b67b92", "0be1c24f036e854f7b34b581d717b107b15dd26c9b2299c3ea114b9c9b270754", "a4f4065ce574f301c716b24b679d5a747dfef67eb5a66a34dc7f9d5ca048dcc3", "6b11628b7db5fe8ca823048f0763435040580bf6c01c1bd51e48b9e740845ad6", "2a5c9818ac937c2abc652a4b6b8769d8441873ef3dafd875591958cada2948aa", "82f255ede7e8ad8083ccab8450a9ee3e9584e62972a1e7a12f86f905983a9099", "2f720df2118db64804050afb7f8a4d8abdad8f8d7ab1eb6ec4b554317a4d050a", "544d3445ee34c4743f0e294cb392e2660ada21ce3e318427e4d7541ce8448831", "6b21b22bf59d333eb4e8a328901ac7509fdf51f4f199709b533a59b5f63bfe1c", "a324cdfc692e1466e71113c3f9eb1fc3883908993d221e16835c9b14dd33a412", "30f9fae0ede66bd04d4c92a816b4804bb1a80b8dca33c25a0fd9cd279bea8ec4", "dddec799f346cfbf52598d169a8a375467afadb420b9241c8fe38c8f5c10d69b", "2b9c0c5e0cbc6a6a250b55ce4419fa886bf5624e5ef0e78e58046ed33eaafe34", "9be94d6f0d4d2af3c4d16462a61448a202fb554a9fc696dd90057a059b6bd87f", "847e17843f924a89e5202d758719186adcee6ab85d8702a67e8ca852b572888b", "1365d83ef69d501bb5739591cc2340733cf8c63b1b5a3c21c1f8697981715248", "c498e865cabdb9da18f9405ec54878affd80a0afc838786538285bedb407f6da", "7e4ab838e0b77cd928fc78e896351af5498ca45d2753ceb282d4eb36011216d6", "ca3389d8089b55369243dadbb37515174a048d0a863651f7dc47cf48fb75f528", "bb5e455ab1a9712ecf45ca6e90347f1fc21fd0af7a2436486ee4480eee4dac3c", "70830ef15fdefb822789e83a33aae2b993752cb1b533181c0c6cd155fe602daf", "9b0cf0b36ab5ada4c78d0ae3d8a563885911dfde39c211285a8d0a50a58a4c40"], "sender_indexes": [0, 0, 0, 0, 0, 1, 2, 3, 0, 3, 0, 0, 4, 4, 0, 5, 0, 3, 0, 2, 5, 4, 0, 0, 3, 5, 4, 3, 5, 2, 3, 4, 1, 0, 2, 1, 0, 0, 0, 2, 5, 0, 0, 0, 5, 4, 1]}', NULL, 'pulse.day_messages_recorded.v1', '2026-11-28 08:12:45.202319+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(24, '01a22136-baba-7b90-b299-2c46ca0d44ef', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 21, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.2QG33OX_qlXPaG6eob6nI84CeTW5nFmUV9uxhko5gu6j43VaglTrd7wkFYDWff3w50KozQ", "job_id": "4fc5c78f-c3de-979e-8fcc-cfecdcee5a3b", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.mlBI-zu6_XA-XjavsMyIRHrNL-stsjQ1kKq6IL8Eq7x0ctEBQM-agWhK48Q", "subject": "child/bunny", "turn_id": "cc13952f-de8f-a1d0-adf0-b776650ba540", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.YsVd6NOjzDcIIcHaTlPRwQf6TA_Pe_FUOWQp9EHAv-NVn039eHofnYY617rKr50", "timestamp": "2026-02-03T00:00:36.13+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 4, "new_word_count": 3, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.Rnbrcl5wFNuV7e1A8uIoL0NLOcEdvlk76mm9H9KBOBWjkvOHmPUaVSd4QzTXmqqcvajGtN61IKFQ0D-asWkUmVhuEhwj4JBk-_JYSsaNftfACmL0oAReinpH97abXwSb7SJ-AXP16hN4P32Vo2V9zvJYw95mqB0MgY0IsxNcjJEFNjs", "highlight_types": ["new_word", "new_word", "new_word", "emotional_moment"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:44.601254+00', '*DEFAULT*', NULL, '267b088f-9594-1ffa-8e63-435583b67cbf', '267b088f-9594-1ffa-8e63-435583b67cbf', '{"actor": "analysis", "command_id": "267b088f-9594-1ffa-8e63-435583b67cbf"}', false),
	(25, '01a22136-bac4-72cb-aff7-15e9eec13208', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 22, '{"source": "imported", "subject": "child/bunny", "turn_id": "36b61863-6d23-e4dd-3524-7e9539d03de5", "timestamp": "2026-02-03T00:00:40.23+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.3WvQliazqExpLgdF5sR32z7k3ghnILSBdm9a8p8WHXEHfXBjqS6plDIOjw", "duration_ms": 1400, "received_at": "2026-11-28T08:12:44.6083822+00:00", "analysis_job_id": "64894297-88eb-17e5-273f-0f06e81cb899", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.kMLINKpZM6ACOYxNWa1Vtp8erZebxM7RE4fJv6WuODZkw66sGZLmcA"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:44.608382+00', '*DEFAULT*', NULL, 'af81021d-2153-476f-bf6d-6f71be5cd2b9', 'af81021d-2153-476f-bf6d-6f71be5cd2b9', '{"actor": "first", "command_id": "af81021d-2153-476f-bf6d-6f71be5cd2b9", "traceparent": "00-31f8581a00f2cb75976a495052d2a99f-2311f727920c8e8b-00"}', false),
	(26, '01a22136-bae1-7678-acff-4b11c334c59e', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 23, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.ZvesF--uCCDSyTToe5MTy7IvCctNbdz_y1sA7FHsNHX6Jnf5eQzaI4uBc2TDy-gceA", "job_id": "64894297-88eb-17e5-273f-0f06e81cb899", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.fj4M-tw-Ol3SbgcwBAtlxSNJsXXgpVJNI3BUkWwXyQ8xBvfv8X1IYIB2rw", "subject": "child/bunny", "turn_id": "36b61863-6d23-e4dd-3524-7e9539d03de5", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.1-zt7ebn00VoYZQzuABawUvHPpMteIm7kG3oz3qXkpwRJJzn9binr86kteA", "timestamp": "2026-02-03T00:00:40.23+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 3, "new_word_count": 2, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.t1TuuSs-zhSUosZdWxiA1yvt2mPE27EMwkxdxlp1zqE41iypRfxn-a_rbQdNK4McH3jK7aXSMlW7tRTegyAilWvauc-uTYHpUOXxwwwBU6o", "highlight_types": ["new_word", "new_word"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:44.637315+00', '*DEFAULT*', NULL, '0c47018d-1417-68a7-b553-7f8e436d2324', '0c47018d-1417-68a7-b553-7f8e436d2324', '{"actor": "analysis", "command_id": "0c47018d-1417-68a7-b553-7f8e436d2324"}', false),
	(27, '01a22136-bb03-7d9b-83d7-2eb55b6ccd25', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 24, '{"source": "imported", "subject": "child/bunny", "turn_id": "f1a59332-6fee-adb9-5509-37c53dacad4b", "timestamp": "2026-02-03T00:00:43.55+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.VFgoglAzFO3M1LT-u_ZJS1jyBBkqsraYHB7bd7kvO9JFuGjR", "duration_ms": 1460, "received_at": "2026-11-28T08:12:44.6534352+00:00", "analysis_job_id": "da7ac84b-f9ca-0e86-23b8-fec7e6bfb2b1", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.KNwtRN1gdEXPXz3opuUWQz1o55Z7RjaowrHkmMv5"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:44.653435+00', '*DEFAULT*', NULL, '2abab6a2-c742-414c-bd2b-10b216c7757f', '2abab6a2-c742-414c-bd2b-10b216c7757f', '{"actor": "first", "command_id": "2abab6a2-c742-414c-bd2b-10b216c7757f", "traceparent": "00-c48942e6e2f12f34e9a1834b51533dc2-d6c9706d090d408e-00"}', false),
	(28, '01a22136-bb2b-7468-bc61-7d956e63f961', 'pulse/export/053b85c1-4ba0-80dc-be09-e64e885bde32', 1, '{"filename": "export-16b9375a1a8f.zip", "byte_size": 12111, "export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32", "file_type": "zip", "source_id": "tour", "object_key": "community/choir/16b9375a1a8f6e50891e692c537649472683fa3adc0a5acea16d7343868897c3.zip", "community_id": "choir", "content_sha256": "16b9375a1a8f6e50891e692c537649472683fa3adc0a5acea16d7343868897c3", "delete_after_processing": true}', NULL, 'pulse.export_registered.v1', '2026-11-28 08:12:44.654227+00', '*DEFAULT*', NULL, '09a199ef-6bd1-414e-80ae-13cd6b1dfc18', '09a199ef-6bd1-414e-80ae-13cd6b1dfc18', '{"actor": "first", "command_id": "09a199ef-6bd1-414e-80ae-13cd6b1dfc18", "traceparent": "00-c5dbdee79af1ab69afdc481e6110c914-89e06d5a72a8765a-00"}', false),
	(29, '01a22136-bb2c-74a6-a923-9d3011927fa9', 'pulse/choir~1/tour', 2, '{"reason": "uploaded", "attempt": 1, "export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32", "source_id": "tour", "community_id": "choir"}', NULL, 'pulse.export_queued.v1', '2026-11-28 08:12:44.654227+00', '*DEFAULT*', NULL, '09a199ef-6bd1-414e-80ae-13cd6b1dfc18', '09a199ef-6bd1-414e-80ae-13cd6b1dfc18', '{"actor": "first", "command_id": "09a199ef-6bd1-414e-80ae-13cd6b1dfc18", "traceparent": "00-c5dbdee79af1ab69afdc481e6110c914-89e06d5a72a8765a-00"}', false),
	(30, '01a22136-bb54-77ae-92ac-f9188f6cc4dc', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 25, '{"source": "imported", "subject": "child/bunny", "turn_id": "fc68f50e-eb94-1c2c-22b4-25cee33070a7", "timestamp": "2026-02-03T00:00:45.36+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.q3oihTL-I-fyZX1t4qnPGis9XKXBdelwGcOeC3aDxTJuYTGkivt3RNc", "duration_ms": 1280, "received_at": "2026-11-28T08:12:44.7523656+00:00", "analysis_job_id": "8d2b61f1-2a63-4fb9-94bb-6e262ba186e4", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.UAZkhZhw4EA-VGNAJdMrmKXWOcZhwSSErxcDf1J3sSxBERJ-yF34hw"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:44.752365+00', '*DEFAULT*', NULL, '23ca4827-6163-45b0-ab88-6079e24c026a', '23ca4827-6163-45b0-ab88-6079e24c026a', '{"actor": "first", "command_id": "23ca4827-6163-45b0-ab88-6079e24c026a", "traceparent": "00-7b4fbb9769cd6d45f90ce9a24dd3fc6a-6610a2417baf2a61-00"}', false),
	(31, '01a22136-bb58-7a9c-957e-959cf8733749', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 26, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.NcEtWaoDFrRrhq6fmWnQmRcimGiFAO7v5qCwTevmR49uJ7T0QXU", "job_id": "da7ac84b-f9ca-0e86-23b8-fec7e6bfb2b1", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.I8UeVuVEwGRI15iMr_6_0ErQytS-ktKZQtHC9CUXDHtA0xYZ", "subject": "child/bunny", "turn_id": "f1a59332-6fee-adb9-5509-37c53dacad4b", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.0KtuYYylJZqujgbSgJEXtCglrctJZYoFluQTeSCVVoshV51o2Dg", "timestamp": "2026-02-03T00:00:43.55+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 1, "new_word_count": 1, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.p83aNqPBxHzNRgzfx_DtyisaVxHzfArANizR3nYQ7A4fc5l9SXPug2fT2ghfdnE4I5xrlAucE6c", "highlight_types": ["new_word"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:44.758265+00', '*DEFAULT*', NULL, '8a6da429-0684-a694-d1bc-722f072b3da4', '8a6da429-0684-a694-d1bc-722f072b3da4', '{"actor": "analysis", "command_id": "8a6da429-0684-a694-d1bc-722f072b3da4"}', false),
	(32, '01a22136-bb71-7498-8216-00a37e74e15e', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 27, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.2xvoQbYeSlLUqjGwbTOn1pIbfUyvRt2757W6e6YK503wn3q1h2sEH3Kw56b8yLw", "job_id": "8d2b61f1-2a63-4fb9-94bb-6e262ba186e4", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.i0eUlHG8rOe_1ECP_83xHSEVsXXRlvyx64bjKyOb_08vEMt03irCDE0", "subject": "child/bunny", "turn_id": "fc68f50e-eb94-1c2c-22b4-25cee33070a7", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.wuTpc3jG5coAp1y0GhR0hSe-xgqv1tohf4fji7mN1u_if7hH77440j6NXg", "timestamp": "2026-02-03T00:00:45.36+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 3, "new_word_count": 2, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.V-VdYLfTZ2xd8xf_Puy1DXAZHwRVuukDKb7yxwr5ZcCzpM-z0sUS8O2ZCI25i6YP0ZEeOcw7lUOKtzzOQgpAtwiseI2zKOg4foDQhkDgdg", "highlight_types": ["new_word", "new_word"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:44.783853+00', '*DEFAULT*', NULL, '18835eca-8c81-35c4-e044-187b2a2f656a', '18835eca-8c81-35c4-e044-187b2a2f656a', '{"actor": "analysis", "command_id": "18835eca-8c81-35c4-e044-187b2a2f656a"}', false),
	(33, '01a22136-bb8e-7ad6-92c6-09a0d83c8200', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 28, '{"source": "imported", "subject": "child/bunny", "turn_id": "c8f054c7-f2e5-07ae-4901-9032d9f9ca8b", "timestamp": "2026-02-03T00:00:48.56+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.ZXTi-4BJGg3YoJ8nZF2C6v2AHhnv-GkC_6yIFKKzBCEjpXRFQEfECJCfUw", "duration_ms": 1640, "received_at": "2026-11-28T08:12:44.7995446+00:00", "analysis_job_id": "3ce32f74-1e4a-90f3-f550-0007e5770fca", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.4lmkhwoKZAS89lVaiApx45DpkGXkinBGSXjVdMuGKmRMlwpyGvG8CkyU-D8"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:44.799544+00', '*DEFAULT*', NULL, '2b68d6cc-de0b-45c7-bed8-8abd57dbb03c', '2b68d6cc-de0b-45c7-bed8-8abd57dbb03c', '{"actor": "first", "command_id": "2b68d6cc-de0b-45c7-bed8-8abd57dbb03c", "traceparent": "00-b8cd7e77a74d8a0692e993ede7456904-97be49826cf66510-00"}', false),
	(34, '01a22136-bbc7-701f-9fd4-229a86554ebc', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 29, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.zZ62MufJT3QjVH_SJn7k2PXX5at6BXD7jQGnXUq6NqLoM0a_owZ4wQUhYPP-qpo4Szgp", "job_id": "3ce32f74-1e4a-90f3-f550-0007e5770fca", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.R-d0MIuAs_r6-SNrV2Q4IPfg1VXAYoR4KcUrk8pE-tPnmZxPNsyx8AJfuw", "subject": "child/bunny", "turn_id": "c8f054c7-f2e5-07ae-4901-9032d9f9ca8b", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.zmWvhc2wMB11lq0CDM2jWV3Qy6JWs58X_pHT_IAye-JqMg1wvib7Lg", "timestamp": "2026-02-03T00:00:48.56+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 4, "new_word_count": 2, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.3JLjQBfHqlYmEJsjf8qRjSrUz9r8HZMBoMq0Vlfp7lwx3MTU-4wlpYaee2ot5dVNz2CM9Q4XzLngUpfTolIXOzJh6ezfGJ72WldyPQ", "highlight_types": ["new_word", "new_word"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:44.864447+00', '*DEFAULT*', NULL, '95937e35-c617-7f8d-d34f-3c72924e7419', '95937e35-c617-7f8d-d34f-3c72924e7419', '{"actor": "analysis", "command_id": "95937e35-c617-7f8d-d34f-3c72924e7419"}', false),
	(35, '01a22136-bc11-7c46-8317-03b32c8d27dd', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 30, '{"source": "imported", "subject": "child/bunny", "turn_id": "1acfd2dc-a77e-bf0d-bc38-ee43edb6492f", "timestamp": "2026-02-03T00:00:52.36+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.a2WIGJ20wCG6u377Jmj2wVuPD7A7qfwLUiTM5E1NJSWgzRQSUg2w", "duration_ms": 1160, "received_at": "2026-11-28T08:12:44.935068+00:00", "analysis_job_id": "1a62e18e-b969-5162-6575-77ce80c4ca0d", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.mQ6VGYp8Dcz4cxqOAz56QEsBpQA9Y_prTxgzVLcy-G60F5G1nljzjiHLS6G6vG_D4Q"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:44.935068+00', '*DEFAULT*', NULL, '94a9dd58-c942-4f21-8d18-a9df967d8bf0', '94a9dd58-c942-4f21-8d18-a9df967d8bf0', '{"actor": "first", "command_id": "94a9dd58-c942-4f21-8d18-a9df967d8bf0", "traceparent": "00-dfc73bfc056ae58e42327a9be05acf70-bd159288bc774e9d-00"}', false),
	(36, '01a22136-bc14-7fd4-b888-5a5f458547cc', 'pulse/export/053b85c1-4ba0-80dc-be09-e64e885bde32', 2, '{"attempt": 1, "export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', NULL, 'pulse.export_processing_started.v1', '2026-11-28 08:12:44.94833+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(37, '01a22136-bc41-7b4f-9776-bc5cee0d02b0', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 31, '{"source": "imported", "subject": "child/bunny", "turn_id": "f67216a6-9456-07a5-e1be-1f9c3a3bb98f", "timestamp": "2026-02-03T00:00:55.98+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.nhB2SX7pB2J7cnEuKAeHQwtAHhktw7DePfcx_MVpLtTS_DtLKgJYjG1KMlTC21s", "duration_ms": 1820, "received_at": "2026-11-28T08:12:44.9876093+00:00", "analysis_job_id": "c17ed92b-bb2a-153a-f84e-5fb63f39799b", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.G0vpMqCazc_EJblq9vqXtpZv7Hn5eDgpjiYEULaA"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:44.987609+00', '*DEFAULT*', NULL, 'd946f169-d516-4c70-bda2-b8ba6ea9d023', 'd946f169-d516-4c70-bda2-b8ba6ea9d023', '{"actor": "first", "command_id": "d946f169-d516-4c70-bda2-b8ba6ea9d023", "traceparent": "00-912ef258e05834710438790f08a6787b-19b50a4d74336de2-00"}', false),
	(38, '01a22136-bc50-74ed-a0df-f71b37c17db1', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 32, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.4UKfna_9FhzNArWKGDYOwO6qCwvAPQfcuN0sjNhiu6_7eLO-VOn4kckpE7gh", "job_id": "1a62e18e-b969-5162-6575-77ce80c4ca0d", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.png2UMn82bMPEVvJMZOkhwSB_CE6KwqGTZswuPtoMvrwDz0oeDmF", "subject": "child/bunny", "turn_id": "1acfd2dc-a77e-bf0d-bc38-ee43edb6492f", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.v8StbUrIVKnJXZGazqp8vvVbFodKTgUlPhFIM65vYkst0AA", "timestamp": "2026-02-03T00:00:52.36+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 3, "new_word_count": 1, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.tudK56CcEN5oy-l3qtGbgZsxVd-tGakcMnxMwgffL4rfBThIfAnb-KJ_81kTVncLzdoXg4yQPm13oM40JrwrwURCYOnSgiB8n1aXiCdWulOt", "highlight_types": ["new_word", "emotional_moment"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:45.002221+00', '*DEFAULT*', NULL, 'dba3602b-6b86-6a75-7720-871b01179da3', 'dba3602b-6b86-6a75-7720-871b01179da3', '{"actor": "analysis", "command_id": "dba3602b-6b86-6a75-7720-871b01179da3"}', false),
	(39, '01a22136-bc5d-7d91-aba5-a0d59566bd32', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 33, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.nZzakSw0MeIgoXPAXw61sxewnGFAtkkCBvRd7uIz0l-8SDtJwb34k1U7C6-E_PCIQlWIVckJ5w", "job_id": "c17ed92b-bb2a-153a-f84e-5fb63f39799b", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.sk_ZGpR5UavXUSaKyhmhZtKsF2SLGkcZQw0xIvYGgPxV-a0jxAQiDXTpJtdS85I", "subject": "child/bunny", "turn_id": "f67216a6-9456-07a5-e1be-1f9c3a3bb98f", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.3Rjw1DLpD6VZo92TdaFPK5fQcyDwt1x0GjkVKdN0SDZ1XB8adw", "timestamp": "2026-02-03T00:00:55.98+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 4, "new_word_count": 1, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.N2vITIYzSQPTxgHWYpGmNmqDIcxfq0mvGaYsmCRSmqDFrNvVM-kYDsECe0jeMapfy2yynDpOT5qkJxQZqRNQhamgOEb2-z0aUs29eKun2GFDysqQlA", "highlight_types": ["new_word", "emotional_moment"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:45.014659+00', '*DEFAULT*', NULL, '41db9f23-617d-50ca-3396-6911cc1f9936', '41db9f23-617d-50ca-3396-6911cc1f9936', '{"actor": "analysis", "command_id": "41db9f23-617d-50ca-3396-6911cc1f9936"}', false),
	(41, '01a22136-bc9f-7e1d-a775-2c1d1f30921d', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 34, '{"source": "imported", "subject": "child/bunny", "turn_id": "0b644e82-cef5-8eff-f98d-e82c7cd33872", "timestamp": "2026-02-03T00:00:58.15+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.p3ScqKDLT0rbVns3wggvraDeq9O32H1BYO3fSmC80R82Wy2f_vY_cxca", "duration_ms": 1340, "received_at": "2026-11-28T08:12:45.0806771+00:00", "analysis_job_id": "4b033778-c867-59ec-88b7-6a8538ec61ea", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.5BVSXUDGEMUI6lwDJtUBMSzmP6dSyHQj3r8xtej0Sjzqs6lvVvvxcdhkwGAc6Q"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:45.080677+00', '*DEFAULT*', NULL, '9ade5312-dcf3-46db-92be-d0d282236d9f', '9ade5312-dcf3-46db-92be-d0d282236d9f', '{"actor": "first", "command_id": "9ade5312-dcf3-46db-92be-d0d282236d9f", "traceparent": "00-1dd5ff52fc4acfe3ce992a6024edc8a6-b78581c8ca621ce0-00"}', false),
	(42, '01a22136-bcd1-726e-8473-705e4c8aa344', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 35, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.P8bx1_SNR2OXDJmHmH6nydaIHfwfHpecswvoF04Tzg1OhGyRgSuwmMJbA8K2OVC4", "job_id": "4b033778-c867-59ec-88b7-6a8538ec61ea", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.4hjk0Wsa3RVylryzbDtOxautRqIIVpqhXCu94eKuSJu_GgxvkBjl_9oc", "subject": "child/bunny", "turn_id": "0b644e82-cef5-8eff-f98d-e82c7cd33872", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.CSakE4H5SIy4eekdd2GNa1tSGw_8WloMiGmcIdkxCgmHwxI", "timestamp": "2026-02-03T00:00:58.15+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 3, "new_word_count": 1, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.G1aY4g-2WJBCDSb6kgWKpJZKZ9WtfdLIJ5mUiGwg1duEApx3sNU2U9zODuEjnhHgEAastB8", "highlight_types": ["new_word"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:45.135434+00', '*DEFAULT*', NULL, 'c44e239b-1f90-0330-585e-256d002b196f', 'c44e239b-1f90-0330-585e-256d002b196f', '{"actor": "analysis", "command_id": "c44e239b-1f90-0330-585e-256d002b196f"}', false),
	(43, '01a22136-bcf7-7b6b-98c7-d5e9bbd48d02', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 36, '{"source": "imported", "subject": "child/bunny", "turn_id": "7d96c059-4071-661d-983b-596acce691fb", "timestamp": "2026-02-03T00:01:01.77+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.IfBFQACgCJHDvXxCOgtIOmBvd1JAloRY_Uz4XZzVACAg53HrlujB0v0", "duration_ms": 1280, "received_at": "2026-11-28T08:12:45.1630167+00:00", "analysis_job_id": "36bafd5f-f516-273d-17e1-d569a6a67667", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.MJAArI93bZfgxKTO6AQw7h8WcxA0sTssFaGo1waMSSKU2MsaYTItggSIBdyf7dg"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:45.163016+00', '*DEFAULT*', NULL, '6ad24bdc-1807-49e0-8350-188e4114a559', '6ad24bdc-1807-49e0-8350-188e4114a559', '{"actor": "first", "command_id": "6ad24bdc-1807-49e0-8350-188e4114a559", "traceparent": "00-31aececc87dd85832ca62ae74e34977a-3e3091fcbdf65cef-00"}', false),
	(44, '01a22136-bd13-7c31-8572-a2ebd6882acb', 'pulse/choir~1/tour/day/2024-06-13', 1, '{"day_date": "2024-06-13", "export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32", "source_id": "tour", "community_id": "choir", "sender_hashes": ["85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef", "ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02", "6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a", "4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd", "0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec", "133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e"], "content_hashes": ["ca3389d8089b55369243dadbb37515174a048d0a863651f7dc47cf48fb75f528", "7117a4e6dcdc175c99a912cd5903534d1b8d9fc3f1dccfd237bab7f8aeef27c4", "5eb7a637eb11e181cd265a0d8161bf3bdc8979daeadee193911545f9735b7288", "b8512646d93853703af49aba535aa0904c18df584814b2853e1c47654c84ab9d", "d3985156a6f3adafb18129011f5684018b0e6c92ccc01beb03d2578fb53ad66a", "8b276829b1fb70475eb03ac32039fb840a53a08b9c91406b2edaa812ce927dbb", "915a999bb112f8fac447fdcf8fc1f041f52dba31d1a2528acfa92115df68a532", "5c4c9399c7b1a510a9c5249857007e79a0a732bdfe365547edcffd113a661c5f", "623c0d730db5b49460dd32ebbec3809dde3943535ee74c4668522abdcf37b3f5", "bfa2b89b86f788ac71f2e4a7f97b41215c6f22636b3fff7478063db08eff41d9", "258dd321ec09c7ac7f9a52346b3e2a5b379dbae295c77b1d342ee1ec984f57c3", "2e5481c8ead93cda4e098461bad12514bbd81080dbe51d366722ac534d1acf3f", "7719daa4c01a20384e4a5daba20f02000896c8a50a99f42a767f1a20fd54d96c", "6f8203a70677ab4013c3a7ebbb206fb28a4f1decbe6c8d6e3cacae947859f10a", "358b3df6f9f539c9faccab90e3ee6c5383a933550a9564b8b07e314a9d9da352", "b166216a4160b3b1dcb4b7233e41f47bab0911b4f8ef77d7e3ccf39ee90175c0", "270395ec6043530977f77a5d974116fa1eb12f6c909a48eea31559380609b516", "37fa8a3a5a9ca509463537c32f500de92777138c23ce6eedbe665454b1eed533", "db6f750cff729cb729b22afbd032b73ab59097e680ca482f012dbd9c96d8abff", "11ca4071176e553857ef42cb9f0db77a54573740eee5fb08d375824532c65816", "df43cbeb3bf8a6124175611dc09777fdb1a84e5e6310fdd795a9613f807696e7", "11d1d66aac56e3c5a5bd07097f84a5d4378cb97df0538409fd35b2340dace8cf", "886d0f8a350193aa9741385c7668c3f4af846b7fb2d2530f08ed9c14161fe455", "f3e601baba545a86114b44a3baf566ff53e47efc08bd52540607be4b6d8052a8"], "sender_indexes": [0, 1, 2, 0, 1, 3, 4, 0, 0, 3, 2, 2, 0, 5, 2, 0, 3, 1, 3, 2, 3, 5, 3, 1]}', NULL, 'pulse.day_messages_recorded.v1', '2026-11-28 08:12:45.202319+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(45, '01a22136-bd14-713a-a6d2-90c5109b574b', 'pulse/choir~1/tour/day/2024-06-13', 2, '{"model": "builtin-lexicon/1", "analysis": {"strain": {"level": "low", "score": 0, "signals": [], "confidence": 0.88}, "summary": "24 messages from 6 participants; main topics: transport, utilities; overall tone positive.", "top_themes": ["transport", "utilities"], "sentiment_label": "positive", "sentiment_score": 1}, "day_date": "2024-06-13", "export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32", "source_id": "tour", "community_id": "choir", "message_count": 24, "sender_hashes": ["0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec", "133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e", "4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd", "6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a", "85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef", "ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02"], "covered_messages": 24}', NULL, 'pulse.day_digested.v1', '2026-11-28 08:12:45.202319+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(46, '01a22136-bd14-7f01-b5ed-51f756738c02', 'pulse/choir~1/tour/day/2024-06-14', 1, '{"day_date": "2024-06-14", "export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32", "source_id": "tour", "community_id": "choir", "sender_hashes": ["85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef", "6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a", "133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e", "ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02", "4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd", "0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec"], "content_hashes": ["78780a08b857dcde0ad8118573eab45cb266c95baeaf8790da0872e877af4a1e", "a7830992e10e6a490263eff80ae84a1f7e4271bacdbe7cbb07c09a7e91d85567", "955a22b177f292c994c9dd5d9e256fd6eec2efd40cea3a1024a67ecef183c461", "852f42541d87211f1f5e234eb564b3922c3217d29bd09dadf2841e53e297e2f4", "328646ebd406e8b1206252739f04d3d37773153f3b70a1dd8f533394b059e23b", "1958dbaed60b0e0800af08563c4abfaf2e6737f99a48b553eaf6de850e5efbca", "ef3f6cdb0ff67fbccbf6b3f1db4b881ceafd5c3549a72431dea53d871c15c094", "fdc40194b9bd9070a0e88cc42cfb44e610a8de180ef455bdf95ae40b622c3652", "dd86d06881427cd7569a0675d8a23d68f5b694df9210cfa2846b02d75d8f141a", "86dbb357420306d8981b93e767fbf1066ecc657eb9d5c5c766a68950889c6df8", "83019c5711a978e69c1381c01e83603308a6e83ec05ed3701dfdecee52e81d62", "18170367ffc5a1a5cc37d122f329ab0c7b09a9ac2a407be27efe195721de5791", "a4be36b69b956840535300926c1cb8de5a005a927e91edd47b79bc49da937a60", "a324cdfc692e1466e71113c3f9eb1fc3883908993d221e16835c9b14dd33a412", "5e4d6d3c720b20c7831f49578d5267c6107f5d954cc70a3b5cd7ea4554fb1432", "cdbd06b3b7e19935ce4604985c4de4b8ce4070d012b4e59ae470bdde77f00de2", "c07dfeb2e957e8fa4e1544d057d18d8559dbcd1ef28b3aff7001b48695b1f089", "dd1a761f27b30433a41958aeed948a263c4d297850f778958102a53cf0396f90", "6fe4a8a697761a4d7b35860646cd353f8223a4ef89e9db5221f1d4c380220cdc", "64a306f9c41d0d3dda91d96f9044d6380b7a8a9f6eaad234d226828b5dca1c24", "39a98c73f2671d588c6e98cbf71d65add4798a1626578b2f7cd936a8a81a29bc", "fd7a73bfa27b75911ac100f38117d21ce2f04327a3d37bbeb31dd1f03c6869a5", "1c62cd17cc38e35b1e2d0b16c714e95fb6ea269fe2c90c75288560055635126f", "eaaaa500a4a15ab5f7012da13c5eb6eb021d575a42eeda274362a5c9dffacf4b", "efdb57499c87472e252f5f21dee678c80f74a37b33cc770524c75149a0686f35", "3c55d0f3431e636657d58226f51e0d96f0e228a1f1b63bb365122c87bb967f69", "886d0f8a350193aa9741385c7668c3f4af846b7fb2d2530f08ed9c14161fe455", "40a76ccd90b2d0dab5fe3e219a7f09496ef99db1ca534434a2becaa58ce95774", "847e17843f924a89e5202d758719186adcee6ab85d8702a67e8ca852b572888b", "32eed2f55ac3cec78d684c829db1d042da9d14c3ba70848136aafee8c838f193", "21069dce30a476b2475701e99b1d08775e2f7e30e67f2b952028cbc298d9b346", "28897481ca0ccb81bc7d28665904c288cfe629a6d70f8525b2bd0197c3ad03e8", "2f720df2118db64804050afb7f8a4d8abdad8f8d7ab1eb6ec4b554317a4d050a", "8f8c9890f1b9e9a0f490650fed084878392c4acc1d8297653f237d2831658a52", "9523f9c49d977abb2146d168a5263f5f6a2965e7bd00ae50289a8f726751d086", "36004cbb2e12f697fcdffa2069b2a30a7c4b44c41c2b78df841befd17772c2da", "2e719ad7126ea11471b98a67403865ba6811e90679ff6a85ec1c95e6c3045b4c", "d0acdd176dd4517b2e818bb3d81ec0a5bcf5c831f9e434cd2bfe1aeecb6b004d", "0eb3f11869954e8efc0a3b55e90322d892b3764500343af2efa21acba57829be", "c7fbb7c0d918b7e6b45ac20854688a08b359320bd2a5d54b1e3b195a50163841", "3de60ffd265679b3e1d6c47ad420f894f4a414b8aaa7214fa55351efa251aba9", "b8512646d93853703af49aba535aa0904c18df584814b2853e1c47654c84ab9d"], "sender_indexes": [0, 1, 2, 3, 1, 0, 0, 2, 0, 4, 5, 5, 0, 3, 1, 1, 2, 3, 5, 2, 4, 3, 5, 1, 5, 4, 4, 5, 3, 4, 0, 4, 5, 1, 0, 4, 0, 3, 4, 1, 4, 0]}', NULL, 'pulse.day_messages_recorded.v1', '2026-11-28 08:12:45.202319+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(47, '01a22136-bd14-73f7-9b1e-eff36932566d', 'pulse/choir~1/tour/day/2024-06-14', 2, '{"model": "builtin-lexicon/1", "analysis": {"strain": {"level": "low", "score": 0.02, "signals": [], "confidence": 1}, "summary": "42 messages from 6 participants; main topics: transport, utilities, safety; overall tone positive.", "top_themes": ["transport", "utilities", "safety"], "sentiment_label": "positive", "sentiment_score": 1}, "day_date": "2024-06-14", "export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32", "source_id": "tour", "community_id": "choir", "message_count": 42, "sender_hashes": ["0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec", "133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e", "4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd", "6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a", "85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef", "ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02"], "covered_messages": 42}', NULL, 'pulse.day_digested.v1', '2026-11-28 08:12:45.202319+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(48, '01a22136-bd14-75cd-a9c2-87e3f96e2d58', 'pulse/choir~1/tour/day/2024-06-15', 1, '{"day_date": "2024-06-15", "export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32", "source_id": "tour", "community_id": "choir", "sender_hashes": ["85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef", "4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd", "133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e", "ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02", "6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a", "0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec"], "content_hashes": ["b95c601102fb0f4c46f00e42a47cc98b80a5963461efd4a2831271440a17e974", "6b11628b7db5fe8ca823048f0763435040580bf6c01c1bd51e48b9e740845ad6", "2403d0d118aef9ed87ee47209520c6a1d154b3bcf690c475d58cdc87a2569af7", "49847e175a47b37874dbd1757797b007cf2ce246cd30fb25ed7945ad21dd7055", "1451698e0c61761527cb6dfa496bf384ddb924e68ba37b2f854a37920131f5be", "bfa2b89b86f788ac71f2e4a7f97b41215c6f22636b3fff7478063db08eff41d9", "308f15276df719c148827657f96b622768a459550622768b2ff5b880d5824c37", "0ca915e193371fbf282f64e32c5e93b57bfc2126ca498c38ded92f3df6cac075", "4c88e590f2226ade6290eaee8b01b70486f81c7153383e1212187495ef66b945", "9a36153912fc460aa3eadc6021f659b951f3a591b77289a77444b15cc71c4dc0", "d89cf6f4067f059a92dccaf92551203e704718a14983928643ae1e17a6712087", "9da4be3d2402f4700aef53eadab3e3733c68d9fc8749dde2cb80df594db6271e", "9b0cf0b36ab5ada4c78d0ae3d8a563885911dfde39c211285a8d0a50a58a4c40", "9c6cc7ada276edb304ed57c5a576ab4aeacbdbcb5227c1bcb2b5c74bfffb6284", "cd7c4a0a0196613bc7303f65b07aff65b03a1606b987a3b784a6150d2784b717", "cf8260e45ecb3edda3ae7d299ab52e177952582bcd169407fb1698881e6b8e5e", "cf7e0fb0fe3f4fe45ad8cfd24cc3a1cf23a410813f0677cdb9b288bf4854c6dd", "a9c6825698daedc5b5553c820d591605909a6c1b3b9ae62e5d1d61bb468c8ddb", "e14f953c5aad54980a133be2f7fe924660585e759c87fc0b0563a880d9ebcb9a", "832341464b8d595f8d220ddf801c0c6964007747db92acf949e4dd3653ae8fc5", "41f23a5da8f4d8944082fb3fa906f717f1f6c69695fc538bcffe2d6f44898468", "16bfbceb759b1369ab654e19b356fd70a0d00b66ea8f607bb86fc3344e28dc78", "93c3e9fa95a3c43da2fd08908767b44640ab2747a65d9ca73b0b9433ae00bcfe", "14737f8665fb5ce9adf0b21bd612fb344c9b89839be364d9dde240bcbab550fd", "1a082dd5fbb4ef2c26daa3d3d6001b1e7a3dcc902d1cb69844b542499f45775e", "43a01e2f670d45fa3e15ecd96ab4efb5a4ab009b5a9c19780951139959e35702", "75f1bceb544431e286a91836bbc84f99c11405e12cf2cbb90e91dccdb79b889c", "4fab98745e9fb3e9a170d18535232c6ddeaf3408e7db58add8f180575cceff49", "be9f25b5c41166a158280e2de1303bf4376ba92ce6126020c97beaea46585ee8", "889ddd26692cc19933009411862b7627562253ccaaa0123ca855da74b89de42a", "cdbd06b3b7e19935ce4604985c4de4b8ce4070d012b4e59ae470bdde77f00de2", "70c989b707401c22cc43f0434669db82a351214895dfdeb45edce36af7bf52b7", "51158a7669c66cc10434010fe6ef07d0adc2c1f3eb47f1bb0ba8b10f43c06e68", "6eb464c4747388542f1349da4c7f65a161815218d4758c861e8b378418424847", "f703345543abb49348b21fc4dd1b15feb27b67bd9a8c509fefe163e213aa639d", "c2bf30a54ebcabe2628b9cc582817ad1c98b7ad2a32af34f6a30e0f96bd25a0a", "9e5a3977ad03a3e1a429ddaa2c0b891b75f328edfb21496ec3be30119bdfbc42", "1269bab96e74f009a7ce49d5ed205258d56db8032c8de12d8a0fd870be3e762c", "126e3220d2025b7817e16922e1e686c71d4247387c7849fca623006ea158a6c0", "cb30bd8c756685567a4925c0e71a46ab1afdb9e6689cbd2212d5c59ade6de6e5", "21069dce30a476b2475701e99b1d08775e2f7e30e67f2b952028cbc298d9b346", "28897481ca0ccb81bc7d28665904c288cfe629a6d70f8525b2bd0197c3ad03e8", "64a306f9c41d0d3dda91d96f9044d6380b7a8a9f6eaad234d226828b5dca1c24", "d9bc7ee71e2765b42baafd06c28c32b7ee57a85d7308adb6a1132d53a00eae80", "0034eb408551f27723e958b8c3c1fb72eb47fce1298241e408e1a51c23bec63e", "d04e489a8b51f0833b644103c4c1a6c80236ef56123b738f4c21f122c8fa6bfa", "b2b8f0236061e78b0dff98d2585c81bfc850879f079ad7f725e03585c001192e", "58d1df9bcee3bdf1e8dfcc49cea043bd42880bb7296302f9b4d4d61bc635ad7e", "efb9e93babcda74681470cb62eef077f4518727a66051f5326852d02eee04d4a", "78780a08b857dcde0ad8118573eab45cb266c95baeaf8790da0872e877af4a1e", "85b15c459cde0f5bf33af533eafb0f4bc6ab97dd56036671433e95705afd3fd5", "084f5f9ecb3436d840cc43079e9fa55d6c5a556f8a2b47ae091c2eb470e8e157", "3139a79e1330c165d366f16e57171f609162d3adecb3e17e325d22946596b9b2", "5ff9bdaf7354251872be32e5252d519c6f34fbd2bcf7abb94132873acd1b2c5d", "852f42541d87211f1f5e234eb564b3922c3217d29bd09dadf2841e53e297e2f4", "0796b3749f94f047c6c022e18beb548d21de4e2a4e7c89091ce1ee5e40f3ea00", "5c4c9399c7b1a510a9c5249857007e79a0a732bdfe365547edcffd113a661c5f", "88cf32ddc0ce8b9458e0fc55111bda94ecacf6ff7a9482a6df670434871f361e", "7a9d8b187da6cc251167ead694afe9f5affec00353286d646cd5dd72a2e04af7"], "sender_indexes": [0, 1, 0, 1, 2, 1, 3, 4, 0, 1, 4, 0, 2, 1, 4, 1, 2, 1, 2, 0, 2, 5, 4, 2, 1, 0, 4, 3, 1, 4, 4, 1, 5, 3, 0, 1, 2, 0, 5, 1, 0, 1, 2, 4, 0, 2, 2, 3, 0, 0, 1, 1, 0, 4, 3, 4, 0, 4, 1]}', NULL, 'pulse.day_messages_recorded.v1', '2026-11-28 08:12:45.202319+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(49, '01a22136-bd14-792a-8d4b-aeb84d7d8a93', 'pulse/choir~1/tour/day/2024-06-15', 2, '{"model": "builtin-lexicon/1", "analysis": {"strain": {"level": "low", "score": 0, "signals": [], "confidence": 1}, "summary": "59 messages from 6 participants; main topics: transport, cleaning, governance, maintenance, utilities; overall tone positive.", "top_themes": ["transport", "cleaning", "governance", "maintenance", "utilities"], "sentiment_label": "positive", "sentiment_score": 0.89}, "day_date": "2024-06-15", "export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32", "source_id": "tour", "community_id": "choir", "message_count": 59, "sender_hashes": ["0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec", "133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e", "4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd", "6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a", "85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef", "ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02"], "covered_messages": 59}', NULL, 'pulse.day_digested.v1', '2026-11-28 08:12:45.202319+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false);
INSERT INTO log.mt_events VALUES
	(51, '01a22136-bd14-7a4c-b0bd-46e663328976', 'pulse/choir~1/tour/day/2024-06-16', 2, '{"model": "builtin-lexicon/1", "analysis": {"strain": {"level": "low", "score": 0.01, "signals": [], "confidence": 1}, "summary": "47 messages from 6 participants; main topics: food, transport, cleaning, governance, maintenance; overall tone positive.", "top_themes": ["food", "transport", "cleaning", "governance", "maintenance"], "sentiment_label": "positive", "sentiment_score": 0.83}, "day_date": "2024-06-16", "export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32", "source_id": "tour", "community_id": "choir", "message_count": 47, "sender_hashes": ["0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec", "133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e", "4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd", "6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a", "85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef", "ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02"], "covered_messages": 47}', NULL, 'pulse.day_digested.v1', '2026-11-28 08:12:45.202319+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(52, '01a22136-bd14-7f4c-9d82-03aa1bc34bca', 'pulse/choir~1/tour/day/2024-06-17', 1, '{"day_date": "2024-06-17", "export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32", "source_id": "tour", "community_id": "choir", "sender_hashes": ["4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd", "6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a", "0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec", "85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef", "ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02", "133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e"], "content_hashes": ["139100f4bfb5d7c98905b5b5d45e7dbd638ff500cf6a1edd2c85e522cd80e25f", "043ab231686173c26729c46713315028182a1324c76c40ba8cc4919b9d0f4274", "886d0f8a350193aa9741385c7668c3f4af846b7fb2d2530f08ed9c14161fe455", "26662a14655fbf26a91d063c734b07f52a0109f591020b399e3f29cd0b63cced", "40a76ccd90b2d0dab5fe3e219a7f09496ef99db1ca534434a2becaa58ce95774", "a052da9898ed3e269523d88dc916014c76ddb2704aa9ac086f66437fe413b40b", "8902035699b16e8fc61f818f187040fc52b25b9ecf9c7b97b70a3cf985d48fa7", "847e17843f924a89e5202d758719186adcee6ab85d8702a67e8ca852b572888b", "6f8203a70677ab4013c3a7ebbb206fb28a4f1decbe6c8d6e3cacae947859f10a", "3d14c41831d7d9e75ed88210c3ec55b23a03cee8b93f4e44f5f060af9c70ab16", "1b48ba5fe28d42487a3024394a0c04eb6365f2382f091b49eaeaa69e9b71169f", "aade90785b26aaec87d4060bda7bbaf74dda989dc236bd3b04451bb7193510e8", "428a96d09e87b3ddafdb01d7156486368154debf3586edadd2049f8216665207", "9559ccf2bd3c27955480425f84e85f71cd8fbc8674e7e75dbd8badc092db882b", "1cd7e9f4d9e1f3456ca25785bf4dc20d8868193f3220f233ca82a166fec7c78f", "8b276829b1fb70475eb03ac32039fb840a53a08b9c91406b2edaa812ce927dbb", "d4156991699a95f43953e5d0ff34a9fbbafc83e3896253fbfd5f06c22786934e", "5c4c9399c7b1a510a9c5249857007e79a0a732bdfe365547edcffd113a661c5f"], "sender_indexes": [0, 1, 0, 2, 2, 3, 4, 4, 5, 2, 0, 5, 4, 1, 2, 0, 4, 3]}', NULL, 'pulse.day_messages_recorded.v1', '2026-11-28 08:12:45.202319+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(53, '01a22136-bd14-70aa-976e-4ec9fa2a2588', 'pulse/choir~1/tour/day/2024-06-17', 2, '{"model": "builtin-lexicon/1", "analysis": {"strain": {"level": "low", "score": 0.04, "signals": [{"id": "urgency", "label": "Urgency", "value": 0.28, "weight": 0.15}], "confidence": 0.76}, "summary": "18 messages from 6 participants; main topics: governance, safety, transport; overall tone positive.", "top_themes": ["governance", "safety", "transport"], "sentiment_label": "positive", "sentiment_score": 1}, "day_date": "2024-06-17", "export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32", "source_id": "tour", "community_id": "choir", "message_count": 18, "sender_hashes": ["0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec", "133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e", "4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd", "6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a", "85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef", "ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02"], "covered_messages": 18}', NULL, 'pulse.day_digested.v1', '2026-11-28 08:12:45.202319+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(54, '01a22136-bd15-72be-b9ff-bf08a670a692', 'pulse/export/053b85c1-4ba0-80dc-be09-e64e885bde32', 4, '{"days": ["2024-06-13", "2024-06-14", "2024-06-15", "2024-06-16", "2024-06-17"], "export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32", "days_processed": 5, "new_message_count": 190}', NULL, 'pulse.export_days_processed.v1', '2026-11-28 08:12:45.202319+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(55, '01a22136-bd1a-7ded-863d-fc9a5b910d06', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 37, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.GSyWCevDji3pZ1Ky0EVjS5kMnyMrNzSWoRVoZkGLwAGYICVK0tvGlUc0lXKW3ok", "job_id": "36bafd5f-f516-273d-17e1-d569a6a67667", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.fo-cPi_4vGpphQy6oR1aFyBcXW3WaSdvU3KMrKr8v5be53UnwdoLwqc", "subject": "child/bunny", "turn_id": "7d96c059-4071-661d-983b-596acce691fb", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.ny-VxNzK8LQZeLCd4CMItN856M4n1_9EWVvWpunig7XxngK5vnEumaw3XqDRqwk", "timestamp": "2026-02-03T00:01:01.77+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 3, "new_word_count": 3, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.I9qUR9L1PUfGNaFS5tNLEWXpFWMWqSe6VZfwAoWquRnkyByRkFIF6mywl8xzM89Krv7fYLssS5mnnZp5p-h5LdogxBcV-Qo5T9_dpwWIqO9q4tcF-W0e3mMf5sAE_e-TIwoRHyg", "highlight_types": ["new_word", "new_word", "new_word"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:45.208912+00', '*DEFAULT*', NULL, '21f35bd3-ee5a-4731-15c1-382a59ee7874', '21f35bd3-ee5a-4731-15c1-382a59ee7874', '{"actor": "analysis", "command_id": "21f35bd3-ee5a-4731-15c1-382a59ee7874"}', false),
	(56, '01a22136-bd2a-7643-a426-45727b022821', 'pulse/export/053b85c1-4ba0-80dc-be09-e64e885bde32', 5, '{"export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32", "weeks_total": 2}', NULL, 'pulse.export_weeks_started.v1', '2026-11-28 08:12:45.226471+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(57, '01a22136-bd5a-74c7-98d2-73cb8b91690d', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 38, '{"source": "imported", "subject": "child/bunny", "turn_id": "f4cbdbd8-8991-9f81-846c-4e0100c7bde8", "timestamp": "2026-02-03T00:01:05.39+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.vPsHgn7ALj85gQU-W7n1lzxGkw2eWVewHfxvRU2AuJXza1WK-zEqfi2l1FVxWb3C", "duration_ms": 2180, "received_at": "2026-11-28T08:12:45.2432862+00:00", "analysis_job_id": "2461f147-6155-a097-6af9-a1245e503bdd", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.auqcfdP57QRjQ66CwBohIp-CfpllJLccp32HW1lbY0lb-1Qs3tIOuNxpAg"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:45.243286+00', '*DEFAULT*', NULL, 'b069c936-19cd-4685-9d49-7eab50b04220', 'b069c936-19cd-4685-9d49-7eab50b04220', '{"actor": "first", "command_id": "b069c936-19cd-4685-9d49-7eab50b04220", "traceparent": "00-4a7b0b0e1ffc96f1e4b1edffa2053bdb-125cc34f65db3c26-00"}', false),
	(58, '01a22136-bd7a-78ed-92e0-ff1a7c93bcda', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 39, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.0vKZ0Mk4xwNJqj8jwCrzk3iwPA4Mgw44AHjEsvwEF06ph8B-sjkra3Ro8fOxWqrT6DO9nQ4Sk6U", "job_id": "2461f147-6155-a097-6af9-a1245e503bdd", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.lfPIPYgN0Wv48QZUOGJUuNC8fwSHi6ljt6JAGHxPZp_Aa0aq1LcTNaJ_kGVd-0UE", "subject": "child/bunny", "turn_id": "f4cbdbd8-8991-9f81-846c-4e0100c7bde8", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.jj-SAtna_KgoBh6XekVCtDRezEcJRvE7DqfZd7toF50-X7Kg-BDr_5UeB8Kjmbj6Z4LdpA", "timestamp": "2026-02-03T00:01:05.39+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 4, "new_word_count": 3, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.YZq1s-CxIZ1juGpkNzf91wwrsnd0crxBsQH1O-Rp8efc5d7xKNY81YGKAV5WgqsahJt0_9OK-hVJWlu4BL32LLwCoQ_U5zvGynfl5ma48fxgFOo1hQj8d_BIeMnensIxEcfXLJlvawQy4Q", "highlight_types": ["new_word", "new_word", "new_word"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:45.298499+00', '*DEFAULT*', NULL, '44664190-0f46-7c3c-7bf0-34ae46adb6f1', '44664190-0f46-7c3c-7bf0-34ae46adb6f1', '{"actor": "analysis", "command_id": "44664190-0f46-7c3c-7bf0-34ae46adb6f1"}', false),
	(59, '01a22136-bda8-70c9-96d7-aac08dde00de', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 40, '{"source": "imported", "subject": "child/bunny", "turn_id": "fe489185-11b9-cf28-4172-4e2e416b9239", "timestamp": "2026-02-03T00:01:09.67+00:00", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "child_input": "enc1.AaIhNrcycIa39IXt17ityg.jRyoT0F1fTBZZDFSiICE5TyA2p_ka42ym2Kkrp1oJp0e36slh0K0fLyInwb-t3KvtkWfy9GAOmCH91Ni5QExsY5Xlq2_GXgaO0e_OP0", "duration_ms": 3440, "received_at": "2026-11-28T08:12:45.3480423+00:00", "analysis_job_id": "0b6ccf35-fb1e-2b2f-d220-6d6ad58d1a85", "rabbit_response": "enc1.AaIhNrcycIa39IXt17ityg.akM0FRzYmJ5v5rHtuabS2Q9-1-bPOl_tUKcDvpgckTo_fPx04c9ALjr5KEHLs6M"}', NULL, 'rabbit.turn_recorded.v1', '2026-11-28 08:12:45.348042+00', '*DEFAULT*', NULL, '9adbd5f0-00f5-4fda-8ba9-64b192453f86', '9adbd5f0-00f5-4fda-8ba9-64b192453f86', '{"actor": "first", "command_id": "9adbd5f0-00f5-4fda-8ba9-64b192453f86", "traceparent": "00-e30d0c301d7d7e8b4801d276140fb977-ed19e816fc1afa50-00"}', false),
	(60, '01a22136-bdaf-7e23-8524-defed699da3b', 'pulse/choir~1/tour/week/2024-06-09', 1, '{"model": "builtin-lexicon/1", "strain": {"level": "low", "score": 0.01, "signals": [], "confidence": 0.41}, "summary": "3 active days, 125 messages; tone positive; main topics: transport, utilities, cleaning, governance, safety, maintenance.", "week_end": "2024-06-15", "source_id": "tour", "confidence": 0.69, "top_themes": ["transport", "utilities", "cleaning", "governance", "safety", "maintenance"], "week_start": "2024-06-09", "community_id": "choir", "total_messages": 125, "unique_senders": 6, "sentiment_label": "positive", "sentiment_score": 0.96}', NULL, 'pulse.week_summarised.v1', '2026-11-28 08:12:45.35896+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(61, '01a22136-bdb1-7f8c-b8e8-3e321f1dc481', 'pulse/choir~1/tour/week/2024-06-09', 2, '{"overall": 71, "pillars": [{"id": "emotional_climate", "score": 98, "signals": [{"id": "sentiment", "unit": "score from -1 to 1", "label": "Sentiment", "value": 0.96, "pillar_id": "emotional_climate", "confidence": 0.69, "explanation": "The tone of the week''s messages, weighted by how much was written each day.", "directionality": "higher_is_better"}, {"id": "strain", "unit": "index from 0 to 1", "label": "Strain", "value": 0.01, "pillar_id": "emotional_climate", "confidence": 0.41, "explanation": "The week''s strain index, in which a single bad day still shows.", "directionality": "lower_is_better"}]}, {"id": "belonging", "score": 50, "signals": [{"id": "participation", "unit": "ratio", "label": "Participation", "pillar_id": "belonging", "confidence": 0, "explanation": "There is no earlier week to compare participation with, so the score is set to the middle.", "directionality": "higher_is_better"}]}, {"id": "mutual_support", "score": 100, "signals": [{"id": "unresolved_requests", "unit": "share", "label": "Unresolved requests", "value": 0, "pillar_id": "mutual_support", "confidence": 0.69, "explanation": "The share of questions and calls for help that got no reply, as a mean over the week''s days.", "directionality": "lower_is_better"}]}, {"id": "equity", "score": 100, "signals": [{"id": "concentration", "unit": "index from 0 to 1", "label": "Concentration on one sender", "value": 0, "pillar_id": "equity", "confidence": 0.69, "explanation": "How far one person dominated the conversation, as a mean over the week''s days.", "directionality": "lower_is_better"}]}, {"id": "coordination", "score": 33, "signals": [{"id": "coordination_days", "unit": "days", "label": "Days with coordination topics", "value": 1, "pillar_id": "coordination", "confidence": 0.69, "explanation": "Days on which events, maintenance or governance were among the main topics.", "directionality": "higher_is_better"}]}, {"id": "reliability", "score": 43, "signals": [{"id": "active_days", "unit": "days", "label": "Active days", "value": 3, "pillar_id": "reliability", "confidence": 0.69, "explanation": "Days of the week on which anything was written.", "directionality": "higher_is_better"}]}], "week_end": "2024-06-15", "source_id": "tour", "week_start": "2024-06-09", "community_id": "choir", "data_confidence": 0.69}', NULL, 'pulse.week_health_assessed.v1', '2026-11-28 08:12:45.35896+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(62, '01a22136-bdb3-7d56-93bd-979441c3c33d', 'pulse/choir~1/tour/week/2024-06-09', 3, '{"edges": [{"source": "transport", "target": "utilities", "weight": 3, "strength": 1}, {"source": "cleaning", "target": "governance", "weight": 1, "strength": 1}, {"source": "cleaning", "target": "maintenance", "weight": 1, "strength": 1}, {"source": "cleaning", "target": "transport", "weight": 1, "strength": 1}, {"source": "cleaning", "target": "utilities", "weight": 1, "strength": 1}, {"source": "governance", "target": "maintenance", "weight": 1, "strength": 1}, {"source": "governance", "target": "transport", "weight": 1, "strength": 1}, {"source": "governance", "target": "utilities", "weight": 1, "strength": 1}, {"source": "maintenance", "target": "transport", "weight": 1, "strength": 1}, {"source": "maintenance", "target": "utilities", "weight": 1, "strength": 1}, {"source": "safety", "target": "transport", "weight": 1, "strength": 1}, {"source": "safety", "target": "utilities", "weight": 1, "strength": 1}], "nodes": [{"id": "transport", "days": 3, "label": "transport", "pillar": "reliability", "weight": 125, "sentiment": 0.95}, {"id": "utilities", "days": 3, "label": "utilities", "pillar": "reliability", "weight": 125, "sentiment": 0.95}, {"id": "cleaning", "days": 1, "label": "cleaning", "pillar": "coordination", "weight": 59, "sentiment": 0.89}, {"id": "governance", "days": 1, "label": "governance", "pillar": "coordination", "weight": 59, "sentiment": 0.89}, {"id": "maintenance", "days": 1, "label": "maintenance", "pillar": "coordination", "weight": 59, "sentiment": 0.89}, {"id": "safety", "days": 1, "label": "safety", "pillar": "emotional_climate", "weight": 42, "sentiment": 1}], "week_end": "2024-06-15", "source_id": "tour", "week_start": "2024-06-09", "community_id": "choir", "pillar_source": "keyword"}', NULL, 'pulse.week_concepts_mapped.v1', '2026-11-28 08:12:45.35896+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(63, '01a22136-bdb3-7a99-bbaf-234c4441997e', 'pulse/choir~1/tour/week/2024-06-16', 1, '{"model": "builtin-lexicon/1", "strain": {"level": "low", "score": 0.02, "signals": [{"id": "urgency", "label": "Urgency", "value": 0.14, "weight": 0.15}], "confidence": 0.25}, "summary": "2 active days, 65 messages; tone positive (stable vs previous week); main topics: transport, governance, food, safety, cleaning, maintenance.", "week_end": "2024-06-22", "source_id": "tour", "confidence": 0.49, "top_themes": ["transport", "governance", "food", "safety", "cleaning", "maintenance"], "week_start": "2024-06-16", "community_id": "choir", "total_messages": 65, "unique_senders": 6, "sentiment_label": "positive", "sentiment_score": 0.9}', NULL, 'pulse.week_summarised.v1', '2026-11-28 08:12:45.35896+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(64, '01a22136-bdb3-7285-86de-b0a866fee244', 'pulse/choir~1/tour/week/2024-06-16', 2, '{"overall": 82, "pillars": [{"id": "emotional_climate", "score": 95, "signals": [{"id": "sentiment", "unit": "score from -1 to 1", "label": "Sentiment", "value": 0.9, "pillar_id": "emotional_climate", "confidence": 0.49, "explanation": "The tone of the week''s messages, weighted by how much was written each day.", "directionality": "higher_is_better"}, {"id": "strain", "unit": "index from 0 to 1", "label": "Strain", "value": 0.02, "pillar_id": "emotional_climate", "confidence": 0.25, "explanation": "The week''s strain index, in which a single bad day still shows.", "directionality": "lower_is_better"}]}, {"id": "belonging", "score": 100, "signals": [{"id": "participation", "unit": "ratio", "label": "Participation", "value": 1, "pillar_id": "belonging", "confidence": 0.12, "explanation": "How many people wrote this week, compared with the median of up to four weeks before.", "directionality": "higher_is_better"}]}, {"id": "mutual_support", "score": 100, "signals": [{"id": "unresolved_requests", "unit": "share", "label": "Unresolved requests", "value": 0, "pillar_id": "mutual_support", "confidence": 0.49, "explanation": "The share of questions and calls for help that got no reply, as a mean over the week''s days.", "directionality": "lower_is_better"}]}, {"id": "equity", "score": 100, "signals": [{"id": "concentration", "unit": "index from 0 to 1", "label": "Concentration on one sender", "value": 0, "pillar_id": "equity", "confidence": 0.49, "explanation": "How far one person dominated the conversation, as a mean over the week''s days.", "directionality": "lower_is_better"}]}, {"id": "coordination", "score": 67, "signals": [{"id": "coordination_days", "unit": "days", "label": "Days with coordination topics", "value": 2, "pillar_id": "coordination", "confidence": 0.49, "explanation": "Days on which events, maintenance or governance were among the main topics.", "directionality": "higher_is_better"}]}, {"id": "reliability", "score": 29, "signals": [{"id": "active_days", "unit": "days", "label": "Active days", "value": 2, "pillar_id": "reliability", "confidence": 0.49, "explanation": "Days of the week on which anything was written.", "directionality": "higher_is_better"}]}], "week_end": "2024-06-22", "source_id": "tour", "week_start": "2024-06-16", "community_id": "choir", "data_confidence": 0.49}', NULL, 'pulse.week_health_assessed.v1', '2026-11-28 08:12:45.35896+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(65, '01a22136-bdb3-744d-899b-897f5c64e8a5', 'pulse/choir~1/tour/week/2024-06-16', 3, '{"edges": [{"source": "governance", "target": "transport", "weight": 2, "strength": 1}, {"source": "cleaning", "target": "food", "weight": 1, "strength": 1}, {"source": "cleaning", "target": "governance", "weight": 1, "strength": 1}, {"source": "cleaning", "target": "maintenance", "weight": 1, "strength": 1}, {"source": "cleaning", "target": "transport", "weight": 1, "strength": 1}, {"source": "food", "target": "governance", "weight": 1, "strength": 1}, {"source": "food", "target": "maintenance", "weight": 1, "strength": 1}, {"source": "food", "target": "transport", "weight": 1, "strength": 1}, {"source": "governance", "target": "maintenance", "weight": 1, "strength": 1}, {"source": "governance", "target": "safety", "weight": 1, "strength": 1}, {"source": "maintenance", "target": "transport", "weight": 1, "strength": 1}, {"source": "safety", "target": "transport", "weight": 1, "strength": 1}], "nodes": [{"id": "governance", "days": 2, "label": "governance", "pillar": "coordination", "weight": 65, "sentiment": 0.88}, {"id": "transport", "days": 2, "label": "transport", "pillar": "reliability", "weight": 65, "sentiment": 0.88}, {"id": "cleaning", "days": 1, "label": "cleaning", "pillar": "coordination", "weight": 47, "sentiment": 0.83}, {"id": "food", "days": 1, "label": "food", "pillar": "belonging", "weight": 47, "sentiment": 0.83}, {"id": "maintenance", "days": 1, "label": "maintenance", "pillar": "coordination", "weight": 47, "sentiment": 0.83}, {"id": "safety", "days": 1, "label": "safety", "pillar": "emotional_climate", "weight": 18, "sentiment": 1}], "week_end": "2024-06-22", "source_id": "tour", "week_start": "2024-06-16", "community_id": "choir", "pillar_source": "keyword"}', NULL, 'pulse.week_concepts_mapped.v1', '2026-11-28 08:12:45.35896+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(66, '01a22136-bdb3-7e3f-becb-98dff784b2df', 'pulse/export/053b85c1-4ba0-80dc-be09-e64e885bde32', 6, '{"export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32", "weeks_processed": 2}', NULL, 'pulse.export_weeks_processed.v1', '2026-11-28 08:12:45.35896+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(67, '01a22136-bdc4-70f7-8907-877db63ff4d2', 'pulse/choir~1/tour', 3, '{"export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32", "source_id": "tour", "community_id": "choir"}', NULL, 'pulse.export_dequeued.v1', '2026-11-28 08:12:45.377974+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(68, '01a22136-bdc5-7cdf-a3d0-02bbc5d312a4', 'pulse/export/053b85c1-4ba0-80dc-be09-e64e885bde32', 7, '{"export_id": "053b85c1-4ba0-80dc-be09-e64e885bde32", "raw_delete_after": "2026-12-01T08:12:45.3774378+00:00"}', NULL, 'pulse.export_completed.v1', '2026-11-28 08:12:45.377974+00', '*DEFAULT*', NULL, '053b85c1-4ba0-80dc-be09-e64e885bde32', '053b85c1-4ba0-80dc-be09-e64e885bde32', '{"actor": "pulse-import", "command_id": "053b85c1-4ba0-80dc-be09-e64e885bde32"}', false),
	(69, '01a22136-bdea-703c-b069-4ff9323b0011', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', 41, '{"words": "enc1.AaIhNrcycIa39IXt17ityg.lutcbf36-igEu5T8Hj1HnYtD0UjOwGUKGsQG2EUpTdEfkv-oyIqwkIcF21dp0zP2dSwl8DEV73_j8EPnagqNbWcDILXHlJBp6fZc-ygmRKtagJSNZKCizMBkBIj10rlkfg", "job_id": "0b6ccf35-fb1e-2b2f-d220-6d6ad58d1a85", "excerpt": "enc1.AaIhNrcycIa39IXt17ityg.FttxoRJQC8tKgf9cjTG1oyyMg3y5htpXRxJ5eUihfsJOjWw4hV8Uw5SkhVaT1C9CiU8JSMqFXYq_D-TyozS-QHuirxInBQ1wJp10HH8", "subject": "child/bunny", "turn_id": "fe489185-11b9-cf28-4172-4e2e416b9239", "new_words": "enc1.AaIhNrcycIa39IXt17ityg.e_wxon9raEOU51OPX_P_1Tvcye3bjf721iXfVxt_TS5IkIho_9s8p1qKnOCSk5xu5qwFxDs3t44mQY4", "timestamp": "2026-02-03T00:01:09.67+00:00", "tokenizer": "separator", "session_id": "728c6923-25dd-55c6-f71c-b69c54ace1b8", "word_count": 10, "new_word_count": 4, "highlight_texts": "enc1.AaIhNrcycIa39IXt17ityg.hRgrUdLxcTwxQ0t1HOpbzayJuWhZBKDBFK4_DjlfrA9jbsPlY9HrNW-uJckqTSjFHLtUtug6gaxTEmnU9UdVyNkr8IRpljbJfZyrFtjd_X9y5T9sfny5gi-6uRRDrkG5U7CbwKSGhIML3cxzNe1DJK2_4FFQxU8YWIjkZcsVSFxTyz6kPWg3noUVMSA-FsSRrRGvHd0JE6KXa2Y8QA", "highlight_types": ["new_word", "new_word", "new_word", "new_word", "long_sentence"], "tokenizer_version": "1"}', NULL, 'rabbit.turn_analysed.v1', '2026-11-28 08:12:45.415447+00', '*DEFAULT*', NULL, 'ad348d95-480d-8402-c0ef-add9ad93cedc', 'ad348d95-480d-8402-c0ef-add9ad93cedc', '{"actor": "analysis", "command_id": "ad348d95-480d-8402-c0ef-add9ad93cedc"}', false);


--
-- Data for Name: mt_streams; Type: TABLE DATA; Schema: log; Owner: -
--

INSERT INTO log.mt_streams VALUES
	('*DEFAULT*', 'pulse/choir', NULL, 1, '2026-11-28 08:12:42.9355+00', '2026-11-28 08:12:42.9355+00', false),
	('*DEFAULT*', 'rabbit-child-bunny', NULL, 1, '2026-11-28 08:12:42.967486+00', '2026-11-28 08:12:42.967486+00', false),
	('*DEFAULT*', 'rabbit-session-728c6923-25dd-55c6-f71c-b69c54ace1b8', NULL, 41, '2026-11-28 08:12:45.419385+00', '2026-11-28 08:12:42.967486+00', false),
	('*DEFAULT*', 'pulse/choir~1/tour/day/2024-06-13', NULL, 2, '2026-11-28 08:12:45.208409+00', '2026-11-28 08:12:45.208409+00', false),
	('*DEFAULT*', 'pulse/choir~1/tour/day/2024-06-14', NULL, 2, '2026-11-28 08:12:45.208409+00', '2026-11-28 08:12:45.208409+00', false),
	('*DEFAULT*', 'pulse/choir~1/tour/day/2024-06-15', NULL, 2, '2026-11-28 08:12:45.208409+00', '2026-11-28 08:12:45.208409+00', false),
	('*DEFAULT*', 'pulse/choir~1/tour/day/2024-06-16', NULL, 2, '2026-11-28 08:12:45.208409+00', '2026-11-28 08:12:45.208409+00', false),
	('*DEFAULT*', 'pulse/choir~1/tour/day/2024-06-17', NULL, 2, '2026-11-28 08:12:45.208409+00', '2026-11-28 08:12:45.208409+00', false),
	('*DEFAULT*', 'pulse/choir~1/tour/week/2024-06-09', NULL, 3, '2026-11-28 08:12:45.367526+00', '2026-11-28 08:12:45.367526+00', false),
	('*DEFAULT*', 'pulse/choir~1/tour/week/2024-06-16', NULL, 3, '2026-11-28 08:12:45.367526+00', '2026-11-28 08:12:45.367526+00', false),
	('*DEFAULT*', 'pulse/choir~1/tour', NULL, 3, '2026-11-28 08:12:45.382252+00', '2026-11-28 08:12:43.154642+00', false),
	('*DEFAULT*', 'pulse/export/053b85c1-4ba0-80dc-be09-e64e885bde32', NULL, 7, '2026-11-28 08:12:45.382252+00', '2026-11-28 08:12:44.72622+00', false);


--
-- Data for Name: chat_sources; Type: TABLE DATA; Schema: pulse; Owner: -
--

INSERT INTO pulse.chat_sources VALUES
	('choir', 'tour', 'tour', '', '2026-11-28 08:12:43.069484+00', '2026-11-28 08:12:43.069484+00', 'whatsapp', NULL);


--
-- Data for Name: communities; Type: TABLE DATA; Schema: pulse; Owner: -
--

INSERT INTO pulse.communities VALUES
	('choir', 'choir', '', '2026-11-28 08:12:42.663758+00', '2026-11-28 08:12:42.663758+00', true);


--
-- Data for Name: daily_digests; Type: TABLE DATA; Schema: pulse; Owner: -
--

INSERT INTO pulse.daily_digests VALUES
	('choir', 'tour', '2024-06-13', 'positive', 1, '["transport", "utilities"]', '24 messages from 6 participants; main topics: transport, utilities; overall tone positive.', 24, 6, 0, 'low', '[]', 0.88, NULL, 'builtin-lexicon/1', '2026-11-28 08:12:45.202319+00', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', 'positive', 1, '["transport", "utilities", "safety"]', '42 messages from 6 participants; main topics: transport, utilities, safety; overall tone positive.', 42, 6, 0.02, 'low', '[]', 1, NULL, 'builtin-lexicon/1', '2026-11-28 08:12:45.202319+00', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', 'positive', 0.89, '["transport", "cleaning", "governance", "maintenance", "utilities"]', '59 messages from 6 participants; main topics: transport, cleaning, governance, maintenance, utilities; overall tone positive.', 59, 6, 0, 'low', '[]', 1, NULL, 'builtin-lexicon/1', '2026-11-28 08:12:45.202319+00', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', 'positive', 0.83, '["food", "transport", "cleaning", "governance", "maintenance"]', '47 messages from 6 participants; main topics: food, transport, cleaning, governance, maintenance; overall tone positive.', 47, 6, 0.01, 'low', '[]', 1, NULL, 'builtin-lexicon/1', '2026-11-28 08:12:45.202319+00', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', 'positive', 1, '["governance", "safety", "transport"]', '18 messages from 6 participants; main topics: governance, safety, transport; overall tone positive.', 18, 6, 0.04, 'low', '[{"id": "urgency", "label": "Urgency", "value": 0.28, "weight": 0.15}]', 0.76, NULL, 'builtin-lexicon/1', '2026-11-28 08:12:45.202319+00', '2026-11-28 08:12:45.202319+00');


--
-- Data for Name: exports; Type: TABLE DATA; Schema: pulse; Owner: -
--

INSERT INTO pulse.exports VALUES
	('053b85c1-4ba0-80dc-be09-e64e885bde32', 'choir', 'tour', 'community/choir/16b9375a1a8f6e50891e692c537649472683fa3adc0a5acea16d7343868897c3.zip', 'export-16b9375a1a8f.zip', 'zip', 12111, '16b9375a1a8f6e50891e692c537649472683fa3adc0a5acea16d7343868897c3', 'completed', 190, 190, 5, 5, 2, 2, '2024-06-13', '2024-06-17', 1, NULL, 1, '2026-12-01 08:12:45.377437+00', NULL, '2026-11-28 08:12:44.654227+00', '2026-11-28 08:12:44.94833+00', '2026-11-28 08:12:45.377974+00', '2026-11-28 08:12:45.377974+00');


--
-- Data for Name: message_hashes; Type: TABLE DATA; Schema: pulse; Owner: -
--

INSERT INTO pulse.message_hashes VALUES
	('choir', 'tour', '2024-06-13', 'ca3389d8089b55369243dadbb37515174a048d0a863651f7dc47cf48fb75f528', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', '7117a4e6dcdc175c99a912cd5903534d1b8d9fc3f1dccfd237bab7f8aeef27c4', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', '5eb7a637eb11e181cd265a0d8161bf3bdc8979daeadee193911545f9735b7288', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', 'b8512646d93853703af49aba535aa0904c18df584814b2853e1c47654c84ab9d', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', 'd3985156a6f3adafb18129011f5684018b0e6c92ccc01beb03d2578fb53ad66a', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', '8b276829b1fb70475eb03ac32039fb840a53a08b9c91406b2edaa812ce927dbb', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', '915a999bb112f8fac447fdcf8fc1f041f52dba31d1a2528acfa92115df68a532', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', '5c4c9399c7b1a510a9c5249857007e79a0a732bdfe365547edcffd113a661c5f', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', '623c0d730db5b49460dd32ebbec3809dde3943535ee74c4668522abdcf37b3f5', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', 'bfa2b89b86f788ac71f2e4a7f97b41215c6f22636b3fff7478063db08eff41d9', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', '258dd321ec09c7ac7f9a52346b3e2a5b379dbae295c77b1d342ee1ec984f57c3', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', '2e5481c8ead93cda4e098461bad12514bbd81080dbe51d366722ac534d1acf3f', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', '7719daa4c01a20384e4a5daba20f02000896c8a50a99f42a767f1a20fd54d96c', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', '6f8203a70677ab4013c3a7ebbb206fb28a4f1decbe6c8d6e3cacae947859f10a', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', '358b3df6f9f539c9faccab90e3ee6c5383a933550a9564b8b07e314a9d9da352', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', 'b166216a4160b3b1dcb4b7233e41f47bab0911b4f8ef77d7e3ccf39ee90175c0', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', '270395ec6043530977f77a5d974116fa1eb12f6c909a48eea31559380609b516', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', '37fa8a3a5a9ca509463537c32f500de92777138c23ce6eedbe665454b1eed533', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', 'db6f750cff729cb729b22afbd032b73ab59097e680ca482f012dbd9c96d8abff', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', '11ca4071176e553857ef42cb9f0db77a54573740eee5fb08d375824532c65816', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', 'df43cbeb3bf8a6124175611dc09777fdb1a84e5e6310fdd795a9613f807696e7', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', '11d1d66aac56e3c5a5bd07097f84a5d4378cb97df0538409fd35b2340dace8cf', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', '886d0f8a350193aa9741385c7668c3f4af846b7fb2d2530f08ed9c14161fe455', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-13', 'f3e601baba545a86114b44a3baf566ff53e47efc08bd52540607be4b6d8052a8', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '78780a08b857dcde0ad8118573eab45cb266c95baeaf8790da0872e877af4a1e', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', 'a7830992e10e6a490263eff80ae84a1f7e4271bacdbe7cbb07c09a7e91d85567', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '955a22b177f292c994c9dd5d9e256fd6eec2efd40cea3a1024a67ecef183c461', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '852f42541d87211f1f5e234eb564b3922c3217d29bd09dadf2841e53e297e2f4', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '328646ebd406e8b1206252739f04d3d37773153f3b70a1dd8f533394b059e23b', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '1958dbaed60b0e0800af08563c4abfaf2e6737f99a48b553eaf6de850e5efbca', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', 'ef3f6cdb0ff67fbccbf6b3f1db4b881ceafd5c3549a72431dea53d871c15c094', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', 'fdc40194b9bd9070a0e88cc42cfb44e610a8de180ef455bdf95ae40b622c3652', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', 'dd86d06881427cd7569a0675d8a23d68f5b694df9210cfa2846b02d75d8f141a', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '86dbb357420306d8981b93e767fbf1066ecc657eb9d5c5c766a68950889c6df8', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '83019c5711a978e69c1381c01e83603308a6e83ec05ed3701dfdecee52e81d62', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '18170367ffc5a1a5cc37d122f329ab0c7b09a9ac2a407be27efe195721de5791', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', 'a4be36b69b956840535300926c1cb8de5a005a927e91edd47b79bc49da937a60', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', 'a324cdfc692e1466e71113c3f9eb1fc3883908993d221e16835c9b14dd33a412', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '5e4d6d3c720b20c7831f49578d5267c6107f5d954cc70a3b5cd7ea4554fb1432', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', 'cdbd06b3b7e19935ce4604985c4de4b8ce4070d012b4e59ae470bdde77f00de2', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', 'c07dfeb2e957e8fa4e1544d057d18d8559dbcd1ef28b3aff7001b48695b1f089', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', 'dd1a761f27b30433a41958aeed948a263c4d297850f778958102a53cf0396f90', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '6fe4a8a697761a4d7b35860646cd353f8223a4ef89e9db5221f1d4c380220cdc', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '64a306f9c41d0d3dda91d96f9044d6380b7a8a9f6eaad234d226828b5dca1c24', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '39a98c73f2671d588c6e98cbf71d65add4798a1626578b2f7cd936a8a81a29bc', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', 'fd7a73bfa27b75911ac100f38117d21ce2f04327a3d37bbeb31dd1f03c6869a5', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '1c62cd17cc38e35b1e2d0b16c714e95fb6ea269fe2c90c75288560055635126f', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', 'eaaaa500a4a15ab5f7012da13c5eb6eb021d575a42eeda274362a5c9dffacf4b', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', 'efdb57499c87472e252f5f21dee678c80f74a37b33cc770524c75149a0686f35', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '3c55d0f3431e636657d58226f51e0d96f0e228a1f1b63bb365122c87bb967f69', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00');
INSERT INTO pulse.message_hashes VALUES
	('choir', 'tour', '2024-06-14', '886d0f8a350193aa9741385c7668c3f4af846b7fb2d2530f08ed9c14161fe455', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '40a76ccd90b2d0dab5fe3e219a7f09496ef99db1ca534434a2becaa58ce95774', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '847e17843f924a89e5202d758719186adcee6ab85d8702a67e8ca852b572888b', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '32eed2f55ac3cec78d684c829db1d042da9d14c3ba70848136aafee8c838f193', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '21069dce30a476b2475701e99b1d08775e2f7e30e67f2b952028cbc298d9b346', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '28897481ca0ccb81bc7d28665904c288cfe629a6d70f8525b2bd0197c3ad03e8', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '2f720df2118db64804050afb7f8a4d8abdad8f8d7ab1eb6ec4b554317a4d050a', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '8f8c9890f1b9e9a0f490650fed084878392c4acc1d8297653f237d2831658a52', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '9523f9c49d977abb2146d168a5263f5f6a2965e7bd00ae50289a8f726751d086', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '36004cbb2e12f697fcdffa2069b2a30a7c4b44c41c2b78df841befd17772c2da', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '2e719ad7126ea11471b98a67403865ba6811e90679ff6a85ec1c95e6c3045b4c', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', 'd0acdd176dd4517b2e818bb3d81ec0a5bcf5c831f9e434cd2bfe1aeecb6b004d', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '0eb3f11869954e8efc0a3b55e90322d892b3764500343af2efa21acba57829be', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', 'c7fbb7c0d918b7e6b45ac20854688a08b359320bd2a5d54b1e3b195a50163841', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', '3de60ffd265679b3e1d6c47ad420f894f4a414b8aaa7214fa55351efa251aba9', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-14', 'b8512646d93853703af49aba535aa0904c18df584814b2853e1c47654c84ab9d', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', 'b95c601102fb0f4c46f00e42a47cc98b80a5963461efd4a2831271440a17e974', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '6b11628b7db5fe8ca823048f0763435040580bf6c01c1bd51e48b9e740845ad6', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '2403d0d118aef9ed87ee47209520c6a1d154b3bcf690c475d58cdc87a2569af7', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '49847e175a47b37874dbd1757797b007cf2ce246cd30fb25ed7945ad21dd7055', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '1451698e0c61761527cb6dfa496bf384ddb924e68ba37b2f854a37920131f5be', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', 'bfa2b89b86f788ac71f2e4a7f97b41215c6f22636b3fff7478063db08eff41d9', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '308f15276df719c148827657f96b622768a459550622768b2ff5b880d5824c37', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '0ca915e193371fbf282f64e32c5e93b57bfc2126ca498c38ded92f3df6cac075', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '4c88e590f2226ade6290eaee8b01b70486f81c7153383e1212187495ef66b945', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '9a36153912fc460aa3eadc6021f659b951f3a591b77289a77444b15cc71c4dc0', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', 'd89cf6f4067f059a92dccaf92551203e704718a14983928643ae1e17a6712087', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '9da4be3d2402f4700aef53eadab3e3733c68d9fc8749dde2cb80df594db6271e', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '9b0cf0b36ab5ada4c78d0ae3d8a563885911dfde39c211285a8d0a50a58a4c40', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '9c6cc7ada276edb304ed57c5a576ab4aeacbdbcb5227c1bcb2b5c74bfffb6284', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', 'cd7c4a0a0196613bc7303f65b07aff65b03a1606b987a3b784a6150d2784b717', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', 'cf8260e45ecb3edda3ae7d299ab52e177952582bcd169407fb1698881e6b8e5e', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', 'cf7e0fb0fe3f4fe45ad8cfd24cc3a1cf23a410813f0677cdb9b288bf4854c6dd', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', 'a9c6825698daedc5b5553c820d591605909a6c1b3b9ae62e5d1d61bb468c8ddb', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', 'e14f953c5aad54980a133be2f7fe924660585e759c87fc0b0563a880d9ebcb9a', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '832341464b8d595f8d220ddf801c0c6964007747db92acf949e4dd3653ae8fc5', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '41f23a5da8f4d8944082fb3fa906f717f1f6c69695fc538bcffe2d6f44898468', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '16bfbceb759b1369ab654e19b356fd70a0d00b66ea8f607bb86fc3344e28dc78', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '93c3e9fa95a3c43da2fd08908767b44640ab2747a65d9ca73b0b9433ae00bcfe', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '14737f8665fb5ce9adf0b21bd612fb344c9b89839be364d9dde240bcbab550fd', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '1a082dd5fbb4ef2c26daa3d3d6001b1e7a3dcc902d1cb69844b542499f45775e', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '43a01e2f670d45fa3e15ecd96ab4efb5a4ab009b5a9c19780951139959e35702', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '75f1bceb544431e286a91836bbc84f99c11405e12cf2cbb90e91dccdb79b889c', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '4fab98745e9fb3e9a170d18535232c6ddeaf3408e7db58add8f180575cceff49', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', 'be9f25b5c41166a158280e2de1303bf4376ba92ce6126020c97beaea46585ee8', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '889ddd26692cc19933009411862b7627562253ccaaa0123ca855da74b89de42a', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', 'cdbd06b3b7e19935ce4604985c4de4b8ce4070d012b4e59ae470bdde77f00de2', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '70c989b707401c22cc43f0434669db82a351214895dfdeb45edce36af7bf52b7', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '51158a7669c66cc10434010fe6ef07d0adc2c1f3eb47f1bb0ba8b10f43c06e68', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '6eb464c4747388542f1349da4c7f65a161815218d4758c861e8b378418424847', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00');
INSERT INTO pulse.message_hashes VALUES
	('choir', 'tour', '2024-06-15', 'f703345543abb49348b21fc4dd1b15feb27b67bd9a8c509fefe163e213aa639d', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', 'c2bf30a54ebcabe2628b9cc582817ad1c98b7ad2a32af34f6a30e0f96bd25a0a', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '9e5a3977ad03a3e1a429ddaa2c0b891b75f328edfb21496ec3be30119bdfbc42', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '1269bab96e74f009a7ce49d5ed205258d56db8032c8de12d8a0fd870be3e762c', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '126e3220d2025b7817e16922e1e686c71d4247387c7849fca623006ea158a6c0', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', 'cb30bd8c756685567a4925c0e71a46ab1afdb9e6689cbd2212d5c59ade6de6e5', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '21069dce30a476b2475701e99b1d08775e2f7e30e67f2b952028cbc298d9b346', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '28897481ca0ccb81bc7d28665904c288cfe629a6d70f8525b2bd0197c3ad03e8', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '64a306f9c41d0d3dda91d96f9044d6380b7a8a9f6eaad234d226828b5dca1c24', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', 'd9bc7ee71e2765b42baafd06c28c32b7ee57a85d7308adb6a1132d53a00eae80', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '0034eb408551f27723e958b8c3c1fb72eb47fce1298241e408e1a51c23bec63e', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', 'd04e489a8b51f0833b644103c4c1a6c80236ef56123b738f4c21f122c8fa6bfa', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', 'b2b8f0236061e78b0dff98d2585c81bfc850879f079ad7f725e03585c001192e', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '58d1df9bcee3bdf1e8dfcc49cea043bd42880bb7296302f9b4d4d61bc635ad7e', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', 'efb9e93babcda74681470cb62eef077f4518727a66051f5326852d02eee04d4a', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '78780a08b857dcde0ad8118573eab45cb266c95baeaf8790da0872e877af4a1e', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '85b15c459cde0f5bf33af533eafb0f4bc6ab97dd56036671433e95705afd3fd5', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '084f5f9ecb3436d840cc43079e9fa55d6c5a556f8a2b47ae091c2eb470e8e157', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '3139a79e1330c165d366f16e57171f609162d3adecb3e17e325d22946596b9b2', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '5ff9bdaf7354251872be32e5252d519c6f34fbd2bcf7abb94132873acd1b2c5d', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '852f42541d87211f1f5e234eb564b3922c3217d29bd09dadf2841e53e297e2f4', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '0796b3749f94f047c6c022e18beb548d21de4e2a4e7c89091ce1ee5e40f3ea00', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '5c4c9399c7b1a510a9c5249857007e79a0a732bdfe365547edcffd113a661c5f', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '88cf32ddc0ce8b9458e0fc55111bda94ecacf6ff7a9482a6df670434871f361e', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-15', '7a9d8b187da6cc251167ead694afe9f5affec00353286d646cd5dd72a2e04af7', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', 'ee40671f2a243a6d433b5448e1b9a2e78dbfc11ba78d992ba6abcdf8d8388d8b', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '248835d0c5a759a86ab8b174304cba2b7188141b861d2f5efa2f486ee040681e', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', 'efb9e93babcda74681470cb62eef077f4518727a66051f5326852d02eee04d4a', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '3139a79e1330c165d366f16e57171f609162d3adecb3e17e325d22946596b9b2', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '78780a08b857dcde0ad8118573eab45cb266c95baeaf8790da0872e877af4a1e', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '66831eae1006abe463171404ea61b90c1992c41af37c2e3bff8e8645dd612391', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '26c264ed3331e25b43d083a0c84bd9f68011439e2b1ff15a27a5e528af834171', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', 'ba6c2582b75992eb01b25c2d0de832084e012daf7da44a8c374010d1b8f5ce9a', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', 'ef3f6cdb0ff67fbccbf6b3f1db4b881ceafd5c3549a72431dea53d871c15c094', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '358b3df6f9f539c9faccab90e3ee6c5383a933550a9564b8b07e314a9d9da352', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '43a01e2f670d45fa3e15ecd96ab4efb5a4ab009b5a9c19780951139959e35702', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '890672bf55c87b3318eb596ed9dcbcd76b025f487c5dc49af96279e3ba511906', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '37f79ebf3d81f32cef7785c96ff34c0fcf8c7381ed8be2c2501b014ffadfb89b', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', 'd636d10de83351e3d24b22852a7228621e2f6faeda3f9b3920c4d759a95e1701', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', 'e1cd32d152c3f56520bddc73947aa43508895d73362b411a9a19cae27827abb4', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '6b5f36128b390df428b801af7be274bd5440c91c20524aaf9ba4d9971da42580', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '9f295cd121b62b0803c768dc60578bb2dbd65571c043e55217a5281482473290', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '7444d60566af4a33317ce1e7c165f9737a8eed51c6c76dc9e2a3061adeaa964d', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', 'fe9e9ccb14bd7d3df6181ce79c2b4ad7bb5e5fb8a40b4d187549dc8d34a8ed38', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '8902035699b16e8fc61f818f187040fc52b25b9ecf9c7b97b70a3cf985d48fa7', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '3af3ed7b6862911059d28823fb532c079b581be3d49231837d5dcff2e07443dc', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '67369fb890f741940b4f89647f6a8b6ae8aba29b493bfee2479814163b1ab294', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '628830a2550f0f25554bf7cef7b4afed36a1fc68336b1462a44142434102a4fd', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '073eaf17596fe037c885797cb5ed779fd94a2ac620cc754c617bb65c624947f6', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '4e3f31ac3f95074271551dcd798ba47d90ed4f37f220f77b851bb27e7f729850', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00');
INSERT INTO pulse.message_hashes VALUES
	('choir', 'tour', '2024-06-16', 'eef1581a1e88bdc9119997c9e4d9527e4de8513f9e7897eebe8d98a119b67b92', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '0be1c24f036e854f7b34b581d717b107b15dd26c9b2299c3ea114b9c9b270754', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', 'a4f4065ce574f301c716b24b679d5a747dfef67eb5a66a34dc7f9d5ca048dcc3', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '6b11628b7db5fe8ca823048f0763435040580bf6c01c1bd51e48b9e740845ad6', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '2a5c9818ac937c2abc652a4b6b8769d8441873ef3dafd875591958cada2948aa', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '82f255ede7e8ad8083ccab8450a9ee3e9584e62972a1e7a12f86f905983a9099', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '2f720df2118db64804050afb7f8a4d8abdad8f8d7ab1eb6ec4b554317a4d050a', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '544d3445ee34c4743f0e294cb392e2660ada21ce3e318427e4d7541ce8448831', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '6b21b22bf59d333eb4e8a328901ac7509fdf51f4f199709b533a59b5f63bfe1c', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', 'a324cdfc692e1466e71113c3f9eb1fc3883908993d221e16835c9b14dd33a412', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '30f9fae0ede66bd04d4c92a816b4804bb1a80b8dca33c25a0fd9cd279bea8ec4', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', 'dddec799f346cfbf52598d169a8a375467afadb420b9241c8fe38c8f5c10d69b', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '2b9c0c5e0cbc6a6a250b55ce4419fa886bf5624e5ef0e78e58046ed33eaafe34', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '9be94d6f0d4d2af3c4d16462a61448a202fb554a9fc696dd90057a059b6bd87f', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '847e17843f924a89e5202d758719186adcee6ab85d8702a67e8ca852b572888b', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '1365d83ef69d501bb5739591cc2340733cf8c63b1b5a3c21c1f8697981715248', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', 'c498e865cabdb9da18f9405ec54878affd80a0afc838786538285bedb407f6da', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '7e4ab838e0b77cd928fc78e896351af5498ca45d2753ceb282d4eb36011216d6', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', 'ca3389d8089b55369243dadbb37515174a048d0a863651f7dc47cf48fb75f528', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', 'bb5e455ab1a9712ecf45ca6e90347f1fc21fd0af7a2436486ee4480eee4dac3c', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '70830ef15fdefb822789e83a33aae2b993752cb1b533181c0c6cd155fe602daf', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-16', '9b0cf0b36ab5ada4c78d0ae3d8a563885911dfde39c211285a8d0a50a58a4c40', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', '139100f4bfb5d7c98905b5b5d45e7dbd638ff500cf6a1edd2c85e522cd80e25f', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', '043ab231686173c26729c46713315028182a1324c76c40ba8cc4919b9d0f4274', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', '886d0f8a350193aa9741385c7668c3f4af846b7fb2d2530f08ed9c14161fe455', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', '26662a14655fbf26a91d063c734b07f52a0109f591020b399e3f29cd0b63cced', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', '40a76ccd90b2d0dab5fe3e219a7f09496ef99db1ca534434a2becaa58ce95774', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', 'a052da9898ed3e269523d88dc916014c76ddb2704aa9ac086f66437fe413b40b', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', '8902035699b16e8fc61f818f187040fc52b25b9ecf9c7b97b70a3cf985d48fa7', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', '847e17843f924a89e5202d758719186adcee6ab85d8702a67e8ca852b572888b', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', '6f8203a70677ab4013c3a7ebbb206fb28a4f1decbe6c8d6e3cacae947859f10a', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', '3d14c41831d7d9e75ed88210c3ec55b23a03cee8b93f4e44f5f060af9c70ab16', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', '1b48ba5fe28d42487a3024394a0c04eb6365f2382f091b49eaeaa69e9b71169f', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', 'aade90785b26aaec87d4060bda7bbaf74dda989dc236bd3b04451bb7193510e8', '133baa694ae73e3312bf8e14c15c6176e54faaf50ee1e9def32a0ef6d755103e', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', '428a96d09e87b3ddafdb01d7156486368154debf3586edadd2049f8216665207', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', '9559ccf2bd3c27955480425f84e85f71cd8fbc8674e7e75dbd8badc092db882b', '6dca49f745e7d929a47a911c0d71001f7adbddb8a538ae64a40339efa1e7f54a', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', '1cd7e9f4d9e1f3456ca25785bf4dc20d8868193f3220f233ca82a166fec7c78f', '0d05b0cab0a48ef4ece37144ca0c66511f5b694ddb993b6dcedd13276ccd2bec', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', '8b276829b1fb70475eb03ac32039fb840a53a08b9c91406b2edaa812ce927dbb', '4e551ef531b6d2160712cb7278c975a9bee557ef8f355b065b02d77b863d87fd', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', 'd4156991699a95f43953e5d0ff34a9fbbafc83e3896253fbfd5f06c22786934e', 'ddeca53e079f05de8c29a84088d12a5a1652a37126bce157b1c460d065654e02', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00'),
	('choir', 'tour', '2024-06-17', '5c4c9399c7b1a510a9c5249857007e79a0a732bdfe365547edcffd113a661c5f', '85178844a8bd42e277d81caa9e09a25bb1a5f83f8b7ff8e4b16f7ad70908d2ef', '053b85c1-4ba0-80dc-be09-e64e885bde32', '2026-11-28 08:12:45.202319+00');


--
-- Data for Name: weekly_concept_graph_public; Type: TABLE DATA; Schema: pulse; Owner: -
--

INSERT INTO pulse.weekly_concept_graph_public VALUES
	('choir', 'tour', '2024-06-09', '2024-06-15', '{"edges": [{"source": "transport", "target": "utilities", "weight": 3, "strength": 1}, {"source": "cleaning", "target": "governance", "weight": 1, "strength": 1}, {"source": "cleaning", "target": "maintenance", "weight": 1, "strength": 1}, {"source": "cleaning", "target": "transport", "weight": 1, "strength": 1}, {"source": "cleaning", "target": "utilities", "weight": 1, "strength": 1}, {"source": "governance", "target": "maintenance", "weight": 1, "strength": 1}, {"source": "governance", "target": "transport", "weight": 1, "strength": 1}, {"source": "governance", "target": "utilities", "weight": 1, "strength": 1}, {"source": "maintenance", "target": "transport", "weight": 1, "strength": 1}, {"source": "maintenance", "target": "utilities", "weight": 1, "strength": 1}, {"source": "safety", "target": "transport", "weight": 1, "strength": 1}, {"source": "safety", "target": "utilities", "weight": 1, "strength": 1}], "nodes": [{"id": "transport", "days": 3, "label": "transport", "pillar": "reliability", "weight": 125, "sentiment": 0.95}, {"id": "utilities", "days": 3, "label": "utilities", "pillar": "reliability", "weight": 125, "sentiment": 0.95}, {"id": "cleaning", "days": 1, "label": "cleaning", "pillar": "coordination", "weight": 59, "sentiment": 0.89}, {"id": "governance", "days": 1, "label": "governance", "pillar": "coordination", "weight": 59, "sentiment": 0.89}, {"id": "maintenance", "days": 1, "label": "maintenance", "pillar": "coordination", "weight": 59, "sentiment": 0.89}, {"id": "safety", "days": 1, "label": "safety", "pillar": "emotional_climate", "weight": 42, "sentiment": 1}]}', '{"week_end": "2024-06-15", "edge_count": 12, "node_count": 6, "week_start": "2024-06-09", "generated_at": "2026-11-28T08:12:45.35896Z", "pillar_source": "keyword"}', 6, 12, '2026-11-28 08:12:45.35896+00'),
	('choir', 'tour', '2024-06-16', '2024-06-22', '{"edges": [{"source": "governance", "target": "transport", "weight": 2, "strength": 1}, {"source": "cleaning", "target": "food", "weight": 1, "strength": 1}, {"source": "cleaning", "target": "governance", "weight": 1, "strength": 1}, {"source": "cleaning", "target": "maintenance", "weight": 1, "strength": 1}, {"source": "cleaning", "target": "transport", "weight": 1, "strength": 1}, {"source": "food", "target": "governance", "weight": 1, "strength": 1}, {"source": "food", "target": "maintenance", "weight": 1, "strength": 1}, {"source": "food", "target": "transport", "weight": 1, "strength": 1}, {"source": "governance", "target": "maintenance", "weight": 1, "strength": 1}, {"source": "governance", "target": "safety", "weight": 1, "strength": 1}, {"source": "maintenance", "target": "transport", "weight": 1, "strength": 1}, {"source": "safety", "target": "transport", "weight": 1, "strength": 1}], "nodes": [{"id": "governance", "days": 2, "label": "governance", "pillar": "coordination", "weight": 65, "sentiment": 0.88}, {"id": "transport", "days": 2, "label": "transport", "pillar": "reliability", "weight": 65, "sentiment": 0.88}, {"id": "cleaning", "days": 1, "label": "cleaning", "pillar": "coordination", "weight": 47, "sentiment": 0.83}, {"id": "food", "days": 1, "label": "food", "pillar": "belonging", "weight": 47, "sentiment": 0.83}, {"id": "maintenance", "days": 1, "label": "maintenance", "pillar": "coordination", "weight": 47, "sentiment": 0.83}, {"id": "safety", "days": 1, "label": "safety", "pillar": "emotional_climate", "weight": 18, "sentiment": 1}]}', '{"week_end": "2024-06-22", "edge_count": 12, "node_count": 6, "week_start": "2024-06-16", "generated_at": "2026-11-28T08:12:45.35896Z", "pillar_source": "keyword"}', 6, 12, '2026-11-28 08:12:45.35896+00');


--
-- Data for Name: weekly_health_snapshots_public; Type: TABLE DATA; Schema: pulse; Owner: -
--

INSERT INTO pulse.weekly_health_snapshots_public VALUES
	('choir', 'tour', '2024-06-09', '2024-06-15', '{"overall": 71, "pillars": [{"id": "emotional_climate", "score": 98, "signals": [{"id": "sentiment", "unit": "score from -1 to 1", "label": "Sentiment", "value": 0.96, "pillarId": "emotional_climate", "confidence": 0.69, "explanation": "The tone of the week''s messages, weighted by how much was written each day.", "directionality": "higher_is_better"}, {"id": "strain", "unit": "index from 0 to 1", "label": "Strain", "value": 0.01, "pillarId": "emotional_climate", "confidence": 0.41, "explanation": "The week''s strain index, in which a single bad day still shows.", "directionality": "lower_is_better"}]}, {"id": "belonging", "score": 50, "signals": [{"id": "participation", "unit": "ratio", "label": "Participation", "value": null, "pillarId": "belonging", "confidence": 0, "explanation": "There is no earlier week to compare participation with, so the score is set to the middle.", "directionality": "higher_is_better"}]}, {"id": "mutual_support", "score": 100, "signals": [{"id": "unresolved_requests", "unit": "share", "label": "Unresolved requests", "value": 0, "pillarId": "mutual_support", "confidence": 0.69, "explanation": "The share of questions and calls for help that got no reply, as a mean over the week''s days.", "directionality": "lower_is_better"}]}, {"id": "equity", "score": 100, "signals": [{"id": "concentration", "unit": "index from 0 to 1", "label": "Concentration on one sender", "value": 0, "pillarId": "equity", "confidence": 0.69, "explanation": "How far one person dominated the conversation, as a mean over the week''s days.", "directionality": "lower_is_better"}]}, {"id": "coordination", "score": 33, "signals": [{"id": "coordination_days", "unit": "days", "label": "Days with coordination topics", "value": 1, "pillarId": "coordination", "confidence": 0.69, "explanation": "Days on which events, maintenance or governance were among the main topics.", "directionality": "higher_is_better"}]}, {"id": "reliability", "score": 43, "signals": [{"id": "active_days", "unit": "days", "label": "Active days", "value": 3, "pillarId": "reliability", "confidence": 0.69, "explanation": "Days of the week on which anything was written.", "directionality": "higher_is_better"}]}], "period_end": "2024-06-15", "updated_at": "2026-11-28T08:12:45.3589600Z", "community_id": "choir", "period_start": "2024-06-09", "data_confidence": 0.69}', 71, 0.69, '2026-11-28 08:12:45.35896+00'),
	('choir', 'tour', '2024-06-16', '2024-06-22', '{"overall": 82, "pillars": [{"id": "emotional_climate", "score": 95, "signals": [{"id": "sentiment", "unit": "score from -1 to 1", "label": "Sentiment", "value": 0.9, "pillarId": "emotional_climate", "confidence": 0.49, "explanation": "The tone of the week''s messages, weighted by how much was written each day.", "directionality": "higher_is_better"}, {"id": "strain", "unit": "index from 0 to 1", "label": "Strain", "value": 0.02, "pillarId": "emotional_climate", "confidence": 0.25, "explanation": "The week''s strain index, in which a single bad day still shows.", "directionality": "lower_is_better"}]}, {"id": "belonging", "score": 100, "signals": [{"id": "participation", "unit": "ratio", "label": "Participation", "value": 1, "pillarId": "belonging", "confidence": 0.12, "explanation": "How many people wrote this week, compared with the median of up to four weeks before.", "directionality": "higher_is_better"}]}, {"id": "mutual_support", "score": 100, "signals": [{"id": "unresolved_requests", "unit": "share", "label": "Unresolved requests", "value": 0, "pillarId": "mutual_support", "confidence": 0.49, "explanation": "The share of questions and calls for help that got no reply, as a mean over the week''s days.", "directionality": "lower_is_better"}]}, {"id": "equity", "score": 100, "signals": [{"id": "concentration", "unit": "index from 0 to 1", "label": "Concentration on one sender", "value": 0, "pillarId": "equity", "confidence": 0.49, "explanation": "How far one person dominated the conversation, as a mean over the week''s days.", "directionality": "lower_is_better"}]}, {"id": "coordination", "score": 67, "signals": [{"id": "coordination_days", "unit": "days", "label": "Days with coordination topics", "value": 2, "pillarId": "coordination", "confidence": 0.49, "explanation": "Days on which events, maintenance or governance were among the main topics.", "directionality": "higher_is_better"}]}, {"id": "reliability", "score": 29, "signals": [{"id": "active_days", "unit": "days", "label": "Active days", "value": 2, "pillarId": "reliability", "confidence": 0.49, "explanation": "Days of the week on which anything was written.", "directionality": "higher_is_better"}]}], "period_end": "2024-06-22", "updated_at": "2026-11-28T08:12:45.3589600Z", "community_id": "choir", "period_start": "2024-06-16", "data_confidence": 0.49}', 82, 0.49, '2026-11-28 08:12:45.35896+00');


--
-- Data for Name: weekly_summaries_public; Type: TABLE DATA; Schema: pulse; Owner: -
--

INSERT INTO pulse.weekly_summaries_public VALUES
	('choir', 'tour', '2024-06-09', '2024-06-15', 'positive', 0.96, 0.69, '["transport", "utilities", "cleaning", "governance", "safety", "maintenance"]', '3 active days, 125 messages; tone positive; main topics: transport, utilities, cleaning, governance, safety, maintenance.', 125, 6, 0.01, 'low', '[]', 0.41, NULL, 'builtin-lexicon/1', '2026-11-28 08:12:45.35896+00', '2026-11-28 08:12:45.35896+00'),
	('choir', 'tour', '2024-06-16', '2024-06-22', 'positive', 0.9, 0.49, '["transport", "governance", "food", "safety", "cleaning", "maintenance"]', '2 active days, 65 messages; tone positive (stable vs previous week); main topics: transport, governance, food, safety, cleaning, maintenance.', 65, 6, 0.02, 'low', '[{"id": "urgency", "label": "Urgency", "value": 0.14, "weight": 0.15}]', 0.25, NULL, 'builtin-lexicon/1', '2026-11-28 08:12:45.35896+00', '2026-11-28 08:12:45.35896+00');


--
-- Data for Name: analysis_jobs; Type: TABLE DATA; Schema: rabbit; Owner: -
--

INSERT INTO rabbit.analysis_jobs VALUES
	('790d9e54-520c-dcc8-7f50-3fdbdcaaea5c', 'a9ede76c-f558-44d6-6285-5fbe0fd295d6', 'vocabulary_extraction', 'completed', 1795853563489, 1795853563897, '{"newWords": 3, "wordsExtracted": 3}'),
	('8508ed5e-b88b-756f-039e-2277576a53ad', '13fbfc1c-2dc0-58a4-205a-5423bcfce11c', 'vocabulary_extraction', 'completed', 1795853563863, 1795853563942, '{"newWords": 1, "wordsExtracted": 2}'),
	('b777c93b-2dd3-4401-68de-2ad61926328e', 'f3ecf569-4620-c8c2-a355-167f16127fa8', 'vocabulary_extraction', 'completed', 1795853563971, 1795853564001, '{"newWords": 3, "wordsExtracted": 3}'),
	('bee2de35-5bf9-369a-36e0-f573b143a563', 'ff26775c-d32d-a59a-e8f7-d0be97c856b3', 'vocabulary_extraction', 'completed', 1795853564035, 1795853564087, '{"newWords": 2, "wordsExtracted": 3}'),
	('2a6ddfc3-061d-7561-943e-2a68a003bbf0', '4737a50a-f2a3-c769-e4ad-2e63664bcd9e', 'vocabulary_extraction', 'completed', 1795853564159, 1795853564252, '{"newWords": 4, "wordsExtracted": 4}'),
	('815c06c6-dbc0-20c5-5e30-9ea281474e68', '8c4b5bc4-e860-a80c-b2b0-77e26f15bd91', 'vocabulary_extraction', 'completed', 1795853564227, 1795853564283, '{"newWords": 3, "wordsExtracted": 3}'),
	('3aa7f1b7-2e20-8f9c-501a-4ae01a0bd2d8', '644d40ac-7518-bb1b-4996-d6e94bf3a125', 'vocabulary_extraction', 'completed', 1795853564324, 1795853564347, '{"newWords": 2, "wordsExtracted": 2}'),
	('d7eab882-458b-7c70-e120-74881dee1698', '17c30d1a-f8aa-df10-65b5-6494714bc1e6', 'vocabulary_extraction', 'completed', 1795853564399, 1795853564431, '{"newWords": 5, "wordsExtracted": 6}'),
	('c6f08cad-20ec-cec8-8a6f-432a567ffb82', '757590c8-3f60-c7b5-7192-ca4951bba007', 'vocabulary_extraction', 'completed', 1795853564455, 1795853564487, '{"newWords": 3, "wordsExtracted": 5}'),
	('4fc5c78f-c3de-979e-8fcc-cfecdcee5a3b', 'cc13952f-de8f-a1d0-adf0-b776650ba540', 'vocabulary_extraction', 'completed', 1795853564541, 1795853564601, '{"newWords": 3, "wordsExtracted": 4}'),
	('64894297-88eb-17e5-273f-0f06e81cb899', '36b61863-6d23-e4dd-3524-7e9539d03de5', 'vocabulary_extraction', 'completed', 1795853564608, 1795853564637, '{"newWords": 2, "wordsExtracted": 3}'),
	('da7ac84b-f9ca-0e86-23b8-fec7e6bfb2b1', 'f1a59332-6fee-adb9-5509-37c53dacad4b', 'vocabulary_extraction', 'completed', 1795853564653, 1795853564758, '{"newWords": 1, "wordsExtracted": 1}'),
	('8d2b61f1-2a63-4fb9-94bb-6e262ba186e4', 'fc68f50e-eb94-1c2c-22b4-25cee33070a7', 'vocabulary_extraction', 'completed', 1795853564752, 1795853564783, '{"newWords": 2, "wordsExtracted": 3}'),
	('3ce32f74-1e4a-90f3-f550-0007e5770fca', 'c8f054c7-f2e5-07ae-4901-9032d9f9ca8b', 'vocabulary_extraction', 'completed', 1795853564799, 1795853564864, '{"newWords": 2, "wordsExtracted": 4}'),
	('1a62e18e-b969-5162-6575-77ce80c4ca0d', '1acfd2dc-a77e-bf0d-bc38-ee43edb6492f', 'vocabulary_extraction', 'completed', 1795853564935, 1795853565002, '{"newWords": 1, "wordsExtracted": 3}'),
	('c17ed92b-bb2a-153a-f84e-5fb63f39799b', 'f67216a6-9456-07a5-e1be-1f9c3a3bb98f', 'vocabulary_extraction', 'completed', 1795853564987, 1795853565014, '{"newWords": 1, "wordsExtracted": 4}'),
	('4b033778-c867-59ec-88b7-6a8538ec61ea', '0b644e82-cef5-8eff-f98d-e82c7cd33872', 'vocabulary_extraction', 'completed', 1795853565080, 1795853565135, '{"newWords": 1, "wordsExtracted": 3}'),
	('36bafd5f-f516-273d-17e1-d569a6a67667', '7d96c059-4071-661d-983b-596acce691fb', 'vocabulary_extraction', 'completed', 1795853565163, 1795853565208, '{"newWords": 3, "wordsExtracted": 3}'),
	('2461f147-6155-a097-6af9-a1245e503bdd', 'f4cbdbd8-8991-9f81-846c-4e0100c7bde8', 'vocabulary_extraction', 'completed', 1795853565243, 1795853565298, '{"newWords": 3, "wordsExtracted": 4}'),
	('0b6ccf35-fb1e-2b2f-d220-6d6ad58d1a85', 'fe489185-11b9-cf28-4172-4e2e416b9239', 'vocabulary_extraction', 'completed', 1795853565348, 1795853565415, '{"newWords": 4, "wordsExtracted": 10}');


--
-- Data for Name: conversation_turns; Type: TABLE DATA; Schema: rabbit; Owner: -
--

INSERT INTO rabbit.conversation_turns VALUES
	('a9ede76c-f558-44d6-6285-5fbe0fd295d6', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076802530, 'rain all gone', 'almost gone shall we go out', NULL, NULL, 1400),
	('13fbfc1c-2dc0-58a4-205a-5423bcfce11c', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076807780, 'yeah yeah', '', NULL, NULL, 1400),
	('f3ecf569-4620-c8c2-a355-167f16127fa8', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076809530, 'where my boots', 'by the door', NULL, NULL, 1460),
	('ff26775c-d32d-a59a-e8f7-d0be97c856b3', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076812970, 'boots is wet', 'only a bit', NULL, NULL, 1460),
	('4737a50a-f2a3-c769-e4ad-2e63664bcd9e', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076816350, 'I do it myself', 'other foot Nell', NULL, NULL, 1460),
	('8c4b5bc4-e860-a80c-b2b0-77e26f15bd91', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076820150, 'um this foot', 'that one yes', NULL, NULL, 1460),
	('644d40ac-7518-bb1b-4996-d6e94bf3a125', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076823770, 'splish splash', 'what a big puddle', NULL, NULL, 1520),
	('17c30d1a-f8aa-df10-65b5-6494714bc1e6', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076827630, 'I jump in the big puddle', 'jump', NULL, NULL, 2300),
	('757590c8-3f60-c7b5-7192-ca4951bba007', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076831490, 'I fall I fell down', 'oh no are you hurt', NULL, NULL, 2120),
	('cc13952f-de8f-a1d0-adf0-b776650ba540', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076836130, 'it hurts a bit', 'come here let me see', NULL, NULL, 1460),
	('36b61863-6d23-e4dd-3524-7e9539d03de5', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076840230, 'mummy kiss it', 'all better', NULL, NULL, 1400),
	('f1a59332-6fee-adb9-5509-37c53dacad4b', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076843550, 'better', '', NULL, NULL, 1460),
	('fc68f50e-eb94-1c2c-22b4-25cee33070a7', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076845360, 'look a worm', 'a long one', NULL, NULL, 1280),
	('c8f054c7-f2e5-07ae-4901-9032d9f9ca8b', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076848560, 'he in the mud', 'he lives there', NULL, NULL, 1640),
	('1acfd2dc-a77e-bf0d-bc38-ee43edb6492f', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076852360, 'is he sad', 'I think he is happy', NULL, NULL, 1160),
	('f67216a6-9456-07a5-e1be-1f9c3a3bb98f', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076855980, 'he loves the rain', '', NULL, NULL, 1820),
	('0b644e82-cef5-8eff-f98d-e82c7cd33872', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076858150, 'bye bye worm', 'shall we go home', NULL, NULL, 1340),
	('7d96c059-4071-661d-983b-596acce691fb', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076861770, 'no not home', 'there is hot milk', NULL, NULL, 1280),
	('f4cbdbd8-8991-9f81-846c-4e0100c7bde8', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076865390, 'milk and a biscuit', 'and a biscuit', NULL, NULL, 2180),
	('fe489185-11b9-cf28-4172-4e2e416b9239', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076869670, 'okay I tell daddy about the worm and the puddle', 'he will love that', NULL, NULL, 3440);


--
-- Data for Name: highlights; Type: TABLE DATA; Schema: rabbit; Owner: -
--

INSERT INTO rabbit.highlights VALUES
	(4769982342303674120, 'a9ede76c-f558-44d6-6285-5fbe0fd295d6', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076802530, 'new_word', 'New word learned: rain', 'rain all gone'),
	(6202573224751723088, 'a9ede76c-f558-44d6-6285-5fbe0fd295d6', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076802530, 'new_word', 'New word learned: all', 'rain all gone'),
	(3237163428562968583, 'a9ede76c-f558-44d6-6285-5fbe0fd295d6', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076802530, 'new_word', 'New word learned: gone', 'rain all gone'),
	(4603127461739682305, '13fbfc1c-2dc0-58a4-205a-5423bcfce11c', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076807780, 'new_word', 'New word learned: yeah', 'yeah yeah'),
	(9018395730265407535, 'f3ecf569-4620-c8c2-a355-167f16127fa8', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076809530, 'new_word', 'New word learned: where', 'where my boots'),
	(1124798404283782690, 'f3ecf569-4620-c8c2-a355-167f16127fa8', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076809530, 'new_word', 'New word learned: my', 'where my boots'),
	(584262434652334650, 'f3ecf569-4620-c8c2-a355-167f16127fa8', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076809530, 'new_word', 'New word learned: boots', 'where my boots'),
	(6785871032084484202, 'ff26775c-d32d-a59a-e8f7-d0be97c856b3', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076812970, 'new_word', 'New word learned: is', 'boots is wet'),
	(3180718351698928757, 'ff26775c-d32d-a59a-e8f7-d0be97c856b3', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076812970, 'new_word', 'New word learned: wet', 'boots is wet'),
	(3151433845622603985, '4737a50a-f2a3-c769-e4ad-2e63664bcd9e', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076816350, 'new_word', 'New word learned: I', 'I do it myself'),
	(3457903470256397987, '4737a50a-f2a3-c769-e4ad-2e63664bcd9e', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076816350, 'new_word', 'New word learned: do', 'I do it myself'),
	(7202134837434407337, '4737a50a-f2a3-c769-e4ad-2e63664bcd9e', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076816350, 'new_word', 'New word learned: it', 'I do it myself'),
	(5082974448814378, '4737a50a-f2a3-c769-e4ad-2e63664bcd9e', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076816350, 'new_word', 'New word learned: myself', 'I do it myself'),
	(2956273563886630377, '8c4b5bc4-e860-a80c-b2b0-77e26f15bd91', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076820150, 'new_word', 'New word learned: um', 'um this foot'),
	(1888527542570974229, '8c4b5bc4-e860-a80c-b2b0-77e26f15bd91', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076820150, 'new_word', 'New word learned: this', 'um this foot'),
	(4163788865045895119, '8c4b5bc4-e860-a80c-b2b0-77e26f15bd91', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076820150, 'new_word', 'New word learned: foot', 'um this foot'),
	(1371017374370833935, '644d40ac-7518-bb1b-4996-d6e94bf3a125', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076823770, 'new_word', 'New word learned: splish', 'splish splash'),
	(987364031441066908, '644d40ac-7518-bb1b-4996-d6e94bf3a125', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076823770, 'new_word', 'New word learned: splash', 'splish splash'),
	(1106852411663060745, '17c30d1a-f8aa-df10-65b5-6494714bc1e6', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076827630, 'new_word', 'New word learned: jump', 'I jump in the big puddle'),
	(5725892833186684348, '17c30d1a-f8aa-df10-65b5-6494714bc1e6', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076827630, 'new_word', 'New word learned: in', 'I jump in the big puddle'),
	(5436121036941091431, '17c30d1a-f8aa-df10-65b5-6494714bc1e6', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076827630, 'new_word', 'New word learned: the', 'I jump in the big puddle'),
	(320737129630405768, '17c30d1a-f8aa-df10-65b5-6494714bc1e6', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076827630, 'new_word', 'New word learned: big', 'I jump in the big puddle'),
	(7292105105102317344, '17c30d1a-f8aa-df10-65b5-6494714bc1e6', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076827630, 'new_word', 'New word learned: puddle', 'I jump in the big puddle'),
	(730816490867150254, '17c30d1a-f8aa-df10-65b5-6494714bc1e6', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076827630, 'long_sentence', 'Long sentence: 6 words', 'I jump in the big puddle'),
	(6663534715076139341, '757590c8-3f60-c7b5-7192-ca4951bba007', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076831490, 'new_word', 'New word learned: fall', 'I fall I fell down'),
	(3873522529997892061, '757590c8-3f60-c7b5-7192-ca4951bba007', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076831490, 'new_word', 'New word learned: fell', 'I fall I fell down'),
	(7588520362245204499, '757590c8-3f60-c7b5-7192-ca4951bba007', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076831490, 'new_word', 'New word learned: down', 'I fall I fell down'),
	(530687624930505683, 'cc13952f-de8f-a1d0-adf0-b776650ba540', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076836130, 'new_word', 'New word learned: hurts', 'it hurts a bit'),
	(3168069934559016290, 'cc13952f-de8f-a1d0-adf0-b776650ba540', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076836130, 'new_word', 'New word learned: a', 'it hurts a bit'),
	(3003018466285286678, 'cc13952f-de8f-a1d0-adf0-b776650ba540', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076836130, 'new_word', 'New word learned: bit', 'it hurts a bit'),
	(7561854400234658404, 'cc13952f-de8f-a1d0-adf0-b776650ba540', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076836130, 'emotional_moment', 'Emotional expression: hurts', 'it hurts a bit'),
	(6413574411342482152, '36b61863-6d23-e4dd-3524-7e9539d03de5', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076840230, 'new_word', 'New word learned: mummy', 'mummy kiss it'),
	(6056447979532868873, '36b61863-6d23-e4dd-3524-7e9539d03de5', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076840230, 'new_word', 'New word learned: kiss', 'mummy kiss it'),
	(5197235997472451114, 'f1a59332-6fee-adb9-5509-37c53dacad4b', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076843550, 'new_word', 'New word learned: better', 'better'),
	(6830122723660694840, 'fc68f50e-eb94-1c2c-22b4-25cee33070a7', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076845360, 'new_word', 'New word learned: look', 'look a worm'),
	(724515300732788786, 'fc68f50e-eb94-1c2c-22b4-25cee33070a7', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076845360, 'new_word', 'New word learned: worm', 'look a worm'),
	(4610353778457924306, 'c8f054c7-f2e5-07ae-4901-9032d9f9ca8b', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076848560, 'new_word', 'New word learned: he', 'he in the mud'),
	(900030382191756378, 'c8f054c7-f2e5-07ae-4901-9032d9f9ca8b', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076848560, 'new_word', 'New word learned: mud', 'he in the mud'),
	(7473192063795932000, '1acfd2dc-a77e-bf0d-bc38-ee43edb6492f', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076852360, 'new_word', 'New word learned: sad', 'is he sad'),
	(8667532689909256239, '1acfd2dc-a77e-bf0d-bc38-ee43edb6492f', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076852360, 'emotional_moment', 'Emotional expression: sad', 'is he sad'),
	(3948492048953548546, 'f67216a6-9456-07a5-e1be-1f9c3a3bb98f', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076855980, 'new_word', 'New word learned: loves', 'he loves the rain'),
	(8696215879670448939, 'f67216a6-9456-07a5-e1be-1f9c3a3bb98f', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076855980, 'emotional_moment', 'Emotional expression: loves', 'he loves the rain'),
	(2790275669496023205, '0b644e82-cef5-8eff-f98d-e82c7cd33872', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076858150, 'new_word', 'New word learned: bye', 'bye bye worm'),
	(4795563721800022863, '7d96c059-4071-661d-983b-596acce691fb', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076861770, 'new_word', 'New word learned: no', 'no not home'),
	(3653435079514331665, '7d96c059-4071-661d-983b-596acce691fb', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076861770, 'new_word', 'New word learned: not', 'no not home'),
	(4432998578599135760, '7d96c059-4071-661d-983b-596acce691fb', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076861770, 'new_word', 'New word learned: home', 'no not home'),
	(4889644037880606023, 'f4cbdbd8-8991-9f81-846c-4e0100c7bde8', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076865390, 'new_word', 'New word learned: milk', 'milk and a biscuit'),
	(5290291103392434577, 'f4cbdbd8-8991-9f81-846c-4e0100c7bde8', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076865390, 'new_word', 'New word learned: and', 'milk and a biscuit'),
	(8097792700934459589, 'f4cbdbd8-8991-9f81-846c-4e0100c7bde8', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076865390, 'new_word', 'New word learned: biscuit', 'milk and a biscuit'),
	(7848522966631382948, 'fe489185-11b9-cf28-4172-4e2e416b9239', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076869670, 'new_word', 'New word learned: okay', 'okay I tell daddy about the worm and the puddle');
INSERT INTO rabbit.highlights VALUES
	(7592457361556869166, 'fe489185-11b9-cf28-4172-4e2e416b9239', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076869670, 'new_word', 'New word learned: tell', 'okay I tell daddy about the worm and the puddle'),
	(3056200785485842579, 'fe489185-11b9-cf28-4172-4e2e416b9239', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076869670, 'new_word', 'New word learned: daddy', 'okay I tell daddy about the worm and the puddle'),
	(1993404582673440945, 'fe489185-11b9-cf28-4172-4e2e416b9239', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076869670, 'new_word', 'New word learned: about', 'okay I tell daddy about the worm and the puddle'),
	(7075018841346547300, 'fe489185-11b9-cf28-4172-4e2e416b9239', '728c6923-25dd-55c6-f71c-b69c54ace1b8', 1770076869670, 'long_sentence', 'Long sentence: 10 words', 'okay I tell daddy about the worm and the puddle');


--
-- Data for Name: sessions; Type: TABLE DATA; Schema: rabbit; Owner: -
--

INSERT INTO rabbit.sessions VALUES
	('728c6923-25dd-55c6-f71c-b69c54ace1b8', 'bunny', 1770076802530, 1795853565348, 20, 1, NULL);


--
-- Data for Name: vocabulary; Type: TABLE DATA; Schema: rabbit; Owner: -
--

INSERT INTO rabbit.vocabulary VALUES
	(2247557375255454639, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'a9ede76c-f558-44d6-6285-5fbe0fd295d6', 'rain', 1770076802530),
	(1322405667034669694, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'a9ede76c-f558-44d6-6285-5fbe0fd295d6', 'all', 1770076802530),
	(7019330062649826579, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'a9ede76c-f558-44d6-6285-5fbe0fd295d6', 'gone', 1770076802530),
	(7892322687492031395, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '13fbfc1c-2dc0-58a4-205a-5423bcfce11c', 'yeah', 1770076807780),
	(6547646769443421053, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '13fbfc1c-2dc0-58a4-205a-5423bcfce11c', 'yeah', 1770076807780),
	(6115926949409911356, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'f3ecf569-4620-c8c2-a355-167f16127fa8', 'where', 1770076809530),
	(3809544222917900841, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'f3ecf569-4620-c8c2-a355-167f16127fa8', 'my', 1770076809530),
	(1242187818074540809, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'f3ecf569-4620-c8c2-a355-167f16127fa8', 'boots', 1770076809530),
	(7454431082867907089, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'ff26775c-d32d-a59a-e8f7-d0be97c856b3', 'boots', 1770076812970),
	(2011028883575833186, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'ff26775c-d32d-a59a-e8f7-d0be97c856b3', 'is', 1770076812970),
	(8437325727999390979, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'ff26775c-d32d-a59a-e8f7-d0be97c856b3', 'wet', 1770076812970),
	(7333369557179319714, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '4737a50a-f2a3-c769-e4ad-2e63664bcd9e', 'I', 1770076816350),
	(4922173901087005848, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '4737a50a-f2a3-c769-e4ad-2e63664bcd9e', 'do', 1770076816350),
	(5543192606695253500, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '4737a50a-f2a3-c769-e4ad-2e63664bcd9e', 'it', 1770076816350),
	(3873798330959691297, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '4737a50a-f2a3-c769-e4ad-2e63664bcd9e', 'myself', 1770076816350),
	(3174603531261560201, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '8c4b5bc4-e860-a80c-b2b0-77e26f15bd91', 'um', 1770076820150),
	(4204344857982393714, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '8c4b5bc4-e860-a80c-b2b0-77e26f15bd91', 'this', 1770076820150),
	(8000959683593332353, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '8c4b5bc4-e860-a80c-b2b0-77e26f15bd91', 'foot', 1770076820150),
	(2533691237776014814, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '644d40ac-7518-bb1b-4996-d6e94bf3a125', 'splish', 1770076823770),
	(7278027574743017370, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '644d40ac-7518-bb1b-4996-d6e94bf3a125', 'splash', 1770076823770),
	(6989938126126647466, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '17c30d1a-f8aa-df10-65b5-6494714bc1e6', 'I', 1770076827630),
	(3741706774106320660, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '17c30d1a-f8aa-df10-65b5-6494714bc1e6', 'jump', 1770076827630),
	(2254371398079018164, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '17c30d1a-f8aa-df10-65b5-6494714bc1e6', 'in', 1770076827630),
	(5611799665128836658, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '17c30d1a-f8aa-df10-65b5-6494714bc1e6', 'the', 1770076827630),
	(7618657521841619024, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '17c30d1a-f8aa-df10-65b5-6494714bc1e6', 'big', 1770076827630),
	(3183040755914945399, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '17c30d1a-f8aa-df10-65b5-6494714bc1e6', 'puddle', 1770076827630),
	(8952434895694481747, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '757590c8-3f60-c7b5-7192-ca4951bba007', 'I', 1770076831490),
	(3948365558094522288, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '757590c8-3f60-c7b5-7192-ca4951bba007', 'fall', 1770076831490),
	(4539705673510702348, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '757590c8-3f60-c7b5-7192-ca4951bba007', 'I', 1770076831490),
	(7619855340799760046, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '757590c8-3f60-c7b5-7192-ca4951bba007', 'fell', 1770076831490),
	(6655656850393911418, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '757590c8-3f60-c7b5-7192-ca4951bba007', 'down', 1770076831490),
	(7492739454884699617, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'cc13952f-de8f-a1d0-adf0-b776650ba540', 'it', 1770076836130),
	(5395556168745166086, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'cc13952f-de8f-a1d0-adf0-b776650ba540', 'hurts', 1770076836130),
	(4231908110792526854, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'cc13952f-de8f-a1d0-adf0-b776650ba540', 'a', 1770076836130),
	(4431371369446215973, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'cc13952f-de8f-a1d0-adf0-b776650ba540', 'bit', 1770076836130),
	(2336910472727847925, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '36b61863-6d23-e4dd-3524-7e9539d03de5', 'mummy', 1770076840230),
	(5496419657366069022, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '36b61863-6d23-e4dd-3524-7e9539d03de5', 'kiss', 1770076840230),
	(2481814834150489269, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '36b61863-6d23-e4dd-3524-7e9539d03de5', 'it', 1770076840230),
	(8626932950204064431, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'f1a59332-6fee-adb9-5509-37c53dacad4b', 'better', 1770076843550),
	(7867734878122831628, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'fc68f50e-eb94-1c2c-22b4-25cee33070a7', 'look', 1770076845360),
	(4358028404128427588, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'fc68f50e-eb94-1c2c-22b4-25cee33070a7', 'a', 1770076845360),
	(8990577272678240186, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'fc68f50e-eb94-1c2c-22b4-25cee33070a7', 'worm', 1770076845360),
	(7402242513078550790, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'c8f054c7-f2e5-07ae-4901-9032d9f9ca8b', 'he', 1770076848560),
	(1036517054628993514, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'c8f054c7-f2e5-07ae-4901-9032d9f9ca8b', 'in', 1770076848560),
	(2544608597147235484, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'c8f054c7-f2e5-07ae-4901-9032d9f9ca8b', 'the', 1770076848560),
	(3750716023169998407, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'c8f054c7-f2e5-07ae-4901-9032d9f9ca8b', 'mud', 1770076848560),
	(784194802726122313, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '1acfd2dc-a77e-bf0d-bc38-ee43edb6492f', 'is', 1770076852360),
	(2681698194451522623, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '1acfd2dc-a77e-bf0d-bc38-ee43edb6492f', 'he', 1770076852360),
	(8864826671593904332, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '1acfd2dc-a77e-bf0d-bc38-ee43edb6492f', 'sad', 1770076852360),
	(5070344802886869982, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'f67216a6-9456-07a5-e1be-1f9c3a3bb98f', 'he', 1770076855980);
INSERT INTO rabbit.vocabulary VALUES
	(7021145364334848704, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'f67216a6-9456-07a5-e1be-1f9c3a3bb98f', 'loves', 1770076855980),
	(4538633794765388004, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'f67216a6-9456-07a5-e1be-1f9c3a3bb98f', 'the', 1770076855980),
	(1631045179659559430, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'f67216a6-9456-07a5-e1be-1f9c3a3bb98f', 'rain', 1770076855980),
	(7132325317022381108, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '0b644e82-cef5-8eff-f98d-e82c7cd33872', 'bye', 1770076858150),
	(4382333389296629645, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '0b644e82-cef5-8eff-f98d-e82c7cd33872', 'bye', 1770076858150),
	(8107291993302229834, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '0b644e82-cef5-8eff-f98d-e82c7cd33872', 'worm', 1770076858150),
	(2769783132012198990, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '7d96c059-4071-661d-983b-596acce691fb', 'no', 1770076861770),
	(1214326150122555903, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '7d96c059-4071-661d-983b-596acce691fb', 'not', 1770076861770),
	(9056844693312664162, '728c6923-25dd-55c6-f71c-b69c54ace1b8', '7d96c059-4071-661d-983b-596acce691fb', 'home', 1770076861770),
	(265904676467986745, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'f4cbdbd8-8991-9f81-846c-4e0100c7bde8', 'milk', 1770076865390),
	(5757328638047543467, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'f4cbdbd8-8991-9f81-846c-4e0100c7bde8', 'and', 1770076865390),
	(7428102007970829376, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'f4cbdbd8-8991-9f81-846c-4e0100c7bde8', 'a', 1770076865390),
	(3675348187697197019, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'f4cbdbd8-8991-9f81-846c-4e0100c7bde8', 'biscuit', 1770076865390),
	(1589667115130969546, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'fe489185-11b9-cf28-4172-4e2e416b9239', 'okay', 1770076869670),
	(6998811505223183930, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'fe489185-11b9-cf28-4172-4e2e416b9239', 'I', 1770076869670),
	(5447254691251342134, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'fe489185-11b9-cf28-4172-4e2e416b9239', 'tell', 1770076869670),
	(2537952026692621252, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'fe489185-11b9-cf28-4172-4e2e416b9239', 'daddy', 1770076869670),
	(8309345588393548726, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'fe489185-11b9-cf28-4172-4e2e416b9239', 'about', 1770076869670),
	(7554299145315522293, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'fe489185-11b9-cf28-4172-4e2e416b9239', 'the', 1770076869670),
	(5724612865457119725, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'fe489185-11b9-cf28-4172-4e2e416b9239', 'worm', 1770076869670),
	(1559383053997245678, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'fe489185-11b9-cf28-4172-4e2e416b9239', 'and', 1770076869670),
	(1612455878728027449, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'fe489185-11b9-cf28-4172-4e2e416b9239', 'the', 1770076869670),
	(1546636602802693949, '728c6923-25dd-55c6-f71c-b69c54ace1b8', 'fe489185-11b9-cf28-4172-4e2e416b9239', 'puddle', 1770076869670);


--
-- Name: mt_events_sequence; Type: SEQUENCE SET; Schema: log; Owner: -
--

SELECT pg_catalog.setval('log.mt_events_sequence', 69, true);


--
-- Name: admin_tokens admin_tokens_pkey; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.admin_tokens
    ADD CONSTRAINT admin_tokens_pkey PRIMARY KEY (name);


--
-- Name: admin_tokens admin_tokens_sha256_key; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.admin_tokens
    ADD CONSTRAINT admin_tokens_sha256_key UNIQUE (sha256);


--
-- Name: call_budgets call_budgets_pkey; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.call_budgets
    ADD CONSTRAINT call_budgets_pkey PRIMARY KEY (name, hour);


--
-- Name: child_pins child_pins_pkey; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.child_pins
    ADD CONSTRAINT child_pins_pkey PRIMARY KEY (child_id);


--
-- Name: claims claims_pkey; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.claims
    ADD CONSTRAINT claims_pkey PRIMARY KEY (name);


--
-- Name: commands commands_pkey; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.commands
    ADD CONSTRAINT commands_pkey PRIMARY KEY (command_id);


--
-- Name: dead_letters dead_letters_pkey; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.dead_letters
    ADD CONSTRAINT dead_letters_pkey PRIMARY KEY (table_name, "position");


--
-- Name: forgettings forgettings_pkey; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.forgettings
    ADD CONSTRAINT forgettings_pkey PRIMARY KEY (table_name);


--
-- Name: generation_numbers generation_numbers_pkey; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.generation_numbers
    ADD CONSTRAINT generation_numbers_pkey PRIMARY KEY (table_name);


--
-- Name: generations generations_pkey; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.generations
    ADD CONSTRAINT generations_pkey PRIMARY KEY (table_name, generation);


--
-- Name: lanes lanes_lane_epoch; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.lanes
    ADD CONSTRAINT lanes_lane_epoch UNIQUE (lane, epoch);


--
-- Name: lanes lanes_pkey; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.lanes
    ADD CONSTRAINT lanes_pkey PRIMARY KEY (lane);


--
-- Name: operations operations_pkey; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.operations
    ADD CONSTRAINT operations_pkey PRIMARY KEY (id);


--
-- Name: personal_keys personal_keys_pkey; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.personal_keys
    ADD CONSTRAINT personal_keys_pkey PRIMARY KEY (key_id);


--
-- Name: read_tables read_tables_pkey; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.read_tables
    ADD CONSTRAINT read_tables_pkey PRIMARY KEY (table_name);


--
-- Name: relay_checkpoints relay_checkpoints_pkey; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.relay_checkpoints
    ADD CONSTRAINT relay_checkpoints_pkey PRIMARY KEY (name);


--
-- Name: relay_dead_letters relay_dead_letters_pkey; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.relay_dead_letters
    ADD CONSTRAINT relay_dead_letters_pkey PRIMARY KEY (name, "position");


--
-- Name: replays replays_pkey; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.replays
    ADD CONSTRAINT replays_pkey PRIMARY KEY (name);


--
-- Name: secrets secrets_pkey; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.secrets
    ADD CONSTRAINT secrets_pkey PRIMARY KEY (name);


--
-- Name: workers workers_pkey; Type: CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.workers
    ADD CONSTRAINT workers_pkey PRIMARY KEY (pid);


--
-- Name: mt_event_progression mt_event_progression_pkey; Type: CONSTRAINT; Schema: log; Owner: -
--

ALTER TABLE ONLY log.mt_event_progression
    ADD CONSTRAINT mt_event_progression_pkey PRIMARY KEY (name);


--
-- Name: mt_events pkey_mt_events_seq_id; Type: CONSTRAINT; Schema: log; Owner: -
--

ALTER TABLE ONLY log.mt_events
    ADD CONSTRAINT pkey_mt_events_seq_id PRIMARY KEY (seq_id);


--
-- Name: mt_streams pkey_mt_streams_tenant_id_id; Type: CONSTRAINT; Schema: log; Owner: -
--

ALTER TABLE ONLY log.mt_streams
    ADD CONSTRAINT pkey_mt_streams_tenant_id_id PRIMARY KEY (tenant_id, id);


--
-- Name: chat_sources chat_sources_pkey; Type: CONSTRAINT; Schema: pulse; Owner: -
--

ALTER TABLE ONLY pulse.chat_sources
    ADD CONSTRAINT chat_sources_pkey PRIMARY KEY (community_id, source_id);


--
-- Name: communities communities_pkey; Type: CONSTRAINT; Schema: pulse; Owner: -
--

ALTER TABLE ONLY pulse.communities
    ADD CONSTRAINT communities_pkey PRIMARY KEY (community_id);


--
-- Name: daily_digests daily_digests_pkey; Type: CONSTRAINT; Schema: pulse; Owner: -
--

ALTER TABLE ONLY pulse.daily_digests
    ADD CONSTRAINT daily_digests_pkey PRIMARY KEY (community_id, source_id, day_date);


--
-- Name: exports exports_pkey; Type: CONSTRAINT; Schema: pulse; Owner: -
--

ALTER TABLE ONLY pulse.exports
    ADD CONSTRAINT exports_pkey PRIMARY KEY (export_id);


--
-- Name: message_hashes message_hashes_pkey; Type: CONSTRAINT; Schema: pulse; Owner: -
--

ALTER TABLE ONLY pulse.message_hashes
    ADD CONSTRAINT message_hashes_pkey PRIMARY KEY (community_id, source_id, day_date, content_hash);


--
-- Name: weekly_concept_graph_public weekly_concept_graph_public_pkey; Type: CONSTRAINT; Schema: pulse; Owner: -
--

ALTER TABLE ONLY pulse.weekly_concept_graph_public
    ADD CONSTRAINT weekly_concept_graph_public_pkey PRIMARY KEY (community_id, source_id, week_start);


--
-- Name: weekly_health_snapshots_public weekly_health_snapshots_public_pkey; Type: CONSTRAINT; Schema: pulse; Owner: -
--

ALTER TABLE ONLY pulse.weekly_health_snapshots_public
    ADD CONSTRAINT weekly_health_snapshots_public_pkey PRIMARY KEY (community_id, source_id, week_start);


--
-- Name: weekly_summaries_public weekly_summaries_public_pkey; Type: CONSTRAINT; Schema: pulse; Owner: -
--

ALTER TABLE ONLY pulse.weekly_summaries_public
    ADD CONSTRAINT weekly_summaries_public_pkey PRIMARY KEY (community_id, source_id, week_start);


--
-- Name: qrtz_blob_triggers qrtz_blob_triggers_pkey; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_blob_triggers
    ADD CONSTRAINT qrtz_blob_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);


--
-- Name: qrtz_calendars qrtz_calendars_pkey; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_calendars
    ADD CONSTRAINT qrtz_calendars_pkey PRIMARY KEY (sched_name, calendar_name);


--
-- Name: qrtz_cron_triggers qrtz_cron_triggers_pkey; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_cron_triggers
    ADD CONSTRAINT qrtz_cron_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);


--
-- Name: qrtz_execution_history qrtz_execution_history_pkey; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_execution_history
    ADD CONSTRAINT qrtz_execution_history_pkey PRIMARY KEY (sched_name, entry_id);


--
-- Name: qrtz_fired_triggers qrtz_fired_triggers_pkey; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_fired_triggers
    ADD CONSTRAINT qrtz_fired_triggers_pkey PRIMARY KEY (sched_name, entry_id);


--
-- Name: qrtz_job_details qrtz_job_details_pkey; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_job_details
    ADD CONSTRAINT qrtz_job_details_pkey PRIMARY KEY (sched_name, job_name, job_group);


--
-- Name: qrtz_job_status qrtz_job_status_pkey; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_job_status
    ADD CONSTRAINT qrtz_job_status_pkey PRIMARY KEY (sched_name, job_group, job_name);


--
-- Name: qrtz_locks qrtz_locks_pkey; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_locks
    ADD CONSTRAINT qrtz_locks_pkey PRIMARY KEY (sched_name, lock_name);


--
-- Name: qrtz_misfire_history qrtz_misfire_history_pkey; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_misfire_history
    ADD CONSTRAINT qrtz_misfire_history_pkey PRIMARY KEY (sched_name, entry_id);


--
-- Name: qrtz_paused_job_grps qrtz_paused_job_grps_pkey; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_paused_job_grps
    ADD CONSTRAINT qrtz_paused_job_grps_pkey PRIMARY KEY (sched_name, job_group);


--
-- Name: qrtz_paused_trigger_grps qrtz_paused_trigger_grps_pkey; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_paused_trigger_grps
    ADD CONSTRAINT qrtz_paused_trigger_grps_pkey PRIMARY KEY (sched_name, trigger_group);


--
-- Name: qrtz_scheduler_state qrtz_scheduler_state_pkey; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_scheduler_state
    ADD CONSTRAINT qrtz_scheduler_state_pkey PRIMARY KEY (sched_name, instance_name);


--
-- Name: qrtz_simple_triggers qrtz_simple_triggers_pkey; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_simple_triggers
    ADD CONSTRAINT qrtz_simple_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);


--
-- Name: qrtz_simprop_triggers qrtz_simprop_triggers_pkey; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_simprop_triggers
    ADD CONSTRAINT qrtz_simprop_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);


--
-- Name: qrtz_triggers qrtz_triggers_pkey; Type: CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_triggers
    ADD CONSTRAINT qrtz_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);


--
-- Name: analysis_jobs analysis_jobs_pkey; Type: CONSTRAINT; Schema: rabbit; Owner: -
--

ALTER TABLE ONLY rabbit.analysis_jobs
    ADD CONSTRAINT analysis_jobs_pkey PRIMARY KEY (id);


--
-- Name: conversation_turns conversation_turns_pkey; Type: CONSTRAINT; Schema: rabbit; Owner: -
--

ALTER TABLE ONLY rabbit.conversation_turns
    ADD CONSTRAINT conversation_turns_pkey PRIMARY KEY (id);


--
-- Name: highlights highlights_pkey; Type: CONSTRAINT; Schema: rabbit; Owner: -
--

ALTER TABLE ONLY rabbit.highlights
    ADD CONSTRAINT highlights_pkey PRIMARY KEY (id);


--
-- Name: sessions sessions_pkey; Type: CONSTRAINT; Schema: rabbit; Owner: -
--

ALTER TABLE ONLY rabbit.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);


--
-- Name: vocabulary vocabulary_pkey; Type: CONSTRAINT; Schema: rabbit; Owner: -
--

ALTER TABLE ONLY rabbit.vocabulary
    ADD CONSTRAINT vocabulary_pkey PRIMARY KEY (id);


--
-- Name: commands_accepted_at; Type: INDEX; Schema: es; Owner: -
--

CREATE INDEX commands_accepted_at ON es.commands USING brin (accepted_at) WITH (autosummarize='on');


--
-- Name: commands_open; Type: INDEX; Schema: es; Owner: -
--

CREATE INDEX commands_open ON es.commands USING btree (accepted_at) WHERE (status = 'accepted'::text);


--
-- Name: operations_open; Type: INDEX; Schema: es; Owner: -
--

CREATE INDEX operations_open ON es.operations USING btree (created_at) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));


--
-- Name: personal_keys_subject; Type: INDEX; Schema: es; Owner: -
--

CREATE UNIQUE INDEX personal_keys_subject ON es.personal_keys USING btree (subject) WHERE (destroyed_at IS NULL);


--
-- Name: pk_mt_events_stream_and_version; Type: INDEX; Schema: log; Owner: -
--

CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON log.mt_events USING btree (tenant_id, stream_id, version);


--
-- Name: idx_daily_by_community_source_date; Type: INDEX; Schema: pulse; Owner: -
--

CREATE INDEX idx_daily_by_community_source_date ON pulse.daily_digests USING btree (community_id, source_id, day_date);


--
-- Name: idx_exports_by_community_source; Type: INDEX; Schema: pulse; Owner: -
--

CREATE INDEX idx_exports_by_community_source ON pulse.exports USING btree (community_id, source_id);


--
-- Name: idx_exports_status_community; Type: INDEX; Schema: pulse; Owner: -
--

CREATE INDEX idx_exports_status_community ON pulse.exports USING btree (status, community_id);


--
-- Name: idx_hashes_by_community_source_date; Type: INDEX; Schema: pulse; Owner: -
--

CREATE INDEX idx_hashes_by_community_source_date ON pulse.message_hashes USING btree (community_id, source_id, day_date);


--
-- Name: idx_weekly_by_community_source_week; Type: INDEX; Schema: pulse; Owner: -
--

CREATE INDEX idx_weekly_by_community_source_week ON pulse.weekly_summaries_public USING btree (community_id, source_id, week_start);


--
-- Name: idx_qrtz_eh_fire_inst; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX idx_qrtz_eh_fire_inst ON quartz.qrtz_execution_history USING btree (sched_name, fire_instance_id);


--
-- Name: idx_qrtz_eh_fired_time; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX idx_qrtz_eh_fired_time ON quartz.qrtz_execution_history USING btree (sched_name, fired_time);


--
-- Name: idx_qrtz_eh_inst; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX idx_qrtz_eh_inst ON quartz.qrtz_execution_history USING btree (sched_name, instance_name);


--
-- Name: idx_qrtz_eh_job_time; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX idx_qrtz_eh_job_time ON quartz.qrtz_execution_history USING btree (sched_name, job_group, job_name, fired_time);


--
-- Name: idx_qrtz_eh_trig_time; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX idx_qrtz_eh_trig_time ON quartz.qrtz_execution_history USING btree (sched_name, trigger_group, trigger_name, fired_time);


--
-- Name: idx_qrtz_ft_inst_job_req_rcvry; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX idx_qrtz_ft_inst_job_req_rcvry ON quartz.qrtz_fired_triggers USING btree (sched_name, instance_name, requests_recovery);


--
-- Name: idx_qrtz_ft_j_g; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX idx_qrtz_ft_j_g ON quartz.qrtz_fired_triggers USING btree (sched_name, job_name, job_group);


--
-- Name: idx_qrtz_ft_t_g; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX idx_qrtz_ft_t_g ON quartz.qrtz_fired_triggers USING btree (sched_name, trigger_name, trigger_group);


--
-- Name: idx_qrtz_j_g_n; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX idx_qrtz_j_g_n ON quartz.qrtz_job_details USING btree (sched_name, job_group, job_name);


--
-- Name: idx_qrtz_mh_inst; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX idx_qrtz_mh_inst ON quartz.qrtz_misfire_history USING btree (sched_name, instance_name);


--
-- Name: idx_qrtz_mh_misfire_time; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX idx_qrtz_mh_misfire_time ON quartz.qrtz_misfire_history USING btree (sched_name, misfire_time);


--
-- Name: idx_qrtz_t_c; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX idx_qrtz_t_c ON quartz.qrtz_triggers USING btree (sched_name, calendar_name);


--
-- Name: idx_qrtz_t_g_n; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX idx_qrtz_t_g_n ON quartz.qrtz_triggers USING btree (sched_name, trigger_group, trigger_name);


--
-- Name: idx_qrtz_t_j; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX idx_qrtz_t_j ON quartz.qrtz_triggers USING btree (sched_name, job_name, job_group);


--
-- Name: idx_qrtz_t_nft_st; Type: INDEX; Schema: quartz; Owner: -
--

CREATE INDEX idx_qrtz_t_nft_st ON quartz.qrtz_triggers USING btree (sched_name, trigger_state, next_fire_time, priority DESC, misfire_instr);


--
-- Name: idx_highlights_session; Type: INDEX; Schema: rabbit; Owner: -
--

CREATE INDEX idx_highlights_session ON rabbit.highlights USING btree (session_id);


--
-- Name: idx_highlights_timestamp; Type: INDEX; Schema: rabbit; Owner: -
--

CREATE INDEX idx_highlights_timestamp ON rabbit.highlights USING btree ("timestamp");


--
-- Name: idx_highlights_turn; Type: INDEX; Schema: rabbit; Owner: -
--

CREATE INDEX idx_highlights_turn ON rabbit.highlights USING btree (turn_id);


--
-- Name: idx_highlights_type; Type: INDEX; Schema: rabbit; Owner: -
--

CREATE INDEX idx_highlights_type ON rabbit.highlights USING btree (type);


--
-- Name: idx_jobs_status; Type: INDEX; Schema: rabbit; Owner: -
--

CREATE INDEX idx_jobs_status ON rabbit.analysis_jobs USING btree (status);


--
-- Name: idx_jobs_turn; Type: INDEX; Schema: rabbit; Owner: -
--

CREATE INDEX idx_jobs_turn ON rabbit.analysis_jobs USING btree (turn_id);


--
-- Name: idx_sessions_active; Type: INDEX; Schema: rabbit; Owner: -
--

CREATE INDEX idx_sessions_active ON rabbit.sessions USING btree (active);


--
-- Name: idx_sessions_child; Type: INDEX; Schema: rabbit; Owner: -
--

CREATE INDEX idx_sessions_child ON rabbit.sessions USING btree (child_id);


--
-- Name: idx_sessions_started; Type: INDEX; Schema: rabbit; Owner: -
--

CREATE INDEX idx_sessions_started ON rabbit.sessions USING btree (started_at);


--
-- Name: idx_turns_session; Type: INDEX; Schema: rabbit; Owner: -
--

CREATE INDEX idx_turns_session ON rabbit.conversation_turns USING btree (session_id);


--
-- Name: idx_turns_timestamp; Type: INDEX; Schema: rabbit; Owner: -
--

CREATE INDEX idx_turns_timestamp ON rabbit.conversation_turns USING btree ("timestamp");


--
-- Name: idx_vocabulary_first_seen; Type: INDEX; Schema: rabbit; Owner: -
--

CREATE INDEX idx_vocabulary_first_seen ON rabbit.vocabulary USING btree (first_seen_at);


--
-- Name: idx_vocabulary_session; Type: INDEX; Schema: rabbit; Owner: -
--

CREATE INDEX idx_vocabulary_session ON rabbit.vocabulary USING btree (session_id);


--
-- Name: idx_vocabulary_turn; Type: INDEX; Schema: rabbit; Owner: -
--

CREATE INDEX idx_vocabulary_turn ON rabbit.vocabulary USING btree (turn_id);


--
-- Name: idx_vocabulary_word; Type: INDEX; Schema: rabbit; Owner: -
--

CREATE INDEX idx_vocabulary_word ON rabbit.vocabulary USING btree (word);


--
-- Name: dead_letters dead_letters_table_name_fkey; Type: FK CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.dead_letters
    ADD CONSTRAINT dead_letters_table_name_fkey FOREIGN KEY (table_name) REFERENCES es.read_tables(table_name);


--
-- Name: generation_numbers generation_numbers_table_name_fkey; Type: FK CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.generation_numbers
    ADD CONSTRAINT generation_numbers_table_name_fkey FOREIGN KEY (table_name) REFERENCES es.read_tables(table_name);


--
-- Name: generations generations_table_name_fkey; Type: FK CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.generations
    ADD CONSTRAINT generations_table_name_fkey FOREIGN KEY (table_name) REFERENCES es.read_tables(table_name);


--
-- Name: read_tables read_tables_lane_fkey; Type: FK CONSTRAINT; Schema: es; Owner: -
--

ALTER TABLE ONLY es.read_tables
    ADD CONSTRAINT read_tables_lane_fkey FOREIGN KEY (lane) REFERENCES es.lanes(lane);


--
-- Name: qrtz_blob_triggers qrtz_blob_triggers_sched_name_trigger_name_trigger_group_fkey; Type: FK CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_blob_triggers
    ADD CONSTRAINT qrtz_blob_triggers_sched_name_trigger_name_trigger_group_fkey FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES quartz.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;


--
-- Name: qrtz_cron_triggers qrtz_cron_triggers_sched_name_trigger_name_trigger_group_fkey; Type: FK CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_cron_triggers
    ADD CONSTRAINT qrtz_cron_triggers_sched_name_trigger_name_trigger_group_fkey FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES quartz.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;


--
-- Name: qrtz_simple_triggers qrtz_simple_triggers_sched_name_trigger_name_trigger_group_fkey; Type: FK CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_simple_triggers
    ADD CONSTRAINT qrtz_simple_triggers_sched_name_trigger_name_trigger_group_fkey FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES quartz.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;


--
-- Name: qrtz_simprop_triggers qrtz_simprop_triggers_sched_name_trigger_name_trigger_grou_fkey; Type: FK CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_simprop_triggers
    ADD CONSTRAINT qrtz_simprop_triggers_sched_name_trigger_name_trigger_grou_fkey FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES quartz.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;


--
-- Name: qrtz_triggers qrtz_triggers_sched_name_job_name_job_group_fkey; Type: FK CONSTRAINT; Schema: quartz; Owner: -
--

ALTER TABLE ONLY quartz.qrtz_triggers
    ADD CONSTRAINT qrtz_triggers_sched_name_job_name_job_group_fkey FOREIGN KEY (sched_name, job_name, job_group) REFERENCES quartz.qrtz_job_details(sched_name, job_name, job_group);


--
-- PostgreSQL database dump complete
--


