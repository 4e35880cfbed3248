using System.Text.Json.Nodes;
using EventSourced.Cli.Parsing;
using Spectre.Console;

namespace EventSourced.Cli.Output;

/// <summary>The progress of each read table.</summary>
internal static class ProjectionsView
{
    public static void Show(Screen screen, JsonObject report)
    {
        var projections = report["projections"]!.AsArray();
        foreach (var lane in projections.GroupBy(p => p!["lane"]!.ToString()))
        {
            screen.Heading($"{lane.Key}, owned by {lane.First()!["owner"] ?? "nobody yet"} (epoch {lane.First()!["epoch"]})");
            var sheet = Sheet.Of("table", ">gen", ">position", ">behind", ">seconds", "state", ">dead");
            foreach (var p in lane)
            {
                var positions = p!["lag_unit"]!.ToString() == "positions";
                sheet.AddRow(
                    Markup.Escape(p["table"]!.ToString()), p["generation"]!.ToString(), p["position"]!.ToString(),
                    Figures.Count(p["lag_events"]!.GetValue<long>()) + (positions ? " positions" : ""), p["lag_seconds"] is { } s ? s.GetValue<double>().ToString("0.0", System.Globalization.CultureInfo.InvariantCulture) : "",
                    p["state"]!.ToString() switch { "running" => "[green]running[/]", var other => $"[red]{Markup.Escape(other)}[/]" }, p["dead_letters"]!.AsArray().Count is > 0 and var n ? $"[red]{n}[/]" : "");
            }
            screen.Table(sheet);
        }
        foreach (var p in projections.Where(p => p!["error"] is not null))
        {
            screen.Bad($"{p!["table"]}: {p["error"]}");
            foreach (var letter in p["dead_letters"]!.AsArray())
                screen.Line($"    position {letter!["position"]}, {letter["attempts"]} attempts: {Hint.Es($"effects {letter["position"]}")}; {Hint.Es($"projections retry {p["table"]}")}, or {Hint.Es($"projections skip {p["table"]} {letter["position"]} --reason …")}");
        }
        screen.Note($"The log is final up to position {report["watermark"]}; behind counts the events that a table has still to apply, dead its dead letters.");
    }
}
