using System.Data.Common;
using Weasel.Core;
using Weasel.Postgresql;

namespace EventSourced.EventStore.Schema;

/// <summary>
/// Changes to Marten's tables of the log: ids have the "C" collation (so that a prefix is a range of the key), the pages of streams have room for updates in
/// place, the position has a default (for COPY), and every table and column has a comment. Marten does not revert these changes.
/// </summary>
/// <param name="options">Names of the schemas.</param>
internal sealed class LogTables(EventStoreOptions options) : ISchemaObject
{
    private const string OfMarten = "Kept by Marten; not used by EventSourced.";

    private static readonly Dictionary<string, string> s_comments = new()
    {
        ["mt_streams"] = "One row per stream of the log.",
        ["mt_streams.tenant_id"] = "The tenant that owns the stream; *DEFAULT* for modules without tenants.",
        ["mt_streams.id"] = "Name of the stream, unique within its tenant.",
        ["mt_streams.version"] = "Version of the last event.",
        ["mt_streams.timestamp"] = "When the last event was written.",
        ["mt_streams.created"] = "When the first event was written.",
        ["mt_streams.is_archived"] = "Archived by Marten: no events are appended, and readers pass over those that are there.",
        ["mt_events"] = "The events, never changed once written.",
        ["mt_events.seq_id"] = "Position in the whole log, ascending, with holes.",
        ["mt_events.id"] = "Id of the event, a version 7 uuid.",
        ["mt_events.stream_id"] = "The stream.",
        ["mt_events.version"] = "Place in the stream, from 1, without holes.",
        ["mt_events.data"] = "What happened, as JSON.",
        ["mt_events.type"] = "Stable name of the event type with its version, such as shop.order_placed.v1.",
        ["mt_events.timestamp"] = "When it was decided, by the clock of the command side.",
        ["mt_events.tenant_id"] = "The tenant that owns the stream.",
        ["mt_events.mt_dotnet_type"] = "CLR type, written by Marten; the name in type is what counts.",
        ["mt_events.correlation_id"] = "What the event belongs to; by default its command.",
        ["mt_events.causation_id"] = "What caused the event; by default its command.",
        ["mt_events.headers"] = "command_id, actor and traceparent.",
        ["mt_events.is_archived"] = "Archived by Marten with its stream: readers pass over it.",
    };

    private readonly string _log = options.LogSchema;

    /// <inheritdoc/>
    public DbObjectName Identifier { get; } = new PostgresqlObjectName(options.LogSchema, "mt_events_settings", SchemaUtils.IdentifierUsage.General);

    /// <inheritdoc/>
    public IEnumerable<DbObjectName> AllNames() => [Identifier];

    /// <inheritdoc/>
    public void WriteCreateStatement(Migrator migrator, TextWriter writer)
    {
        // Marten's script runs before. A collation is changed only if it differs, because the change rewrites the indexes.
        foreach (var (table, column) in (IEnumerable<(string, string)>)[("mt_streams", "tenant_id"), ("mt_streams", "id"), ("mt_events", "tenant_id"), ("mt_events", "stream_id")])
        {
            writer.WriteLine($"""
                do $do$ begin
                    if exists (select from pg_attribute a join pg_collation l on l.oid = a.attcollation
                        where a.attrelid = '{_log}.{table}'::regclass and a.attname = '{column}' and l.collname <> 'C') then
                        alter table {_log}.{table} alter column {column} type varchar collate "C";
                    end if;
                end $do$;
                """);
        }
        writer.WriteLine($"""
            do $do$ begin
                if not exists (select from pg_class where oid = '{_log}.mt_streams'::regclass and reloptions @> array['fillfactor=85']) then
                    alter table {_log}.mt_streams set (fillfactor = 85);
                end if;
                if not exists (select from pg_attrdef where adrelid = '{_log}.mt_events'::regclass and adnum = 1) then
                    alter table {_log}.mt_events alter column seq_id set default nextval('{_log}.mt_events_sequence');
                end if;
            end $do$;
            comment on schema {_log} is 'The event log, kept by Marten: the only truth. Everything else can be rebuilt from it.';
            comment on sequence {_log}.mt_events_sequence is 'Positions of events. Rolled-back transactions leave holes.';
            """);
        foreach (var (name, comment) in s_comments)
            writer.WriteLine($"comment on {(name.Contains('.', StringComparison.Ordinal) ? "column" : "table")} {_log}.{name} is {SqlText.Literal(comment)};");
        writer.WriteLine($"""
            do $do$ declare r record; begin
                for r in select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                    where c.relnamespace = '{_log}'::regnamespace and c.relkind = 'r' and c.relname like 'mt\_%' and col_description(c.oid, a.attnum) is null
                loop execute format('comment on column {_log}.%I.%I is %L', r.relname, r.attname, '{OfMarten}'); end loop;
                for r in select c.relname from pg_class c
                    where c.relnamespace = '{_log}'::regnamespace and c.relkind = 'r' and c.relname like 'mt\_%' and obj_description(c.oid, 'pg_class') is null
                loop execute format('comment on table {_log}.%I is %L', r.relname, '{OfMarten}'); end loop;
            end $do$;
            """);
    }

    /// <inheritdoc/>
    public void WriteDropStatement(Migrator migrator, TextWriter writer)
    {
    }

    /// <inheritdoc/>
    public void ConfigureQueryCommand(Weasel.Core.DbCommandBuilder builder) => builder.Append($"""
        select to_regclass('{_log}.mt_events') is not null
            and not exists (select from pg_attribute a join pg_collation l on l.oid = a.attcollation
                where (a.attrelid, a.attname) in ((to_regclass('{_log}.mt_streams'), 'tenant_id'), (to_regclass('{_log}.mt_streams'), 'id'),
                    (to_regclass('{_log}.mt_events'), 'tenant_id'), (to_regclass('{_log}.mt_events'), 'stream_id')) and l.collname <> 'C')
            and exists (select from pg_class where oid = to_regclass('{_log}.mt_streams') and reloptions @> array['fillfactor=85'])
            and exists (select from pg_attrdef where adrelid = to_regclass('{_log}.mt_events') and adnum = 1)
            and not exists (select from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                where c.relnamespace = to_regnamespace('{_log}') and c.relkind = 'r' and c.relname like 'mt\_%'
                  and (col_description(c.oid, a.attnum) is null or obj_description(c.oid, 'pg_class') is null));

        """);

    /// <inheritdoc/>
    public async Task<ISchemaObjectDelta> CreateDeltaAsync(DbDataReader reader, CancellationToken ct = default)
    {
        await reader.ReadAsync(ct);
        return new SchemaObjectDelta(this, reader.GetBoolean(0) ? SchemaPatchDifference.None : SchemaPatchDifference.Create);
    }
}
