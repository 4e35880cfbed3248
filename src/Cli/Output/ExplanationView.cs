using System.Text.Json.Nodes;
using EventSourced.Cli.Parsing;
using Spectre.Console;

namespace EventSourced.Cli.Output;

/// <summary>The history of a row: a block for each event with the columns that it changed.</summary>
internal static class ExplanationView
{
    private const int NarrowestValue = 12;

    public static void Show(Screen screen, JsonObject row)
    {
        screen.Heading($"{row["table"]} {EventLines.Key(row["key"])}");
        if (row["omitted"]!.GetValue<long>() is > 0 and var omitted) screen.Line($"(the first {Figures.Count(omitted)} events are left out: {Hint.Es("events")} shows them)");
        foreach (var change in row["events"]!.AsArray())
        {
            screen.Line();
            Change(screen, change!);
        }
        if (row["source"] is { } source) Source(screen, source);
        screen.Line();
        if (row["differences"]!.AsArray().Count > 0) Differences(screen, row);
        else screen.Good(row["live"] is null ? "The table has no such row, as expected from its events." : "The table's row matches its events.");
        var state = row["state"]!;
        screen.Note($"{Figures.Count(row["events"]!.AsArray().Count, "event")} up to position {state["position"]}; {state["table"]} is {state["state"]}, generation {state["generation"]}.");
    }

    private static void Change(Screen screen, JsonNode change)
    {
        var (before, after) = (change["before"] as JsonObject, change["after"] as JsonObject);
        var effects = string.Join(", ", change["effects"]!.AsArray().Select(e => e!.ToString()).CountBy(e => e).Select(e => e.Value == 1 ? e.Key : $"{e.Key} × {e.Value}"));
        EventLines.Write(screen, change["event"]!);
        var what = (before, after) switch
        {
            (null, null) => "creates the row and removes it",
            (null, _) => "creates the row",
            (_, null) => "removes the row",
            _ when change["changed"]!.AsArray().Count == 0 => "changes nothing",
            _ => "changes the row",
        };
        screen.Out.MarkupLineInterpolated($"    [{(after is null ? "red" : before is null ? "green" : "yellow")}]{effects}: {what}[/]");
        if (after is not null) Values(screen, change["changed"]!.AsArray().Select(c => c!.ToString()), before, after, "before", "after");
    }

    private static void Source(Screen screen, JsonNode source)
    {
        var keys = source["keys"]!.AsArray();
        screen.Line($"Computed from {Figures.Count(keys.Count, "row")} of {source["table"]}; to explain them:");
        foreach (var key in keys) screen.Line($"  {Hint.Es($"explain {source["table"]} {string.Join(' ', key!.AsObject().Select(v => Hint.Quoted($"{v.Key}={EventLines.Value(v.Value)}")))}")}");
    }

    private static void Differences(Screen screen, JsonObject row)
    {
        var (live, made) = (row["live"] as JsonObject, row["row"] as JsonObject);
        screen.Bad((live, made) switch
        {
            (null, _) => "The table does not have this row, although its events create it:",
            (_, null) => "The table has this row, although its events remove it or do not create it:",
            _ => "The table's values differ from those of its events:",
        });
        Values(screen, row["differences"]!.AsArray().Select(c => c!.ToString()), live, made, "in the table", "from its events");
    }

    private static void Values(Screen screen, IEnumerable<string> columns, JsonObject? before, JsonObject? after, string left, string right)
    {
        var names = columns.ToList();
        if (names.Count == 0) return;
        // Name, two values and the frame share the width.
        var width = Math.Max(NarrowestValue, (screen.Width - names.Max(n => n.Length) - 16) / (before is null ? 1 : 2));
        var table = before is null ? Sheet.Of("column", right) : Sheet.Of("column", left, right);
        foreach (var name in names)
        {
            if (before is null) table.Add(name, Short(after?[name], after, width));
            else table.Add(name, Short(before[name], before, width), Short(after?[name], after, width));
        }
        screen.Out.Write(new Padder(table, new Padding(4, 0, 0, 0)));
    }

    private static string Short(JsonNode? value, JsonObject? row, int width)
    {
        if (row is null) return "";
        var text = EventLines.Value(value).ReplaceLineEndings(" ");
        return text.Length <= width ? text : text[..(width - 1)] + "…";
    }
}
