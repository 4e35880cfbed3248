using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>Something that a table has besides its rows: an index, a policy, its owner. Two tables have the same when the texts are equal.</summary>
/// <param name="Stage">When it is made: what belongs together, in the order in which it depends on each other.</param>
/// <param name="Kind">What it is, for people.</param>
/// <param name="Name">Its name; empty where a table has one of the kind.</param>
/// <param name="Make">Statements that make it, with chr(1) for the table and chr(2) for its schema.</param>
/// <param name="Drop">Statements that take it away; null where making it replaces what was there.</param>
internal sealed record TableAttribute(int Stage, string Kind, string Name, string Make, string? Drop)
{
    /// <summary>What changes how rows are stored; made before there are any.</summary>
    public const int Storage = 39;

    /// <summary>What may take as long as reading all rows; made before the swap.</summary>
    public const int Slow = 99;

    /// <summary>Everything.</summary>
    public const int All = int.MaxValue;

    /// <summary>What two generations cannot both have, or what a generation that is not live should not have: it is taken from the live table before another takes its place.</summary>
    public bool IsExclusive => Kind is "foreign key" or "statistics" or "publication";

    /// <summary>For people: <c>index idx_accounts_holder</c>.</summary>
    public string Title => Name.Length == 0 ? Kind : $"{Kind} {Name}";

    /// <summary>A text of it as a statement for a table in a schema.</summary>
    public static string For(string text, TableDefinition table, string schema) => text.Replace("\u0001", SqlNames.Of(table, schema)).Replace("\u0002", SqlNames.Quote(schema));

    /// <summary>All attributes of a table, except those of columns that are not named. The search path must be empty.</summary>
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
