using System.Data.Common;
using Npgsql;
using Weasel.Core;
using Weasel.Postgresql;

namespace EventSourced.EventStore.Schema;

/// <summary>
/// The append functions of builds that did not use Marten. In a database of theirs they are replaced by functions that refuse: such a build reads the log by
/// a watermark that does not see Marten's appends, and must neither append nor start again. They keep their results, so that a call gets as far as the
/// refusal, and have other parameter names, so that the <c>create or replace function</c> of such a build's start fails.
/// </summary>
/// <param name="options">Names of the schemas.</param>
internal sealed class FormerAppendFunctions(EventStoreOptions options) : ISchemaObject
{
    private const string Names = "'append_group', 'append_plain', 'append_one'";

    private const string Refusal = "This database belongs to a newer build of EventSourced";

    /// <inheritdoc/>
    public DbObjectName Identifier { get; } = new PostgresqlObjectName(options.StateSchema, "append_group", SchemaUtils.IdentifierUsage.General);

    /// <inheritdoc/>
    public IEnumerable<DbObjectName> AllNames() => [Identifier];

    /// <summary>Refuses while workers of an earlier build hold lanes of a database that is still theirs.</summary>
    /// <exception cref="SchemaException">A worker of an earlier build runs.</exception>
    public static async Task RequireStoppedAsync(NpgsqlConnection connection, EventStoreOptions options, CancellationToken cancellationToken)
    {
        var es = options.StateSchema;
        await using var exists = new NpgsqlCommand($"select to_regclass('{es}.lanes') is not null and {Alive(es)}", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true) return;
        await using var command = new NpgsqlCommand(
            $"select string_agg(l.lane || ' (' || l.owner || ')', ', ') from {es}.lanes l join pg_stat_activity a on a.pid = l.backend_pid where l.owner is not null", connection);
        if (await command.ExecuteScalarAsync(cancellationToken) is string lanes)
        {
            throw new SchemaException(
                $"The database is of an earlier build, and its workers still run: {lanes}. Their reading of the log does not see what this build appends. Stop all processes of the earlier build (`es down`), then start this one.");
        }
    }

    /// <inheritdoc/>
    public void WriteCreateStatement(Migrator migrator, TextWriter writer) => writer.WriteLine($"""
        do $do$ declare f record; begin
            for f in
                select p.oid, p.proname, p.oid::regprocedure as signature, pg_get_function_result(p.oid) as result,
                    concat_ws(', ',
                        (select string_agg(format('former_%s %s', n, format_type(t, null)), ', ' order by n) from unnest(p.proargtypes::oid[]) with ordinality a (t, n)),
                        (select string_agg(format('out %I %s', name, format_type(t, null)), ', ' order by n)
                            from unnest(p.proallargtypes, p.proargmodes, p.proargnames) with ordinality a (t, mode, name, n) where mode = 'o')) as arguments
                from pg_proc p where p.pronamespace = to_regnamespace('{options.StateSchema}') and p.proname in ({Names}) and p.prosrc not like '%{Refusal}%'
            loop
                execute format('drop function %s', f.signature);
                execute format('create function {options.StateSchema}.%I(%s) returns %s language plpgsql as %L', f.proname, f.arguments, f.result,
                    'begin raise exception ''{Refusal}, which appends through Marten. Upgrade this process.''; end');
            end loop;
        end $do$;
        """);

    /// <inheritdoc/>
    public void WriteDropStatement(Migrator migrator, TextWriter writer)
    {
    }

    /// <inheritdoc/>
    public void ConfigureQueryCommand(Weasel.Core.DbCommandBuilder builder) => builder.Append($"select {Alive(options.StateSchema)};\n");

    /// <inheritdoc/>
    public async Task<ISchemaObjectDelta> CreateDeltaAsync(DbDataReader reader, CancellationToken ct = default)
    {
        await reader.ReadAsync(ct);
        return new SchemaObjectDelta(this, reader.GetBoolean(0) ? SchemaPatchDifference.Create : SchemaPatchDifference.None);
    }

    private static string Alive(string es) =>
        $"exists (select from pg_proc p where p.pronamespace = to_regnamespace('{es}') and p.proname in ({Names}) and p.prosrc not like '%{Refusal}%')";
}
