using System.Text.Json;
using Npgsql;

namespace EventSourced.ReadTables.Schema;

/// <summary>
/// What a definition made of a table, kept with each generation. Whatever else is on the table was made by people, and is carried over when another
/// generation takes its place.
/// </summary>
/// <param name="Comment">Comment on the table.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Indexes">Its indexes by name, as SQL of what they index.</param>
/// <param name="Tenant">Its tenant column, or null.</param>
internal sealed record MadeByDefinition(string Comment, IReadOnlyList<MadeColumn> Columns, IReadOnlyDictionary<string, string> Indexes, string? Tenant = null)
{
    /// <summary>What this build's definition makes.</summary>
    public static MadeByDefinition Of(TableDefinition table) => new(
        table.Description,
        [.. table.Columns.Select(c => new MadeColumn(c.Name, c.SqlType, c.Nullable, c.Description))],
        table.Indexes.ToDictionary(i => i.Name, i => $"{(i.Unique ? "UNIQUE " : "")}{TableDdl.Spec(i)}"), table.Tenant?.Name);

    /// <summary>As it is kept; the same text for the same content.</summary>
    public string ToJson() => JsonSerializer.Serialize(this with { Indexes = new SortedDictionary<string, string>(Indexes.ToDictionary(), StringComparer.Ordinal) });

    /// <summary>Reads what is kept; null for a generation from before this was noted.</summary>
    public static MadeByDefinition? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize<MadeByDefinition>(json);

    /// <summary>Of the live table.</summary>
    public static async Task<MadeByDefinition?> OfLiveAsync(NpgsqlConnection connection, TableDefinition table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT made::text, fingerprint FROM es.read_tables WHERE table_name = $1", connection) { Parameters = { new() { Value = table.QualifiedName } } };
        return await ReadAsync(command, table, cancellationToken);
    }

    /// <summary>Of a generation that is not live.</summary>
    public static async Task<MadeByDefinition?> OfAsync(NpgsqlConnection connection, TableDefinition table, int generation, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT made::text, fingerprint FROM es.generations WHERE table_name = $1 AND generation = $2", connection)
        {
            Parameters = { new() { Value = table.QualifiedName }, new() { Value = generation } },
        };
        return await ReadAsync(command, table, cancellationToken);
    }

    // One that nothing is noted of is known all the same when this build's definition made it.
    private static async Task<MadeByDefinition?> ReadAsync(NpgsqlCommand command, TableDefinition table, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;
        return Parse(reader.IsDBNull(0) ? null : reader.GetString(0)) ?? (reader.GetString(1) == table.Fingerprint ? Of(table) : null);
    }
}

/// <summary>A column that a definition made.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">SQL type.</param>
/// <param name="Nullable">Whether it may be null.</param>
/// <param name="Comment">Comment.</param>
internal sealed record MadeColumn(string Name, string Type, bool Nullable, string Comment);
