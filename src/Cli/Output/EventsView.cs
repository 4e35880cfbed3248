using System.Text.Json.Nodes;
using Spectre.Console;

namespace EventSourced.Cli.Output;

/// <summary>Events of the log: metadata and data of each.</summary>
internal static class EventsView
{
    public static void Show(Screen screen, JsonArray events)
    {
        foreach (var item in events)
        {
            var e = item!["event"]!;
            screen.Out.MarkupLineInterpolated($"[bold]{e["position"]}[/]  {EventLines.Time(e["recorded_at"])}  [blue]{e["type"]}[/]  [grey]{e["actor"]}[/]");
            var data = JsonText.Flat(item["data"]);
            screen.Line($"    {e["stream"]} #{e["version"]}");
            var width = screen.Width - 5;
            screen.Line($"    {(data.Length <= width ? data : data[..(width - 1)] + "…")}");
        }
    }
}
