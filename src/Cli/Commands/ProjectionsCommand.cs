using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EventSourced.Cli.Output;

namespace EventSourced.Cli.Commands;

/// <summary><c>es projections</c>: how the read tables follow the log, and what an administrator does to them.</summary>
internal static class ProjectionsCommand
{
    public static Command Create(Screen screen)
    {
        var client = CommonOptions.Client();
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("projections", "Show how far each read table is; pause, resume, retry or skip.")
        {
            json,
            Pause(screen),
            Act(screen, "resume", "Let a table that was paused by hand go on.", "goes on"),
            Act(screen, "retry", "Let a table try the event again that it could not take.", "tries again"),
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
        var client = CommonOptions.Client();
        var table = Table();
        var reason = new Option<string?>("--reason") { Description = "Why, for those who find it paused.", HelpName = "TEXT" };
        var command = new Command("pause", "Stop a table, and those derived from it, where it is.") { table, reason };
        client.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var api = client.Connect(parsed);
            var body = new JsonObject();
            if (parsed.GetValue(reason) is { } why) body["reason"] = why;
            await PostAsync(screen, api, parsed.GetRequiredValue(table), "pause", body, "is paused", cancellation);
        });
        return command;
    }

    private static Command Act(Screen screen, string action, string description, string done)
    {
        var client = CommonOptions.Client();
        var table = Table();
        var command = new Command(action, description) { table };
        client.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var api = client.Connect(parsed);
            await PostAsync(screen, api, parsed.GetRequiredValue(table), action, new JsonObject(), done, cancellation);
        });
        return command;
    }

    private static Command Skip(Screen screen)
    {
        var client = CommonOptions.Client();
        var table = Table();
        var position = new Argument<long>("POSITION") { Description = "Position of the event that the table cannot take." };
        var reason = new Option<string>("--reason") { Description = "Why; the log keeps it.", HelpName = "TEXT", Required = true };
        var command = new Command("skip", "Let a table go on without the event that it cannot take.") { table, position, reason };
        client.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var api = client.Connect(parsed);
            var body = new JsonObject { ["position"] = parsed.GetValue(position), ["reason"] = parsed.GetRequiredValue(reason) };
            await PostAsync(screen, api, parsed.GetRequiredValue(table), "skip", body, $"goes on without {parsed.GetValue(position).ToString(CultureInfo.InvariantCulture)}", cancellation);
        });
        return command;
    }

    private static async Task PostAsync(Screen screen, Client.ApiClient api, string table, string action, JsonObject body, string done, CancellationToken cancellation)
    {
        var state = await api.PostAsync($"admin/projections/{Uri.EscapeDataString(table)}/{action}", body, cancellation);
        screen.Good($"{state!["table"]} {done}, from position {state["position"]}.");
    }

    private static Argument<string> Table() => new("TABLE") { Description = "Schema and table, joined by a dot; es projections lists them." };
}
