using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace EventSourced.Cli.Output;

/// <summary>Rows of a read table as a text table: as many columns as fit, the others listed below.</summary>
internal static class RowsView
{
    private const int WidestCell = 48;
    private const int WideColumn = 30;
    private const int Frame = 3;

    public static void Show(Screen screen, IReadOnlyList<JsonObject> rows, IReadOnlySet<string> fixedColumns, bool all)
    {
        if (rows.Count == 0)
        {
            screen.Line("(no rows)");
            return;
        }
        var columns = rows[0].Select(c => c.Key).ToList();
        var wanted = all ? columns : [.. columns.Where(c => !fixedColumns.Contains(c))];
        var widths = columns.ToDictionary(c => c, c => Math.Max(c.Length, rows.Max(r => Text(r[c]).GetCellWidth())));
        if (wanted.Count == 0) wanted = columns;
        if (all && wanted.Sum(c => widths[c] + Frame) >= screen.Width)
        {
            Records(screen, rows, wanted);
            return;
        }
        var shown = all ? wanted : Fitting(wanted, widths, screen.Width - 1);

        var table = Sheet.Of([.. shown.Select(c => rows.All(r => r[c] is null or JsonValue) && rows.Any(r => IsNumber(r[c])) ? ">" + c : c)]);
        foreach (var row in rows) table.Add(shown.Select(c => Text(row[c])));
        screen.Out.Write(table);
        var narrow = wanted.Except(shown).ToList();
        var given = columns.Except(wanted).ToList();
        if (narrow.Count > 0) screen.Note($"{Figures.Count(narrow.Count, "column")} hidden because the screen is too narrow: {string.Join(", ", narrow)}.");
        if (given.Count > 0) screen.Note($"{Figures.Count(given.Count, "column")} hidden because the query gives the value: {string.Join(", ", given)}.");
        if (narrow.Count + given.Count > 0) screen.Note("--all-columns shows them, select=a,b some; --json and --csv have all.");
    }

    private static void Records(Screen screen, IReadOnlyList<JsonObject> rows, List<string> columns)
    {
        var width = columns.Max(c => c.Length);
        for (var i = 0; i < rows.Count; i++)
        {
            screen.Line($"── row {Figures.Count(i + 1)} ──");
            foreach (var column in columns) screen.Line($"{column.PadRight(width)}  {Text(rows[i][column], int.MaxValue)}");
        }
    }

    // Wide columns, such as keys and texts, get only the space that the others leave.
    private static List<string> Fitting(List<string> columns, Dictionary<string, int> widths, int left)
    {
        var shown = new HashSet<string>();
        foreach (var column in columns.OrderBy(c => widths[c] > WideColumn))
        {
            if (widths[column] + Frame > left) continue;
            shown.Add(column);
            left -= widths[column] + Frame;
        }
        return [.. columns.Where(shown.Contains)];
    }

    public static string Text(JsonNode? value) => Text(value, WidestCell);

    private static string Text(JsonNode? value, int most)
    {
        var text = value switch
        {
            null => "",
            JsonValue v when v.GetValueKind() == JsonValueKind.String => v.GetValue<string>(),
            JsonArray list when list.All(i => i is JsonValue) => string.Join(", ", list.Select(i => i!.ToString())),
            _ => value.ToJsonString(),
        };
        text = text.ReplaceLineEndings(" ");
        // Rounded to seconds; JSON and CSV have the full value.
        if (text.Length > 20 && text[^1] == 'Z' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time))
            return time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return text.Length <= most ? text : text[..(most - 1)] + "…";
    }

    private static bool IsNumber(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number;
}
