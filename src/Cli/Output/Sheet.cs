using Spectre.Console;

namespace EventSourced.Cli.Output;

/// <summary>Tables with a header; numbers are right-aligned.</summary>
internal static class Sheet
{
    public static Table Of(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.Rounded, ShowRowSeparators = false };
        foreach (var column in columns)
        {
            // A name that begins with > is a right-aligned column of numbers.
            var numbers = column.StartsWith('>');
            table.AddColumn(new TableColumn($"[bold]{Markup.Escape(column.TrimStart('>'))}[/]") { Alignment = numbers ? Justify.Right : Justify.Left, NoWrap = true });
        }
        return table;
    }

    public static void Add(this Table table, params IEnumerable<string> cells) => table.AddRow(cells.Select(Markup.Escape).ToArray());
}
