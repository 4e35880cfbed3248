using System.CommandLine;
using EventSourced.Cli.Client;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;

namespace EventSourced.Cli.Commands;

/// <summary><c>es replay</c>: builds tables as of an earlier position.</summary>
internal static class ReplayCommand
{
    public static Command Create(Screen screen)
    {
        var client = CommonOptions.Client();
        var tables = TableOptions.Create();
        var to = new Option<string>("--to") { Description = "A position of the log, or a time such as 2026-01-31T12:00:00Z: the time when events were recorded, not when a message was written.", HelpName = "POSITION|TIME", Required = true };
        var into = new Option<string>("--into") { Description = "Name of the replay for asOf; its schemas are NAME_MODULE.", HelpName = "NAME", Required = true };
        var keep = new Option<double?>("--keep-hours") { Description = "Hours until they are dropped; a week by default.", HelpName = "N" };
        keep.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is not (null or > 0)) result.AddError("--keep-hours: use more than 0.");
        });
        var detach = OperationRun.Detach();
        var command = new Command("replay", "Build tables as of a position of the log, or a time of recording.") { to, into, keep, detach, List(screen), Drop(screen) };
        tables.AddTo(command);
        client.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var body = tables.Body(parsed, allUnlessNamed: true);
            body.Remove("all");
            var name = parsed.GetRequiredValue(into);
            (body["to"], body["into"]) = (parsed.GetRequiredValue(to), name);
            if (parsed.GetValue(keep) is { } hours) body["keep_hours"] = hours;
            using var api = client.Connect(parsed);
            var ended = await OperationRun.RunAsync(screen, api, "admin/replays", body, parsed.GetValue(detach), json: false, cancellation);
            if (parsed.GetValue(detach)) return 0;
            var built = ended["result"]?["tables"]?.AsArray() ?? [];
            var position = ended["result"]?["position"]?.GetValue<long>() ?? 0;
            return OperationRun.End(screen, ended,
                $"{Figures.Count(built.Count, "table")} as of position {position}{await RecordedAsync(api, position, cancellation)}, in {OperationRun.Took(ended)}; query them with asOf={name}: {Hint.Es($"query {built.FirstOrDefault()} asOf={name}")}");
        });
        return command;
    }

    // Shows that times are those of recording, not those of a chat.
    private static async Task<string> RecordedAsync(ApiClient api, long position, CancellationToken cancellation)
    {
        if (position < 1) return "";
        var page = await api.GetAsync(FormattableString.Invariant($"admin/events?from={position}&limit=1"), cancellation);
        return page!["events"]!.AsArray() is [{ } last] && last["event"]?["position"]?.GetValue<long>() == position ? $" (recorded at {last["event"]!["recorded_at"]})" : "";
    }

    private static Command List(Screen screen)
    {
        return new Command("list", "List the replays.").Calling(async (_, api, cancellation) =>
        {
            var sheet = Sheet.Of("name", ">position", ">tables", "ready", "dropped at");
            foreach (var r in (await api.GetAsync("admin/replays/kept", cancellation))!.AsArray().Select(r => r!))
                sheet.Add($"{r["name"]}", Figures.Count(r["position"]!.GetValue<long>()), $"{r["tables"]!.AsArray().Count}", r["ready"]!.GetValue<bool>() ? "yes" : "not yet", $"{r["expires_at"]}"[..19].Replace('T', ' '));
            screen.Table(sheet);
        });
    }

    private static Command Drop(Screen screen)
    {
        var name = new Argument<string>("NAME") { Description = "The replay." };
        return new Command("drop", "Drop a replay.") { name }.Calling(async (parsed, api, cancellation) =>
        {
            await api.DeleteAsync($"admin/replays/kept/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}", cancellation);
            screen.Good($"{parsed.GetRequiredValue(name)} is dropped");
        });
    }
}
