using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.Cli.Output;
using Spectre.Console;

namespace EventSourced.Cli.Demo;

/// <summary>Shows views of samples.</summary>
internal sealed class ViewRenderer(Screen screen, SampleRows rows)
{
    private const int SparklineHead = 9;

    public async Task ShowAsync(SampleView view, CancellationToken cancellation)
    {
        var found = await rows.ReadAsync(view.Title, view.Query, view.Sql is null ? null : string.Join('\n', view.Sql), cancellation);
        if (found.Count == 0) return;
        switch (view)
        {
            case { Table: { } columns, Sparklines: null }:
                screen.Heading(view.Title);
                screen.Out.Write(Table(columns, found));
                break;
            case { Sparklines: { } lines, Table: null }:
                Sparklines(view.Title, lines, found);
                break;
            default:
                throw new CliException($"{view.Title}: a view is either a table or sparklines.");
        }
    }

    /// <summary>A table of rows.</summary>
    public static Table Table(IReadOnlyList<ViewColumn> columns, IReadOnlyList<JsonObject> found)
    {
        var table = Sheet.Of([.. columns.Select(c => c.As is ViewForm.Count or ViewForm.Decimal or ViewForm.Signed ? ">" + c.Head : c.Head)]);
        for (var i = 0; i < columns.Count; i++) table.Columns[i].NoWrap = !columns[i].Wrap;
        List<double> most = [.. columns.Select(c => c.As == ViewForm.Bar ? found.Max(row => Number(row, c.Column) ?? 0) : 0)];
        foreach (var row in found)
            table.AddRow([.. columns.Select((c, i) => ColourOf(c, row) is { } colour ? $"[{colour}]{Cell(c, row, most[i])}[/]" : Cell(c, row, most[i]))]);
        return table;
    }

    private static string Cell(ViewColumn column, JsonObject row, double most) => (column.As, Number(row, column.Column)) switch
    {
        (ViewForm.Text, _) => Markup.Escape(Text(Value(row, column.Column), column.First)),
        (_, null) => "",
        (ViewForm.Count, { } n) => Figures.Count((long)n),
        (ViewForm.Decimal, { } n) => Figures.Of(n),
        (ViewForm.Signed, { } n) => Figures.Signed(n),
        (ViewForm.Bar, { } n) => Bars.Bar(n, most, column.Width).TrimEnd(),
        (_, { } n) => Bars.Balance(n, 1, column.Width),
    };

    private static string Text(JsonNode? value, int? first) => value is JsonArray list ? string.Join(", ", list.Take(first ?? list.Count).Select(i => i?.ToString())) : value?.ToString() ?? "";

    private static string? ColourOf(ViewColumn column, JsonObject row) => column.Colours?.FirstOrDefault(rule =>
    {
        var name = rule.Column ?? column.Column;
        return (rule.Is is null || Value(row, name)?.ToString() == rule.Is)
            && (rule.Below is not { } below || Number(row, name) < below)
            && (rule.Above is not { } above || Number(row, name) > above);
    })?.Colour;

    private void Sparklines(string title, ViewSparklines view, IReadOnlyList<JsonObject> found)
    {
        var days = found.ToDictionary(row => DateOnly.Parse(Value(row, view.Day)!.ToString(), CultureInfo.InvariantCulture));
        var (from, to) = (days.Keys.Min(), days.Keys.Max());
        List<JsonObject?> all = [.. Enumerable.Range(0, Math.Min(to.DayNumber - from.DayNumber + 1, screen.Width - SparklineHead - 1)).Select(i => days.GetValueOrDefault(from.AddDays(i)))];
        screen.Heading(title.Replace("{first}", from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal));
        foreach (var line in view.Lines)
        {
            var high = line.High ?? found.Max(row => Number(row, line.Column) ?? 0) + 1;
            var chart = Bars.Sparkline(all.Select(row => row is null ? null : Number(row, line.Column)), line.Low, high);
            screen.Out.Write(new Markup($"{Markup.Escape(line.Head).PadRight(SparklineHead)}[{line.Colour}]{chart}[/]\n"));
        }
    }

    private static double? Number(JsonObject row, string column) => Value(row, column) is { } value && value.GetValueKind() == JsonValueKind.Number ? value.GetValue<double>() : null;

    private static JsonNode? Value(JsonObject row, string column) =>
        row.TryGetPropertyValue(column, out var value) ? value : throw new CliException($"A view shows the column {column}, which its rows do not have: {string.Join(", ", row.Select(c => c.Key))}.");
}
