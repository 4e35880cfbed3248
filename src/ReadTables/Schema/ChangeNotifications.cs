using System.Data.Common;
using System.Globalization;
using EventSourced.ReadTables.Runtime;
using Weasel.Core;
using Weasel.Postgresql;

namespace EventSourced.ReadTables.Schema;

/// <summary>
/// Triggers that notify the channel <c>es_changes</c>, with the name of the table, when something was written that a worker looks for: another worker, a state of a
/// read table, an operation, a forgetting. Checkpoints and renewals of presence, which are frequent, do not notify.
/// </summary>
internal sealed class ChangeNotifications : ISchemaObject
{
    /// <summary>The channel.</summary>
    public const string Channel = "es_changes";

    // An insert that becomes an update fires no trigger of an inserted row: a renewed presence does not notify.
    private static readonly (string Table, string When)[] s_triggers =
    [
        (StateChanges.Workers, "after insert or delete on {0} for each row"),
        (StateChanges.ReadTables, "after insert or update of state, incarnation, fingerprint on {0} for each statement"),
        (StateChanges.Operations, "after insert on {0} for each statement"),
        (StateChanges.Forgettings, "after insert on {0} for each statement"),
    ];

    /// <inheritdoc/>
    public DbObjectName Identifier { get; } = new PostgresqlObjectName(EngineTables.State, "notify_change", SchemaUtils.IdentifierUsage.General);

    /// <inheritdoc/>
    public IEnumerable<DbObjectName> AllNames() => [Identifier];

    /// <inheritdoc/>
    public void WriteCreateStatement(Migrator migrator, TextWriter writer)
    {
        writer.WriteLine($"""
            create or replace function {Identifier.QualifiedName}() returns trigger language plpgsql as $fn$
            begin
                perform pg_notify('{Channel}', tg_table_name);
                return null;
            end $fn$;
            comment on function {Identifier.QualifiedName}() is 'Notifies the channel {Channel} of a change, with the name of the table: workers listen, and look rarely otherwise.';
            """);
        foreach (var (table, when) in s_triggers)
            writer.WriteLine($"create or replace trigger notify_change {string.Format(CultureInfo.InvariantCulture, when, $"{EngineTables.State}.{table}")} execute function {Identifier.QualifiedName}();");
    }

    /// <inheritdoc/>
    public void WriteDropStatement(Migrator migrator, TextWriter writer) => writer.WriteLine($"drop function if exists {Identifier.QualifiedName}() cascade;");

    /// <inheritdoc/>
    public void ConfigureQueryCommand(Weasel.Core.DbCommandBuilder builder) => builder.Append(
        $"select count(*)::integer from pg_trigger t where t.tgname = 'notify_change' and t.tgrelid = any(array[{string.Join(", ", s_triggers.Select(t => $"to_regclass('{EngineTables.State}.{t.Table}')"))}]::oid[]);\n");

    /// <inheritdoc/>
    public async Task<ISchemaObjectDelta> CreateDeltaAsync(DbDataReader reader, CancellationToken ct = default)
    {
        await reader.ReadAsync(ct);
        return new SchemaObjectDelta(this, reader.GetInt32(0) < s_triggers.Length ? SchemaPatchDifference.Create : SchemaPatchDifference.None);
    }
}
