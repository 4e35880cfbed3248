using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;

namespace EventSourced.Cli.Commands;

/// <summary><c>es projections</c>: state and control of the read tables.</summary>
internal static class ProjectionsCommand
{
    public static Command Create(Screen screen)
    {
        var client = CommonOptions.Client();
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("projections", "Show the progress of each read table; pause, resume, retry or skip.")
        {
            json,
            Pause(screen),
            Act(screen, "resume", "Resume a table that was paused by hand.", "is resumed"),
            Act(screen, "retry", "Retry the dead letter of a table.", "retries its dead letter"),
            Skip(screen),
        };
        client.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var api = client.Connect(parsed);
            var report = (await api.GetAsync("admin/projections", cancellation))!.AsObject();
            if (parsed.GetValue(json)) screen.Line(JsonText.Indented(report));
            else ProjectionsView.Show(screen, report);
        });
        return command;
    }

    private static Command Pause(Screen screen)
    {
        var table = Table();
        var reason = new Option<string?>("--reason") { Description = "Why; shown with the paused table.", HelpName = "TEXT" };
        return new Command("pause", "Pause a table and the tables derived from it.") { table, reason }.Calling(async (parsed, api, cancellation) =>
        {
            var body = new JsonObject();
            if (parsed.GetValue(reason) is { } why) body["reason"] = why;
            await PostAsync(screen, api, parsed.GetRequiredValue(table), "pause", body, "is paused", cancellation);
        });
    }

    private static Command Act(Screen screen, string action, string description, string done)
    {
        var table = Table();
        return new Command(action, description) { table }.Calling(async (parsed, api, cancellation) =>
        {
            await PostAsync(screen, api, parsed.GetRequiredValue(table), action, new JsonObject(), done, cancellation);
        });
    }

    private static Command Skip(Screen screen)
    {
        var table = Table();
        var position = new Argument<long>("POSITION") { Description = "Position of the dead letter." };
        var reason = new Option<string>("--reason") { Description = "Why; recorded in the log.", HelpName = "TEXT", Required = true };
        return new Command("skip", "Skip the dead letter of a table.") { table, position, reason }.Calling(async (parsed, api, cancellation) =>
        {
            var body = new JsonObject { ["position"] = parsed.GetValue(position), ["reason"] = parsed.GetRequiredValue(reason) };
            await PostAsync(screen, api, parsed.GetRequiredValue(table), "skip", body, $"skips the event at {parsed.GetValue(position).ToString(CultureInfo.InvariantCulture)}", cancellation);
        });
    }

    private static async Task PostAsync(Screen screen, Client.ApiClient api, string table, string action, JsonObject body, string done, CancellationToken cancellation)
    {
        var state = await api.PostAsync($"admin/projections/{Uri.EscapeDataString(table)}/{action}", body, cancellation);
        screen.Good($"{state!["table"]} {done}, at position {state["position"]}.");
    }

    private static Argument<string> Table() => new("TABLE") { Description = $"Schema and table, joined by a dot; {Hint.Es("projections")} lists them." };
}
