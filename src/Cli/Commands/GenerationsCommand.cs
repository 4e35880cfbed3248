using System.CommandLine;
using System.Text.Json.Nodes;
using EventSourced.Cli.Client;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;

namespace EventSourced.Cli.Commands;

/// <summary><c>es generations</c>: the live generations, and those that are kept for a rollback.</summary>
internal static class GenerationsCommand
{
    public static Command Create(Screen screen)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        return new Command("generations", "Show the generations of the tables; roll back to the previous one, or release it.") { json, Rollback(screen), Release(screen) }.Calling(async (parsed, api, cancellation) =>
        {
            var generations = (await api.GetAsync("admin/generations", cancellation))!.AsArray();
            if (parsed.GetValue(json)) screen.Line(JsonText.Indented(generations));
            else Show(screen, generations);
        });
    }

    private static void Show(Screen screen, JsonArray generations)
    {
        var sheet = Sheet.Of("table", ">gen", "state", ">position", ">size", "since");
        foreach (var g in generations.Select(g => g!))
        {
            sheet.Add($"{g["table"]}", $"{g["number"]}", $"{g["state"]}{(g["current"]!.GetValue<bool>() ? "" : ", outdated")}", Figures.Count(g["position"]!.GetValue<long>()),
                Figures.Bytes(g["bytes"]!.GetValue<long>()), $"{g["changed_at"]}"[..16].Replace('T', ' '));
        }
        screen.Table(sheet);
    }

    private static Command Rollback(Screen screen)
    {
        var table = new Argument<string>("TABLE") { Description = $"Schema and table, joined by a dot; {Hint.Es("projections")} lists them." };
        return new Command("rollback", "Roll back the last swap of a table.") { table }.Calling(async (parsed, api, cancellation) =>
        {
            var generations = (await api.PostAsync($"admin/generations/{Uri.EscapeDataString(parsed.GetRequiredValue(table))}/rollback", new JsonObject(), cancellation))!.AsArray();
            foreach (var live in generations.Where(g => $"{g!["state"]}" == "live")) screen.Good($"{live!["table"]}: generation {live["number"]} is live again, from position {live["position"]}");
        });
    }

    private static Command Release(Screen screen)
    {
        var tables = new Argument<string[]>("TABLE") { Description = "Tables; without any, all.", Arity = ArgumentArity.ZeroOrMore };
        var yes = new Option<bool>("--yes") { Description = "Do not ask for confirmation." };
        return new Command("release", "Drop the previous generations: a rollback to them is not possible afterwards.") { tables, yes }.Calling(async (parsed, api, cancellation) =>
        {
            var named = parsed.GetValue(tables) ?? [];
            var all = named.Length > 0 ? named : await ConfirmedTablesAsync(screen, api, parsed.GetValue(yes), cancellation);
            var dropped = 0L;
            foreach (var table in all)
                dropped += (await api.PostAsync($"admin/generations/{Uri.EscapeDataString(table)}/release", new JsonObject(), cancellation))!["dropped"]!.GetValue<long>();
            if (dropped > 0) screen.Good($"{Figures.Count(dropped, "generation")} dropped");
            else screen.Line("Nothing is dropped: no previous generation is kept.");
        });
    }

    // Without names, this drops all previous generations: they are shown, and the user or --yes confirms.
    private static async Task<string[]> ConfirmedTablesAsync(Screen screen, ApiClient api, bool yes, CancellationToken cancellation)
    {
        var kept = new JsonArray([.. (await api.GetAsync("admin/generations", cancellation))!.AsArray().Where(g => $"{g!["state"]}" == "previous").Select(g => g!.DeepClone())]);
        string[] tables = [.. kept.Select(g => $"{g!["table"]}").Distinct()];
        if (kept.Count == 0 || yes) return tables;
        Show(screen, kept);
        var what = $"the previous generations of {Figures.Count(tables.Length, "table")}";
        return screen.Confirm($"Drop {what}? `{Hint.Es("generations rollback")}` is not possible afterwards.") switch
        {
            true => tables,
            false => throw new CliException("Nothing was dropped."),
            null => throw CliException.Usage($"This drops {what}. Add --yes, or name tables: {Hint.Es($"generations release {tables[0]}")}"),
        };
    }
}
