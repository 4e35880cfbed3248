using EventSourced.EventStore.Schema;

namespace EventSourced.ReadTables.Schema;

/// <summary>Quotes identifiers and literals for SQL. Names come only from the catalog, never from a caller.</summary>
internal static class SqlNames
{
    public static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"")}\"";

    /// <summary>The live table.</summary>
    public static string Of(TableDefinition table) => Of(table, table.Module);

    /// <summary>The table in a schema: its module, or the schema of another generation.</summary>
    public static string Of(TableDefinition table, string schema) => $"{Quote(schema)}.{Quote(table.Name)}";

    public static string List(IEnumerable<Column> columns, string prefix = "") => string.Join(", ", columns.Select(c => prefix + Quote(c.Name)));

    public static string Literal(string text) => SqlText.Literal(text);
}
