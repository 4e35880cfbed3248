using EventSourced.Cli.Client;
using EventSourced.Cli.Output;
using Spectre.Console;

namespace EventSourced.Cli.Importing;

/// <summary>Shows an import: bars where the screen can move, else a line for each file that ends.</summary>
internal static class ImportView
{
    public static async Task RunAsync(Screen screen, ApiClient api, IReadOnlyList<ImportedFile> files, CancellationToken cancellation)
    {
        if (!screen.IsLive)
        {
            var told = new HashSet<ImportedFile>();
            await new ImportRun(api).RunAsync(files, file =>
            {
                lock (told)
                {
                    if (!file.IsDone || !told.Add(file)) return;
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

    /// <summary>The table of what came out.</summary>
    public static void Summarise(Screen screen, IReadOnlyList<ImportedFile> files)
    {
        var table = Sheet.Of("file", "status", ">messages", ">new", ">duplicates", ">days", ">weeks");
        foreach (var file in files)
        {
            var row = file.Row;
            table.Add(
                file.Name, file.Refusal is null ? row?.Status ?? "" : "refused", Figures.Count(row?.Messages ?? 0), Figures.Count(row?.NewMessages ?? 0),
                Figures.Count(file.Succeeded ? row!.Messages - row.NewMessages : 0), Figures.Count(row?.Days ?? 0), Figures.Count(row?.Weeks ?? 0));
        }
        screen.Out.Write(table);
    }

    private static string Describe(ImportedFile file, int width) => $"{Markup.Escape(file.Name.PadRight(width))} [grey]{Markup.Escape(file.Stage.PadRight(30))}[/]";

    private static void Ended(Screen screen, ImportedFile file)
    {
        if (file.Error is { } error) screen.Bad($"{file.Name}: {error}");
        else screen.Good($"{file.Name}: {Figures.Count(file.Row!.Messages)} messages, {Figures.Count(file.Row.NewMessages)} new, {file.Row.FirstDay} to {file.Row.LastDay}, in {Figures.Time(file.Elapsed)}; {Figures.Count(file.Row.Lines)} lines, {Figures.Count(file.Row.Systems + file.Row.Notices)} of WhatsApp's own, {Figures.Count(file.Row.LeftOut)} left out");
        foreach (var warning in file.Row?.Warnings ?? []) screen.Note($"{file.Name}: {warning}");
    }
}
