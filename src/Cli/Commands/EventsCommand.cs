using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EventSourced.Cli.Output;

namespace EventSourced.Cli.Commands;

/// <summary><c>es events</c>: events of the log.</summary>
internal static class EventsCommand
{
    private const int MaxPageSize = 1000;

    public static Command Create(Screen screen)
    {
        var client = CommonOptions.Client();
        var stream = new Option<string?>("--stream") { Description = "Events of this stream.", HelpName = "S" };
        var from = new Option<long?>("--from") { Description = "Events of the log from this position on.", HelpName = "P" };
        var type = new Option<string?>("--type") { Description = "Only events of this type.", HelpName = "T" };
        var limit = new Option<int>("--limit") { Description = "Maximum number of events; 0 for all.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var json = new Option<bool>("--json") { Description = "Print JSON, one event a line." };
        var command = new Command("events", "Print events of a stream, or of the log from a position on.") { stream, from, type, limit, json };
        client.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (id, position) = (parsed.GetValue(stream), parsed.GetValue(from));
            if (id is null == position is null) throw CliException.Usage("Use either --stream S or --from P.");
            if (parsed.GetValue(limit) < 0) throw CliException.Usage("--limit: use a number of events, or 0 for all.");
            using var api = client.Connect(parsed);
            var left = parsed.GetValue(limit) is > 0 and var most ? most : int.MaxValue;
            var next = position?.ToString(CultureInfo.InvariantCulture);
            var shown = 0;
            while (true)
            {
                var page = await api.GetAsync("admin/events?" + Terms.Query(
                    [("stream", id), (id is null ? "from" : "version", next), ("type", parsed.GetValue(type)), ("limit", Math.Min(left, MaxPageSize).ToString(CultureInfo.InvariantCulture))]), TimeSpan.FromMinutes(2), cancellation);
                var events = page!["events"]!.AsArray();
                if (parsed.GetValue(json)) foreach (var e in events) screen.Line(JsonText.Flat(Flat(e!)));
                else EventsView.Show(screen, events);
                (left, shown, next) = (left - events.Count, shown + events.Count, page["next"]?.ToString());
                if (next is null || left <= 0) break;
            }
            screen.Note($"{Figures.Count(shown, "event")}{(next is null ? "" : $"; there are more: {(id is null ? $"--from {next}" : "--limit 0")}")}");
        });
        return command;
    }

    // Metadata and data of an event in one object, for pipes.
    private static JsonObject Flat(JsonNode e)
    {
        var flat = e["event"]!.DeepClone().AsObject();
        flat["data"] = e["data"]?.DeepClone();
        return flat;
    }
}
