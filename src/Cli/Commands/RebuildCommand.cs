using System.CommandLine;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;

namespace EventSourced.Cli.Commands;

/// <summary><c>es rebuild</c>: builds new generations of tables beside the live ones and swaps them.</summary>
internal static class RebuildCommand
{
    public static Command Create(Screen screen)
    {
        var client = CommonOptions.Client();
        var tables = TableOptions.Create();
        var where = WhereOption.Create();
        var detach = OperationRun.Detach();
        var command = new Command("rebuild", "Rebuild tables from the events, beside the live ones, and swap them.") { where, detach };
        tables.AddTo(command);
        client.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var body = tables.Body(parsed);
            WhereOption.Add(body, parsed.GetValue(where));
            using var api = client.Connect(parsed);
            var ended = await OperationRun.RunAsync(screen, api, "admin/rebuilds", body, parsed.GetValue(detach), json: false, cancellation);
            if (parsed.GetValue(detach)) return 0;
            var swapped = ended["result"]?["swapped"]?.AsArray() ?? [];
            foreach (var table in swapped) screen.Good($"{table}: {(body["where"] is null ? "the new generation is live" : "its rows are replaced")}");
            foreach (var failed in ended["result"]?["failed"]?.AsArray() ?? []) screen.Bad($"{string.Join(", ", failed!["tables"]!.AsArray().Select(t => $"{t}"))}: {failed["error"]}");
            var total = Figures.Count(ended["result"]?["events"]?.GetValue<long>() ?? 0);
            return OperationRun.End(screen, ended, $"{Figures.Count(swapped.Count, "table")} from {total} events in {OperationRun.Took(ended)}{(body["where"] is null ? $"; `{Hint.Es("generations")}` shows the previous generations, `{Hint.Es("generations release")}` drops them" : "")}");
        });
        return command;
    }
}
