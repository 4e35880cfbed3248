using EventSourced.EventStore;
using EventSourced.ReadTables;
using Npgsql;

namespace EventSourced.Api.Access;

/// <summary>
/// Privileges of the database logins other than the owner. The API reads everything, writes the state in <c>es</c> except tables that only workers write, and appends to
/// the log; it cannot change read tables, events or definitions. Readers may read the documented tables only.
/// </summary>
public static class DatabaseRights
{
    private const string ApiPolicy = "es_api";

    // Written by workers only. The API creates keys, and workers destroy them.
    private static readonly string[] s_workersOnly = ["lanes", "workers", "generations", "forgettings", "relay_checkpoints", "relay_reactions", "relay_dead_letters"];
    private static readonly string[] s_keys = ["secrets", "personal_keys"];

    /// <summary>Grants the privileges. Call it as the owner after the schemas are applied, at every start, because a new build may have added tables.</summary>
    /// <param name="owner">The database, as the owner.</param>
    /// <param name="catalog">The read tables.</param>
    /// <param name="options">Names of the schemas.</param>
    /// <param name="api">The API's login, or null when it is the owner.</param>
    /// <param name="reader">Login or group of the readers, or null when there is none.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task GrantAsync(
        NpgsqlDataSource owner, ReadTableCatalog catalog, EventStoreOptions options, string? api, string? reader, CancellationToken cancellationToken = default)
    {
        await using var connection = await owner.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Serialised: two concurrent grants on a table fail.
        await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock(hashtext('eventsourced rights'))", cancellationToken);
        if (api is not null) await GrantApiAsync(connection, catalog, options, Quoted(api), cancellationToken);
        if (reader is not null) await GrantReaderAsync(connection, catalog, Quoted(reader), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task GrantApiAsync(NpgsqlConnection connection, ReadTableCatalog catalog, EventStoreOptions options, string api, CancellationToken cancellationToken)
    {
        var (log, es) = (options.LogSchema, options.StateSchema);
        // All existing and future schemas: generations and replays are created in separate schemas.
        foreach (var schema in await SchemasAsync(connection, cancellationToken))
            await ExecuteAsync(connection, $"GRANT USAGE ON SCHEMA {Quoted(schema)} TO {api}; GRANT SELECT ON ALL TABLES IN SCHEMA {Quoted(schema)} TO {api}", cancellationToken);
        var existing = await TablesAsync(connection, es, cancellationToken);
        string Of(IEnumerable<string> tables) => string.Join(", ", tables.Where(existing.Contains).Select(t => $"{es}.{t}"));
        await ExecuteAsync(connection, $"""
            ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO {api};
            ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO {api};
            ALTER DEFAULT PRIVILEGES IN SCHEMA {es} GRANT INSERT, UPDATE, DELETE ON TABLES TO {api};
            GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {es} TO {api};
            GRANT INSERT ON {log}.mt_events TO {api};
            GRANT INSERT, UPDATE, DELETE ON {log}.mt_streams TO {api};
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {log} TO {api};
            """, cancellationToken);
        // The API filters by the caller's tenant itself; without this policy, row-level security would hide all rows from it. A swap copies the policy to the next generation.
        foreach (var table in catalog.Tables.Where(t => t.Tenant is not null).Select(t => $"{Quoted(t.Module)}.{Quoted(t.Name)}"))
        {
            if (await PolicyExistsAsync(connection, table, cancellationToken)) continue;
            await ExecuteAsync(connection, $"CREATE POLICY {ApiPolicy} ON {table} FOR SELECT TO {api} USING (true)", cancellationToken);
        }
        if (Of(s_workersOnly) is { Length: > 0 } workers) await ExecuteAsync(connection, $"REVOKE INSERT, UPDATE, DELETE ON {workers} FROM {api}", cancellationToken);
        // A skipped event is recorded at the generations.
        await ExecuteAsync(connection, $"GRANT UPDATE (skipped) ON {es}.generations TO {api}", cancellationToken);
        if (Of(s_keys) is { Length: > 0 } keys) await ExecuteAsync(connection, $"REVOKE UPDATE, DELETE ON {keys} FROM {api}", cancellationToken);
    }

    private static async Task GrantReaderAsync(NpgsqlConnection connection, ReadTableCatalog catalog, string reader, CancellationToken cancellationToken)
    {
        foreach (var module in catalog.Modules.Select(Quoted))
        {
            // By table: other tables in the schema are not granted. A swap copies grants to the next generation.
            await ExecuteAsync(connection, $"GRANT USAGE ON SCHEMA {module} TO {reader}; ALTER DEFAULT PRIVILEGES IN SCHEMA {module} GRANT SELECT ON TABLES TO {reader}", cancellationToken);
        }
        var tables = string.Join(", ", catalog.Tables.Select(t => $"{Quoted(t.Module)}.{Quoted(t.Name)}"));
        await ExecuteAsync(connection, $"GRANT SELECT ON {tables} TO {reader}", cancellationToken);
    }

    private static async Task<bool> PolicyExistsAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_policy WHERE polrelid = $1::regclass AND polname = $2)", connection)
        {
            Parameters = { new() { Value = table }, new() { Value = ApiPolicy } },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static Task<List<string>> SchemasAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => NamesAsync(
        connection, "SELECT nspname::text FROM pg_namespace WHERE nspowner = current_user::regrole AND nspname !~ '^pg_'", null, cancellationToken);

    private static async Task<HashSet<string>> TablesAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken) =>
        [.. await NamesAsync(connection, "SELECT relname::text FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'p')", schema, cancellationToken)];

    private static async Task<List<string>> NamesAsync(NpgsqlConnection connection, string sql, string? value, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (value is not null) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(cancellationToken)) names.Add(reader.GetString(0));
        return names;
    }

    private static string Quoted(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
