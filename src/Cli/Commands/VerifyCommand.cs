using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;

namespace EventSourced.Cli.Commands;

/// <summary><c>es verify</c>: compares tables with a rebuild from the events. Exit code 0 when all rows are equal, 3 when some differ.</summary>
internal static class VerifyCommand
{
    private const int Differs = 3;

    public static Command Create(Screen screen)
    {
        var client = CommonOptions.Client();
        var tables = TableOptions.Create();
        var where = WhereOption.Create();
        var sample = new Option<string?>("--sample") { Description = "Share of the rows to compare, such as 1%.", HelpName = "SHARE" };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var detach = OperationRun.Detach();
        var command = new Command("verify", "Rebuild tables separately and compare them with the live ones, row by row; exit code 3 when they differ.") { where, sample, json, detach };
        tables.AddTo(command);
        client.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var body = tables.Body(parsed);
            WhereOption.Add(body, parsed.GetValue(where));
            if (parsed.GetValue(sample) is { } share)
            {
                body["sample_percent"] = double.TryParse(share.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent)
                    ? percent
                    : throw CliException.Usage($"--sample is \"{share}\": use a share of the rows, such as 1%.");
            }
            using var api = client.Connect(parsed);
            var ended = await OperationRun.RunAsync(screen, api, "admin/verifications", body, parsed.GetValue(detach), parsed.GetValue(json), cancellation);
            if (parsed.GetValue(detach)) return 0;
            if (ended["result"] is not { } result) return OperationRun.End(screen, ended, "");
            var holds = result["holds"]!.GetValue<bool>();
            if (parsed.GetValue(json)) screen.Line(JsonText.Indented(result));
            else VerificationView.Show(screen, result);
            if ($"{ended["state"]}" != "completed") return OperationRun.End(screen, ended, "");
            if (!parsed.GetValue(json)) Close(screen, ended, result["tables"]!.AsArray(), holds);
            return holds ? 0 : Differs;
        });
        return command;
    }

    private static void Close(Screen screen, JsonObject ended, JsonArray tables, bool holds)
    {
        var wrong = tables.Count(t => t!["error"] is not null || !t["holds"]!.GetValue<bool>());
        var (count, took) = (Figures.Count(tables.Count, "table"), OperationRun.Took(ended));
        if (holds) screen.Good($"{count} compared in {took}: all rows match the events");
        else screen.Bad($"{Figures.Count(wrong)} of {count} do not match the events, compared in {took}. Rebuild them: {Hint.Es("rebuild TABLE")}");
    }
}
