using System.Text;
using EventSourced.ReadTables;

namespace EventSourced.Cli.Output;

/// <summary>Writes docs/tables/MODULE.md from the definitions of the module's read tables.</summary>
internal static class TablesDocument
{
    /// <summary>The document.</summary>
    /// <param name="module">Name of the module.</param>
    /// <param name="tables">Its tables.</param>
    /// <param name="nameOf">The name of an event.</param>
    public static string Of(string module, IReadOnlyList<TableDefinition> tables, Func<Type, string> nameOf)
    {
        var text = new StringBuilder($"""
            # Read tables of {module}

            <!-- Generated from the definitions of the tables. Do not edit: change their summaries and run `./es tables {module} --markdown > docs/tables/{module}.md`. -->

            All tables are in the schema `{module}`. `./es tables {module}.NAME` also shows where each value comes from, and `./es explain` the events behind a row.


            """.ReplaceLineEndings("\n"));
        foreach (var table in tables) text.Append($"- [{table.Name}](#{table.Name})\n");
        foreach (var table in tables)
        {
            text.Append($"\n## {table.Name}\n\n{Line(table.Description)}\n\n");
            text.Append("| Column | Type | Meaning |\n|---|---|---|\n");
            foreach (var column in table.Columns) text.Append($"| `{column.Name}` | {TypeOf(column)} | {Cell(column.Description)} |\n");
            text.Append($"\nKey: {Names(table.Key)}.");
            foreach (var index in table.Indexes) text.Append($" {(index.Unique ? "Unique" : "Index")}: {Names(index.Columns)}{(index.Where is { } condition ? $" where `{condition}`" : "")}.");
            text.Append($"\n\n{SourceOf(table, tables, nameOf)}\n");
        }
        return text.ToString();
    }

    /// <summary>The type of a column in words: <c>text</c>, <c>text?</c> when it may be null.</summary>
    public static string TypeOf(Column column) => column.Nullable ? column.SqlType + "?" : column.SqlType;

    /// <summary>The events of a table, or the table that it is derived from.</summary>
    private static string SourceOf(TableDefinition table, IEnumerable<TableDefinition> tables, Func<Type, string> nameOf) =>
        table.SourceRow is { } source
            ? $"Derived from {tables.First(t => t.RowType == source).Name}."
            : $"Events: {string.Join(", ", table.EventTypes.Select(nameOf).Order(StringComparer.Ordinal).Select(name => $"`{name}`"))}.";

    private static string Names(IEnumerable<Column> columns) => string.Join(", ", columns.Select(c => $"`{c.Name}`"));

    private static string Cell(string text) => Line(text).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Line(string text) => text.ReplaceLineEndings(" ").Replace("<", "\\<", StringComparison.Ordinal);
}
