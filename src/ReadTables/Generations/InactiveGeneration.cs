using System.Security.Cryptography;
using System.Text;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>A generation that is not live.</summary>
/// <param name="Table">The table.</param>
/// <param name="Generation">Its number.</param>
/// <param name="Schema">Schema of its rows.</param>
/// <param name="Fingerprint">Fingerprint of the definition that built it.</param>
/// <param name="Position">Position of the log up to which it is built.</param>
/// <param name="State"><c>building</c> or <c>previous</c>.</param>
/// <param name="Skipped">Position of an event that its rows include and that was skipped since, or null.</param>
internal sealed record InactiveGeneration(TableDefinition Table, int Generation, string Schema, string Fingerprint, long Position, string State, long? Skipped = null)
{
    public const string Building = "building";

    /// <summary>Schema in which a generation is built, and which then keeps the one that it replaces: the table and its indexes have their usual names in it.</summary>
    private static string SchemaOf(TableDefinition table, int generation)
    {
        var name = $"inactive{generation}_{table.Module}_{table.Name}";
        // PostgreSQL truncates names to 63 bytes.
        return name.Length <= 63 ? name : $"{name[..54]}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8]}";
    }

    /// <summary>A schema name for the build of a generation that no existing schema has.</summary>
    private static async Task<string> FreeSchemaAsync(NpgsqlConnection connection, TableDefinition table, int generation, CancellationToken cancellationToken)
    {
        var first = SchemaOf(table, generation);
        var name = first;
        for (var i = 2; await EngineSchema.ExistsAsync(connection, name, cancellationToken); i++) name = $"{first[..Math.Min(first.Length, 58)]}_{i}";
        return name;
    }

    public static async Task<InactiveGeneration?> FindAsync(NpgsqlConnection connection, TableDefinition table, string condition, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = new NpgsqlCommand($"SELECT generation, schema_name, fingerprint, position, state, skipped FROM es.generations WHERE table_name = $1 AND {condition}", connection)
        {
            Parameters = { new() { Value = table.QualifiedName } },
        };
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new(table, reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetString(4), reader.IsDBNull(5) ? null : reader.GetInt64(5)) : null;
    }

    /// <summary>Creates the next generation for a build. Numbers are never reused.</summary>
    public static async Task<InactiveGeneration> CreateAsync(NpgsqlConnection connection, TableDefinition table, Guid operation, CancellationToken cancellationToken)
    {
        await using var next = new NpgsqlCommand(
            """
            INSERT INTO es.generation_numbers AS n (table_name, last)
            SELECT table_name, greatest(generation, coalesce((SELECT max(generation) FROM es.generations WHERE table_name = $1), 0)) + 1
            FROM es.read_tables WHERE table_name = $1
            ON CONFLICT (table_name) DO UPDATE SET last = greatest(n.last + 1, EXCLUDED.last)
            RETURNING last
            """, connection)
        { Parameters = { new() { Value = table.QualifiedName } } };
        var number = (int)(await next.ExecuteScalarAsync(cancellationToken) ?? throw TableStates.NotBuilt(table));
        var created = new InactiveGeneration(table, number, await FreeSchemaAsync(connection, table, number, cancellationToken), table.Fingerprint, 0, Building);
        await EngineSchema.CreateAsync(connection, created.Schema, cancellationToken);
        await using var insert = new NpgsqlCommand(
            "INSERT INTO es.generations (table_name, generation, schema_name, fingerprint, state, position, operation) VALUES ($1, $2, $3, $4, 'building', 0, $5)", connection)
        {
            Parameters = { new() { Value = table.QualifiedName }, new() { Value = number }, new() { Value = created.Schema }, new() { Value = created.Fingerprint }, new() { Value = operation } },
        };
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return created;
    }

    /// <summary>Drops its table, then its record: after a crash in between it is found again.</summary>
    public async Task DropAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await DropPoliciesOfOthersAsync(connection, cancellationToken);
        await EngineSchema.DropTableAsync(connection, Table, Schema, $"Generation {Generation} of {Table.QualifiedName}", cancellationToken);
        await EngineSchema.DropIfEmptyAsync(connection, Schema, cancellationToken);
        await using var forget = new NpgsqlCommand("DELETE FROM es.generations WHERE table_name = $1 AND generation = $2", connection)
        {
            Parameters = { new() { Value = Table.QualifiedName }, new() { Value = Generation } },
        };
        await forget.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Drops policies of other previous generations that refer to this one. They have no effect there, and two generations that refer to each other could never be dropped.</summary>
    private async Task DropPoliciesOfOthersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        List<string> drops = [];
        await using (var command = new NpgsqlCommand(
            """
            SELECT DISTINCT format('DROP POLICY %I ON %I.%I', p.polname, n.nspname, c.relname)
            FROM pg_depend d JOIN pg_policy p ON d.classid = 'pg_policy'::regclass AND p.oid = d.objid
            JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN es.generations g ON g.schema_name = n.nspname AND split_part(g.table_name, '.', 2) = c.relname AND g.state = 'previous'
            WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = to_regclass($1) AND p.polrelid <> d.refobjid
            """, connection)
        { Parameters = { new() { Value = SqlNames.Of(Table, Schema) } } })
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) drops.Add(reader.GetString(0));
        }
        foreach (var drop in drops)
        {
            await using var command = new NpgsqlCommand(drop, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
