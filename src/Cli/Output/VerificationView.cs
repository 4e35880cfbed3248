using System.Globalization;
using System.Text.Json.Nodes;
using EventSourced.Cli.Parsing;

namespace EventSourced.Cli.Output;

/// <summary>The result of a verification.</summary>
internal static class VerificationView
{
    private const int MaxShown = 10;

    public static void Show(Screen screen, JsonNode result)
    {
        foreach (var table in result["tables"]!.AsArray().Select(t => t!))
        {
            if (table["error"] is { } error)
            {
                screen.Bad($"{table["table"]}: {error}");
                continue;
            }
            var text = string.Create(CultureInfo.InvariantCulture, $"{table["table"]}: {Figures.Count(Number(table, "rows"), "row")} at position {table["position"]}");
            if (table["holds"]!.GetValue<bool>())
            {
                screen.Good($"{text}, all match the events");
                continue;
            }
            screen.Bad($"{text}: {Number(table, "different")} differ, {Number(table, "missing")} are missing, {Number(table, "extra")} are extra");
            var differences = table["differences"]!.AsArray();
            foreach (var difference in differences.Take(MaxShown)) Show(screen, table, difference!);
            if (differences.Count > MaxShown) screen.Line($"    … --json shows {differences.Count}");
        }
    }

    private static void Show(Screen screen, JsonNode table, JsonNode difference)
    {
        var key = string.Join(' ', difference["key"]!.AsObject().Select(k => Hint.Quoted($"{k.Key}={k.Value}")));
        screen.Line($"    {difference["kind"],-9} {key}");
        foreach (var (column, values) in difference["columns"]?.AsObject() ?? [])
            screen.Line($"              {column}: {Text(values!["live"])} → {Text(values["rebuilt"])}");
        if (difference["events"]?.AsArray() is { Count: > 0 } events)
            screen.Line($"              from {string.Join(", ", events.TakeLast(MaxShown).Select(e => $"{e!["position"]} {e["type"]}"))}{(events.Count > MaxShown ? " and earlier ones" : "")}");
        screen.Line($"              {Hint.Es($"explain {table["table"]} {key}")}");
    }

    private static string Text(JsonNode? value) => value is null ? "null" : JsonText.Flat(value);

    private static long Number(JsonNode table, string name) => table[name]!.GetValue<long>();
}
