using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>An attribute of a table besides its columns and rows: an index, a policy, its owner. Two tables have the same attribute if the texts are equal.</summary>
/// <param name="Stage">Orders the changes by their dependencies.</param>
/// <param name="Kind">Its kind, for display.</param>
/// <param name="Name">Its name; empty if a table has only one of the kind.</param>
/// <param name="Make">Statements that create it, with chr(1) for the table and chr(2) for its schema.</param>
/// <param name="Drop">Statements that remove it; null if creating it replaces the old one.</param>
internal sealed record TableAttribute(int Stage, string Kind, string Name, string Make, string? Drop)
{
    /// <summary>Last stage of the attributes that change how rows are stored: set while the table is empty.</summary>
    public const int Storage = 39;

    /// <summary>Last stage of the slow changes, which may read all rows: made before the swap.</summary>
    public const int Slow = 99;

    /// <summary>All stages.</summary>
    public const int All = int.MaxValue;

    /// <summary>Whether only the live generation can or should have it: it is removed from the live table before another replaces it.</summary>
    public bool IsExclusive => Kind is "foreign key" or "statistics" or "publication";

    /// <summary>For display: <c>index idx_accounts_holder</c>.</summary>
    public string Title => Name.Length == 0 ? Kind : $"{Kind} {Name}";

    /// <summary>Its text as a statement for a table in a schema.</summary>
    public static string For(string text, TableDefinition table, string schema) => text.Replace("\u0001", SqlNames.Of(table, schema)).Replace("\u0002", SqlNames.Quote(schema));

    /// <summary>All attributes of a table, except those of columns that are not in the list. The search path must be empty.</summary>
    public static async Task<IReadOnlyList<TableAttribute>> ReadAsync(NpgsqlConnection connection, uint table, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT stage, kind, name, make, drop FROM ({AttributeSql.Attributes}) a ORDER BY stage, kind, name", connection)
        {
            Parameters = { new() { Value = table, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid }, new() { Value = columns.ToArray(), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Name } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var all = new List<TableAttribute>();
        while (await reader.ReadAsync(cancellationToken))
            all.Add(new(reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetString(4)));
        return all;
    }
}
