using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace EventSourced.Cli.Output;

/// <summary>Metadata of an event as lines of text.</summary>
internal static class EventLines
{
    /// <summary>Position, time and type; then stream, actor and command.</summary>
    public static void Write(Screen screen, JsonNode e, string mark = "")
    {
        screen.Out.MarkupLineInterpolated($"[bold]{e["position"]}[/]  {Time(e["recorded_at"])}  [blue]{e["type"]}[/]{mark}");
        screen.Line($"    stream {e["stream"]}, version {e["version"]}");
        screen.Line($"    by {e["actor"] ?? "unknown"}, command {e["command_id"] ?? "unknown"}");
    }

    public static string Time(JsonNode? value) =>
        DateTimeOffset.TryParse(value?.ToString(), CultureInfo.InvariantCulture, out var time) ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "";

    /// <summary>Columns and values: <c>community_id=demo source_id=a</c>.</summary>
    public static string Key(JsonNode? key) => key is JsonObject values ? string.Join(' ', values.Select(v => $"{v.Key}={Value(v.Value)}")) : "";

    /// <summary>A value in full.</summary>
    public static string Value(JsonNode? value) => value switch
    {
        null => "null",
        JsonValue v when v.TryGetValue<string>(out var text) => text,
        _ => JsonText.Flat(value),
    };
}
