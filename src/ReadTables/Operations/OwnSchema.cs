using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Operations;

/// <summary>
/// Schemas that the engine creates for tables that it builds aside. One that exists already belongs to somebody else and is never used; one in which people
/// made something stays when the engine's tables are dropped.
/// </summary>
internal static class OwnSchema
{
    public static async Task<bool> ExistsAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)", connection) { Parameters = { new() { Value = schema } } };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <exception cref="QueryException">There is a schema of this name.</exception>
    public static async Task CreateAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        if (await ExistsAsync(connection, schema, cancellationToken)) throw Exists(schema);
        await ExecuteAsync(connection, $"CREATE SCHEMA {SqlNames.Quote(schema)}", cancellationToken);
    }

    /// <summary>Why a schema cannot be created.</summary>
    public static QueryException Exists(string schema) => new(409, "schema_exists",
        $"There is a schema {schema} that was not created for this, and it is left alone. Choose another name, or drop or rename the schema first.");

    /// <summary>Drops a table. What people made to depend on it is not dropped with it.</summary>
    /// <exception cref="QueryException">Something depends on the table; the caller's transaction must be rolled back.</exception>
    public static async Task DropTableAsync(NpgsqlConnection connection, TableDefinition table, string schema, string what, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(connection, $"DROP TABLE IF EXISTS {SqlNames.Of(table, schema)}", cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DependentObjectsStillExist)
        {
            throw new QueryException(409, "generation_in_use", $"{what} cannot be dropped: {e.Detail ?? e.MessageText} Drop or recreate what depends on it first.");
        }
    }

    /// <summary>Drops a schema unless there is something in it, or it is not there.</summary>
    /// <returns>What is in it; null when nothing is.</returns>
    public static async Task<string?> DropIfEmptyAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        await using (var command = new NpgsqlCommand(
            """
            SELECT string_agg(pg_describe_object(d.classid, d.objid, d.objsubid), ', ' ORDER BY d.classid, d.objid)
            FROM pg_depend d JOIN pg_namespace n ON d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = n.oid WHERE n.nspname = $1
            """, connection)
        { Parameters = { new() { Value = schema } } })
        {
            if (await command.ExecuteScalarAsync(cancellationToken) is string left) return $"schema {schema} with {left}";
        }
        await ExecuteAsync(connection, $"DROP SCHEMA IF EXISTS {SqlNames.Quote(schema)}", cancellationToken);
        return null;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
