using System.Data.Common;
using Npgsql;
using Weasel.Core;
using Weasel.Postgresql;

namespace EventSourced.EventStore.Schema;

/// <summary>
/// The append functions of earlier builds, which did not use Marten. The watermark of such a build does not see Marten's appends, so the build must neither
/// append nor start. In its database, these functions are replaced by functions that raise an error. They keep their result types, so that a call reaches
/// the error, and have other parameter names, so that the build's <c>create or replace function</c> fails when it starts.
/// </summary>
/// <param name="options">Names of the schemas.</param>
internal sealed class FormerAppendFunctions(EventStoreOptions options) : ISchemaObject
{
    private const string Names = "'append_group', 'append_plain', 'append_one'";

    private const string Refusal = "This database belongs to a newer build of EventSourced";

    // PostgreSQL quotes the parameter's name when the earlier build replaces the function: this is the message that the build shows at its start.
    private const string Renamed = ": a newer EventSourced has this database; upgrade this one";

    /// <inheritdoc/>
    public DbObjectName Identifier { get; } = new PostgresqlObjectName(options.StateSchema, "append_group", SchemaUtils.IdentifierUsage.General);

    /// <inheritdoc/>
    public IEnumerable<DbObjectName> AllNames() => [Identifier];

    /// <summary>Refuses to upgrade a database while workers of an earlier build hold lanes in it.</summary>
    /// <exception cref="SchemaException">A worker of an earlier build runs.</exception>
    public static async Task RequireStoppedAsync(NpgsqlConnection connection, EventStoreOptions options, CancellationToken cancellationToken)
    {
        var es = options.StateSchema;
        await using var exists = new NpgsqlCommand($"select to_regclass('{es}.lanes') is not null and {Exist(es)}", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true) return;
        await using var command = new NpgsqlCommand(
            $"select string_agg(l.lane || ' (' || l.owner || ')', ', ') from {es}.lanes l join pg_stat_activity a on a.pid = l.backend_pid where l.owner is not null", connection);
        if (await command.ExecuteScalarAsync(cancellationToken) is string lanes)
        {
            throw new SchemaException(
                $"The database belongs to an earlier build whose workers still run: {lanes}. They would not see the events that this build appends. Stop all processes of the earlier build (`{CommandHint.Of("down")}`), then start this one.");
        }
    }

    /// <inheritdoc/>
    public void WriteCreateStatement(Migrator migrator, TextWriter writer) => writer.WriteLine($"""
        do $do$ declare f record; begin
            for f in
                select p.oid, p.proname, p.oid::regprocedure as signature, pg_get_function_result(p.oid) as result,
                    concat_ws(', ',
                        (select string_agg(format('%I %s', n || '{Renamed}', format_type(t, null)), ', ' order by n) from unnest(p.proargtypes::oid[]) with ordinality a (t, n)),
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
    public void ConfigureQueryCommand(Weasel.Core.DbCommandBuilder builder) => builder.Append($"select {Exist(options.StateSchema)};\n");

    /// <inheritdoc/>
    public async Task<ISchemaObjectDelta> CreateDeltaAsync(DbDataReader reader, CancellationToken ct = default)
    {
        await reader.ReadAsync(ct);
        return new SchemaObjectDelta(this, reader.GetBoolean(0) ? SchemaPatchDifference.Create : SchemaPatchDifference.None);
    }

    private static string Exist(string es) =>
        $"exists (select from pg_proc p where p.pronamespace = to_regnamespace('{es}') and p.proname in ({Names}) and p.prosrc not like '%{Refusal}%')";
}
