using JasperFx;
using Npgsql;
using Weasel.Core;
using Weasel.Core.Migrations;
using Weasel.Postgresql;

namespace EventSourced.EventStore.Schema;

/// <summary>Applies tables of one room alone, for those who use it without the rest.</summary>
public static class SchemaObjects
{
    /// <summary>Creates what is missing.</summary>
    /// <param name="connection">An open connection; its transaction, when it has one, takes the changes in.</param>
    /// <param name="objects">The tables, in the order in which they can be created.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="SchemaException">A column has another type than is expected.</exception>
    public static async Task ApplyAsync(NpgsqlConnection connection, IEnumerable<ISchemaObject> objects, CancellationToken cancellationToken = default)
    {
        var migration = await SchemaMigration.DetermineAsync(connection, cancellationToken, [.. objects]);
        if (migration.Difference == SchemaPatchDifference.None) return;
        await new PostgresqlMigrator().ApplyAllAsync(connection, migration, AutoCreate.CreateOrUpdate, new Quiet(), cancellationToken);
    }

    private sealed class Quiet : IMigrationLogger
    {
        public void SchemaChange(string sql)
        {
        }

        public void OnFailure(System.Data.Common.DbCommand command, Exception ex) => System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(ex);
    }
}
