using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.Cli.Client;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.ReadTables.Query;

namespace EventSourced.Cli.Commands;

/// <summary><c>es query TABLE</c>: rows of a read table.</summary>
internal static class QueryCommand
{
    private const int MaxPageSize = 1000;

    public static Command Create(Screen screen)
    {
        var client = CommonOptions.Client();
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var csv = new Option<bool>("--csv") { Description = "Print CSV." };
        var allColumns = new Option<bool>("--all-columns") { Description = "Show every column; if rows are too wide, one column per line." };
        var limit = new Option<int>("--limit") { Description = "Maximum number of rows; 0 for all.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var table = new Argument<string>("TABLE") { Description = $"Schema and table, joined by a dot; {Hint.Es("projections")} lists them." };
        var terms = new Argument<string[]>("TERM")
        {
            Description = "column=value, column.gte=value (gt, lt, lte, in, like), order=column.desc, select=a,b",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("query", "Print rows of a read table.") { table, terms, json, csv, allColumns, limit };
        client.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(json) && parsed.GetValue(csv)) throw CliException.Usage("Use either --json or --csv.");
            var query = Terms.Of(parsed.GetValue(terms) ?? [], "column=value, column.gte=value, order=column.desc or select=a,b");
            using var api = client.Connect(parsed);
            var rows = await RowsAsync(api, parsed.GetRequiredValue(table), query, parsed.GetValue(limit), cancellation);
            if (parsed.GetValue(json)) screen.Line(JsonText.Indented(new JsonArray([.. rows.Rows.Select(r => r.DeepClone())])));
            else if (parsed.GetValue(csv)) WriteCsv(screen, rows.Rows, keepFormulas: query.Contains(("csvFormulas", "keep")));
            else
            {
                var known = query.Where(q => !q.Name.Contains('.', StringComparison.Ordinal)).Select(q => q.Name).ToHashSet();
                RowsView.Show(screen, rows.Rows, known, parsed.GetValue(allColumns) || query.Any(q => q.Name == "select"));
                screen.Note($"{Figures.Count(rows.Rows.Count)} rows at position {rows.Position}{(rows.Next is null ? "" : "; there are more: --limit 0")}");
            }
            return 0;
        });
        return command;
    }

    private static async Task<TablePage> RowsAsync(ApiClient api, string table, IReadOnlyList<(string Name, string Value)> query, int limit, CancellationToken cancellation)
    {
        if (table.Split('.') is not [{ Length: > 0 }, { Length: > 0 }]) throw CliException.Usage($"\"{table}\" is not a table: use schema and name, joined by a dot; {Hint.Es("projections")} lists them.");
        if (limit < 0) throw CliException.Usage("--limit: use a number of rows, or 0 for all.");
        var rows = new List<JsonObject>();
        var more = limit == 0 ? int.MaxValue : limit;
        TablePage page;
        string? cursor = null;
        do
        {
            List<(string, string)> all = [.. query, ("limit", Math.Min(more - rows.Count, MaxPageSize).ToString(System.Globalization.CultureInfo.InvariantCulture))];
            if (cursor is not null) all.Add(("cursor", cursor));
            page = await api.RowsAsync(table, all, null, cancellation);
            rows.AddRange(page.Rows);
            cursor = page.Next;
        }
        while (cursor is not null && rows.Count < more);
        return page with { Rows = rows };
    }

    private static void WriteCsv(Screen screen, IReadOnlyList<JsonObject> rows, bool keepFormulas)
    {
        if (rows.Count == 0) return;
        screen.Line(string.Join(',', rows[0].Select(c => Field(c.Key))));
        foreach (var row in rows) screen.Line(string.Join(',', row.Select(c => Field(Text(c.Value, keepFormulas)))));
    }

    private static string Text(JsonNode? value, bool keepFormulas) => value switch
    {
        null => "",
        JsonValue v when v.GetValueKind() == JsonValueKind.String => v.GetValue<string>() is var text && !keepFormulas && CsvFormulas.IsFormula(Encoding.UTF8.GetBytes(text)) ? $"'{text}" : v.GetValue<string>(),
        _ => JsonText.Flat(value),
    };

    private static string Field(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
