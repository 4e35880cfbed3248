using System.Text.Json;
using Npgsql;

namespace EventSourced.ReadTables.Schema;

/// <summary>
/// The attributes of a table that its definition created, stored with each generation. Whatever else the table has was created by users, and is transferred
/// when another generation replaces it.
/// </summary>
/// <param name="Comment">Comment on the table.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Indexes">Its indexes by name, as the SQL of their columns and conditions.</param>
/// <param name="Tenant">Its tenant column, or null.</param>
internal sealed record DefinitionSnapshot(string Comment, IReadOnlyList<DefinedColumn> Columns, IReadOnlyDictionary<string, string> Indexes, string? Tenant = null)
{
    /// <summary>The snapshot of this build's definition.</summary>
    public static DefinitionSnapshot Of(TableDefinition table) => new(
        table.Description,
        [.. table.Columns.Select(c => new DefinedColumn(c.Name, c.SqlType, c.Nullable, c.Description))],
        table.Indexes.ToDictionary(i => i.Name, i => $"{(i.Unique ? "UNIQUE " : "")}{TableDdl.Spec(i)}"), table.Tenant?.Name);

    /// <summary>Serialises it; the same content has the same text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this with { Indexes = new SortedDictionary<string, string>(Indexes.ToDictionary(), StringComparer.Ordinal) });

    /// <summary>Deserialises it; null for a generation of an earlier build, which did not store it.</summary>
    public static DefinitionSnapshot? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize<DefinitionSnapshot>(json);

    /// <summary>The snapshot of the live table.</summary>
    public static async Task<DefinitionSnapshot?> OfLiveAsync(NpgsqlConnection connection, TableDefinition table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT made::text, fingerprint FROM es.read_tables WHERE table_name = $1", connection) { Parameters = { new() { Value = table.QualifiedName } } };
        return await ReadAsync(command, table, cancellationToken);
    }

    /// <summary>The snapshot of a generation that is not live.</summary>
    public static async Task<DefinitionSnapshot?> OfAsync(NpgsqlConnection connection, TableDefinition table, int generation, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT made::text, fingerprint FROM es.generations WHERE table_name = $1 AND generation = $2", connection)
        {
            Parameters = { new() { Value = table.QualifiedName }, new() { Value = generation } },
        };
        return await ReadAsync(command, table, cancellationToken);
    }

    // If none is stored, but this build's definition built the generation, the snapshot is that of this definition.
    private static async Task<DefinitionSnapshot?> ReadAsync(NpgsqlCommand command, TableDefinition table, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;
        return Parse(reader.IsDBNull(0) ? null : reader.GetString(0)) ?? (reader.GetString(1) == table.Fingerprint ? Of(table) : null);
    }
}

/// <summary>A column of a definition.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">SQL type.</param>
/// <param name="Nullable">Whether it may be null.</param>
/// <param name="Comment">Comment.</param>
internal sealed record DefinedColumn(string Name, string Type, bool Nullable, string Comment);
