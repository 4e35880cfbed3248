using System.Text.Json.Nodes;

namespace EventSourced.Cli.Output;

/// <summary>An event and the rows that it changes.</summary>
internal static class EffectsView
{
    public static void Show(Screen screen, JsonObject effects)
    {
        EventLines.Write(screen, effects["event"]!);
        screen.Line($"    {JsonText.Flat(effects["data"])}");
        screen.Line();
        var tables = effects["tables"]!.AsArray();
        if (tables.Count == 0)
        {
            screen.Line("It changes no row of any table.");
            return;
        }
        var sheet = Sheet.Of("table", "effect", "rows");
        var rows = 0;
        foreach (var table in tables)
        {
            var note = table!["skipped"]!.GetValue<bool>() ? " (skipped)" : table["projected"]!.GetValue<bool>() ? "" : " (not projected yet)";
            foreach (var row in table["rows"]!.AsArray())
            {
                sheet.Add($"{table["table"]}{note}", row!["effect"]!.ToString(), row["key"] is { } key ? EventLines.Key(key) : $"all with {EventLines.Key(row["where"])}");
                rows++;
            }
        }
        if (rows > 0) screen.Table(sheet);
        foreach (var table in tables.Where(t => t!["error"] is not null)) screen.Bad(table!["error"]!.ToString());
        screen.Note($"{Figures.Count(rows, "effect")} in {Figures.Count(tables.Count, "table")}.");
    }
}
