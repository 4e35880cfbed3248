using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Generations.Attributes;

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

    /// <summary>The query for all attributes of a table, except those of columns that are not in the list.</summary>
    public static NpgsqlBatchCommand Query(uint table, string[] columns) => AttributeSql.Query($"SELECT stage, kind, name, make, drop FROM ({AttributeSql.Attributes}) a ORDER BY stage, kind, name", table, columns);

    /// <summary>A row of the query.</summary>
    public static TableAttribute Of(NpgsqlDataReader row) => new(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4));
}
