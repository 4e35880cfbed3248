using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Operations;

/// <summary>
/// Schemas that the engine creates for tables that are not live. It never uses a schema that exists already, and keeps a schema in which users created
/// objects when it drops its tables.
/// </summary>
internal static class EngineSchema
{
    public static async Task<bool> ExistsAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)", connection) { Parameters = { new() { Value = schema } } };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <exception cref="QueryException">A schema of this name exists.</exception>
    public static async Task CreateAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        if (await ExistsAsync(connection, schema, cancellationToken)) throw Exists(schema);
        await ExecuteAsync(connection, $"CREATE SCHEMA {SqlNames.Quote(schema)}", cancellationToken);
    }

    /// <summary>The exception for a schema that exists already.</summary>
    public static QueryException Exists(string schema) => new(409, "schema_exists",
        $"A schema {schema} exists already and is not used for this. Choose another name, or drop or rename the schema first.");

    /// <summary>Drops a table, but not the objects of users that depend on it.</summary>
    /// <exception cref="QueryException">Something depends on the table; the caller's transaction must be rolled back.</exception>
    public static async Task DropTableAsync(NpgsqlConnection connection, TableDefinition table, string schema, string what, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(connection, $"DROP TABLE IF EXISTS {SqlNames.Of(table, schema)}", cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DependentObjectsStillExist)
        {
            throw new QueryException(409, "generation_in_use", $"{what} cannot be dropped: {e.Detail ?? e.MessageText} Drop the dependent objects first.");
        }
    }

    /// <summary>Drops a schema if it exists and is empty.</summary>
    /// <returns>Its contents; null when it was empty.</returns>
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
