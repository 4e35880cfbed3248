using System.Diagnostics;
using EventSourced.Cli.Output;
using Spectre.Console;

namespace EventSourced.Cli.Fastest.Pushing;

/// <summary>Shows a push: a progress bar on an interactive terminal, and the result.</summary>
internal static class PushView
{
    private const int MostNames = 5;

    /// <summary>Runs and shows how far it is.</summary>
    public static async Task<Pushed> RunAsync(Screen screen, Func<Action<Stage>, Task<Pushed>> push)
    {
        if (!screen.IsLive) return await push(_ => { });
        return await screen.Out.Progress().AutoClear(true)
            .Columns(new ProgressBarColumn { Width = 24 }, new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("reading");
                return await push(stage =>
                {
                    // Several uploads report at the same time.
                    lock (bar) (bar.Description, bar.MaxValue, bar.Value) = (Markup.Escape(stage.Text), Math.Max(1, stage.Total), stage.Done);
                });
            });
    }

    public static void Show(Screen screen, Pushed pushed, Stopwatch clock)
    {
        if (pushed.Changing.Count > 0) screen.Step($"scanned again, because {Figures.Count(pushed.Changing.Count, "file")} changed during the push: {Names.First(pushed.Changing, MostNames)}");
        var files = Figures.Count(pushed.Reading.Tree.Entries.Count(e => e.IsFile), "file");
        if (pushed.Snapshot is not { } snapshot) screen.Good($"Nothing to push: the {files} are those of the current snapshot ({Figures.Time(clock.Elapsed)})");
        else
        {
            screen.Good($"Pushed {snapshot.Id}: {Figures.Count(pushed.Changes.Added.Count)} added, {Figures.Count(pushed.Changes.Changed.Count)} changed, {Figures.Count(pushed.Changes.Deleted.Count)} deleted; "
                + $"{Figures.Count(pushed.Blobs, "blob")} ({Figures.Bytes(pushed.Bytes)}) uploaded of {files}, in {Figures.Time(clock.Elapsed)}");
        }
        LeftOutView.Show(screen, pushed.Reading.Scan);
    }
}
