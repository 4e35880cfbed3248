namespace EventSourced.ReadTables.Schema;

/// <summary>Identifiers and literals in SQL text. Names come from the catalog only, never from a caller.</summary>
internal static class SqlNames
{
    public static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"")}\"";

    public static string Of(TableDefinition table) => $"{Quote(table.Module)}.{Quote(table.Name)}";

    public static string List(IEnumerable<Column> columns, string prefix = "") => string.Join(", ", columns.Select(c => prefix + Quote(c.Name)));

    public static string Literal(string text) => $"'{text.Replace("'", "''")}'";
}
