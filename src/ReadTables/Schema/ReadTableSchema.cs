using EventSourced.EventStore.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Schema;

/// <summary>Applies the catalog to the database: schemas, tables, comments, indexes, and the engine's own tables in schema <c>es</c>.</summary>
public static class ReadTableSchema
{
    // Serialises processes that start at the same time. Any unique constant would do.
    private const long SchemaLock = 0x6573_7265_6164_0001;

    /// <summary>
    /// Creates missing objects and updates comments. A table whose definition changed is not modified: it keeps its rows and its generation, and this build
    /// reports it as outdated until it is rebuilt.
    /// </summary>
    /// <param name="source">The database.</param>
    /// <param name="catalog">The tables.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task ApplyAsync(NpgsqlDataSource source, ReadTableCatalog catalog, CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({SchemaLock})", cancellationToken);
        await ExecuteAsync(connection, $"CREATE SCHEMA IF NOT EXISTS {EngineTables.State}; CREATE SCHEMA IF NOT EXISTS {EngineTables.Passage}", cancellationToken);
        await SchemaObjects.ApplyAsync(connection, EngineTables.Objects, cancellationToken);

        var known = new Dictionary<string, (string Fingerprint, DefinitionSnapshot? Made)>();
        await using (var command = new NpgsqlCommand("SELECT table_name, fingerprint, made::text FROM es.read_tables", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) known[reader.GetString(0)] = (reader.GetString(1), DefinitionSnapshot.Parse(reader.IsDBNull(2) ? null : reader.GetString(2)));
        }

        foreach (var module in catalog.Modules)
        {
            await ExecuteAsync(connection, $"CREATE SCHEMA IF NOT EXISTS {SqlNames.Quote(module)}", cancellationToken);
        }
        foreach (var name in catalog.Lanes)
        {
            await using var lane = new NpgsqlCommand("INSERT INTO es.lanes (lane) VALUES ($1) ON CONFLICT DO NOTHING", connection) { Parameters = { new() { Value = name } } };
            await lane.ExecuteNonQueryAsync(cancellationToken);
        }

        foreach (var table in catalog.Tables)
        {
            if (known.TryGetValue(table.QualifiedName, out var live))
            {
                await MoveAsync(connection, table, cancellationToken);
                if (live.Fingerprint == table.Fingerprint) await RefreshAsync(connection, table, live.Made, cancellationToken);
                else await ExecuteAsync(connection, TenantPolicy.Ddl(table, live.Made?.Tenant), cancellationToken);
                continue;
            }
            await ExecuteAsync(connection, TableDdl.Of(table), cancellationToken);
            // A new derived table of an existing source has no rows yet: without a fingerprint, it is outdated until it is rebuilt.
            var isLateDerived = table.SourceRow is not null && known.ContainsKey(catalog.FamilyOf(table)[0].QualifiedName);
            await using var register = new NpgsqlCommand("INSERT INTO es.read_tables (table_name, lane, fingerprint, made) VALUES ($1, $2, $3, $4::text::jsonb)", connection)
            {
                Parameters =
                {
                    new() { Value = table.QualifiedName }, new() { Value = table.Lane }, new() { Value = isLateDerived ? "" : table.Fingerprint },
                    new() { Value = DefinitionSnapshot.Of(table).ToJson() },
                },
            };
            await register.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Moves a table to its lane. The owner of its former lane fails at the next page instead of writing it.</summary>
    private static async Task MoveAsync(NpgsqlConnection connection, TableDefinition table, CancellationToken cancellationToken)
    {
        await using var move = new NpgsqlCommand("UPDATE es.read_tables SET lane = $2, incarnation = incarnation + 1 WHERE table_name = $1 AND lane <> $2", connection)
        {
            Parameters = { new() { Value = table.QualifiedName }, new() { Value = table.Lane } },
        };
        await move.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Creates missing objects of a table, and updates the comments that the definition changed. It keeps what users created.</summary>
    private static async Task RefreshAsync(NpgsqlConnection connection, TableDefinition table, DefinitionSnapshot? before, CancellationToken cancellationToken)
    {
        var made = DefinitionSnapshot.Of(table).ToJson();
        await ExecuteAsync(connection, before is null ? TableDdl.Of(table) : TableDdl.Missing(table) + TableDdl.Comments(table, before) + TenantPolicy.Ddl(table, before.Tenant), cancellationToken);
        if (before?.ToJson() == made) return;
        await using var update = new NpgsqlCommand("UPDATE es.read_tables SET made = $2::text::jsonb WHERE table_name = $1", connection)
        {
            Parameters = { new() { Value = table.QualifiedName }, new() { Value = made } },
        };
        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        if (sql.Length == 0) return;
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
