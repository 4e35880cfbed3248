using JasperFx;
using Npgsql;
using Weasel.Core;
using Weasel.Core.Migrations;
using Weasel.Postgresql;

namespace EventSourced.EventStore.Schema;

/// <summary>Applies the tables of one project, for applications that use it alone.</summary>
public static class SchemaObjects
{
    /// <summary>Creates the missing objects.</summary>
    /// <param name="connection">An open connection; if it has a transaction, the changes belong to it.</param>
    /// <param name="objects">The tables, in the order in which they can be created.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="SchemaException">A column has an unexpected type.</exception>
    public static async Task ApplyAsync(NpgsqlConnection connection, IEnumerable<ISchemaObject> objects, CancellationToken cancellationToken = default)
    {
        var migration = await SchemaMigration.DetermineAsync(connection, cancellationToken, [.. objects]);
        if (migration.Difference == SchemaPatchDifference.None) return;
        await new PostgresqlMigrator().ApplyAllAsync(connection, migration, AutoCreate.CreateOrUpdate, new NoLogging(), cancellationToken);
    }

    private sealed class NoLogging : IMigrationLogger
    {
        public void SchemaChange(string sql)
        {
        }

        public void OnFailure(System.Data.Common.DbCommand command, Exception ex) => System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(ex);
    }
}
