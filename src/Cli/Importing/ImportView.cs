using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.Cli.Client;
using EventSourced.Cli.Output;
using Spectre.Console;

namespace EventSourced.Cli.Importing;

/// <summary>Shows an import: progress bars on an interactive terminal, otherwise the result of each file.</summary>
internal static class ImportView
{
    private const int MaxWarnings = 20;
    private const int Frame = 3;
    private const int Sha256Digits = 64;

    public static async Task RunAsync(Screen screen, ApiClient api, IReadOnlyList<ImportedFile> files, CancellationToken cancellation)
    {
        if (!screen.IsLive)
        {
            var shown = new HashSet<ImportedFile>();
            await new ImportRun(api).RunAsync(files, file =>
            {
                lock (shown)
                {
                    if (!file.IsDone || !shown.Add(file)) return;
                }
                Ended(screen, file);
            }, cancellation);
            return;
        }
        await screen.Out.Progress().AutoClear(true).HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new SpinnerColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var width = files.Max(f => f.Name.Length);
                var tasks = files.ToDictionary(f => f, f => context.AddTask(Describe(f, width)));
                await new ImportRun(api).RunAsync(files, file =>
                {
                    tasks[file].Description = Describe(file, width);
                    tasks[file].Value = 100 * file.Done;
                }, cancellation);
            });
        foreach (var file in files) Ended(screen, file);
    }

    /// <summary>A table of the results with as many figures as fit. The line of each file has all figures.</summary>
    public static void Summarise(Screen screen, IReadOnlyList<ImportedFile> files)
    {
        var left = screen.Width - Frame - files.Max(f => f.Name.Length + Frame) - files.Max(f => Math.Max(f.State.Length, "status".Length) + Frame);
        string[] figures = [.. files.SelectMany(f => Summary(f).Where(fact => IsNumber(fact.Value)).Select(fact => fact.Key)).Distinct().TakeWhile(f => (left -= Width(f)) >= 0)];
        var table = Sheet.Of(["file", "status", .. figures.Select(f => $">{Words(f)}")]);
        foreach (var file in files)
            table.Add([file.Name, file.State, .. figures.Select(f => Figure(file, f))]);
        screen.Table(table);

        static string Figure(ImportedFile file, string name) => Figures.Count(Summary(file).GetValueOrDefault(name)?.GetValue<long>() ?? 0);
        int Width(string name) => Math.Max(name.Length, files.Max(f => Figure(f, name).Length)) + Frame;
    }

    private static string Describe(ImportedFile file, int width) => $"{Markup.Escape(file.Name.PadRight(width))} [grey]{Markup.Escape(file.Stage.PadRight(30))}[/]";

    private static void Ended(Screen screen, ImportedFile file)
    {
        if (file.Error is { } error) screen.Bad(error);
        else if (file.IsCompleted) screen.Good($"{file.Name}: {string.Join(", ", Summary(file).Select(Text).OfType<string>())}, in {Figures.Time(file.Elapsed)}");
        else screen.Step($"{file.Name}: {file.Answer?["next_step"]}");
        foreach (var left in file.Answer?["left_out"]?.AsArray() ?? []) screen.Line($"  left out: {LeftOut(left!)}");
        var warnings = file.Answer?["warnings"]?.AsArray() ?? [];
        foreach (var warning in warnings.Take(MaxWarnings)) screen.Note($"{file.Name}: {warning}");
        if (warnings.Count > MaxWarnings) screen.Note($"{file.Name}: and {warnings.Count - MaxWarnings} more warnings; --json prints all");
    }

    // Ids and hashes are for programs: --json prints them.
    private static Dictionary<string, JsonNode?> Summary(ImportedFile file) =>
        (file.Answer?["summary"] as JsonObject ?? []).Where(fact => !IsForPrograms(fact.Value)).ToDictionary(fact => fact.Key, fact => fact.Value);

    private static bool IsForPrograms(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.String && value.ToString() is var text && (Guid.TryParseExact(text, "D", out _) || (text.Length == Sha256Digits && text.All(char.IsAsciiHexDigitLower)));

    // "3 days", "format txt", or "group: a 1, b 2".
    private static string? Text(KeyValuePair<string, JsonNode?> fact) => fact.Value switch
    {
        JsonObject group => $"{Words(fact.Key)}: {string.Join(", ", group.Select(g => $"{g.Key} {g.Value}"))}",
        JsonValue number when IsNumber(number) => $"{Figures.Count(number.GetValue<long>())} {Words(fact.Key)}",
        JsonValue { } value when value.GetValueKind() == JsonValueKind.String => $"{Words(fact.Key)} {value}",
        JsonValue { } value when value.GetValueKind() == JsonValueKind.True => Words(fact.Key),
        _ => null,
    };

    private static string LeftOut(JsonNode left)
    {
        var lines = left["lines"]!.AsArray();
        var count = left["count"]!.GetValue<long>();
        return $"{Figures.Count(count)} {left["reason"]}{(lines.Count == 0 ? "" : $"; line{(lines.Count == 1 ? "" : "s")} {string.Join(", ", lines)}{(count > lines.Count ? " …" : "")}")}";
    }

    private static bool IsNumber(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number;

    private static string Words(string name) => name.Replace('_', ' ');
}
