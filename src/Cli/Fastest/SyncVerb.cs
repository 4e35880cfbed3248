using System.CommandLine;
using EventSourced.Cli.Fastest.Folder;
using EventSourced.Cli.Fastest.Http;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;

namespace EventSourced.Cli.Fastest;

/// <summary><c>es fst sync</c>: takes the main workspace's changes over into this one, and into the folder.</summary>
internal static class SyncVerb
{
    private const string UseMain = "use_main", UseWorkspace = "use_workspace";
    private const int Most = 100;

    public static Command Create(Screen screen)
    {
        var use = new Option<string?>("--use") { Description = "Decides about all paths that both sides changed: main or workspace.", HelpName = "SIDE" };
        use.AcceptOnlyFromAmong("main", "workspace");
        var dryRun = new Option<bool>("--dry-run") { Description = "Only show what would be done." };
        var yes = new Option<bool>("--yes") { Description = "Do not ask before." };
        var command = new Command("sync", "Take the changes of the main workspace over into this one and into this folder.") { use, dryRun, yes };
        command.Does(async (parsed, cancellation) =>
        {
            var (folder, api) = FstVerbs.Here();
            using (api) return await RunAsync(screen, folder, api, parsed.GetValue(use), parsed.GetValue(dryRun), parsed.GetValue(yes), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, WorkingFolder folder, FastestApi api, string? use, bool dryRun, bool yes, CancellationToken cancellation)
    {
        var status = await FolderStatus.OfAsync(folder, api, again: false, cancellation);
        if (status.Missed is not null) throw new CliException($"This folder lacks a snapshot of its workspace. Run first: {Hint.Es("fst pull")}");
        if (status.Changes.Count > 0) throw new CliException($"{Figures.Count(status.Changes.Count, "change")} of this folder are not pushed; {Hint.Es("fst status")} shows them. Run first: {Hint.Es("fst push")}");
        var preview = await api.PrepareSyncAsync(status.Workspace.Id, cancellation);
        Show(screen, preview);
        if (preview.PreviewId is not { } id || dryRun) return 0;
        if (Decide(screen, preview, use) is not { } decisions) throw new CliException($"{Figures.Count(preview.Decisions.Count, "path")} must be decided. Say which side counts: {Hint.Es("fst sync --use main")}, or --use workspace");
        if (!yes && screen.Confirm("Sync?") is not true) throw new CliException($"Nothing was done. Run without a question: {Hint.Es("fst sync --yes")}");
        var before = await status.Head.TreeAsync(folder, api, cancellation);
        var done = await api.ExecuteSyncAsync(status.Workspace.Id, id, decisions, cancellation);
        screen.Good($"Synced with main as {done.SnapshotId}: {Figures.Count(done.FilesAdded)} added, {Figures.Count(done.FilesUpdated)} changed");
        return await PullVerb.ReceiveAsync(screen, folder, api, before, new(done.SnapshotId, done.ManifestHash), status.Reading.Tree, cancellation);
    }

    private static void Show(Screen screen, SyncPlan preview)
    {
        screen.Line(preview.Summary);
        foreach (var action in preview.AutoActions.Take(Most)) screen.Line($"{(action.Action == "merged" ? "merge lines" : "take"),-12}{Names.Shown(action.Path)}");
        foreach (var question in preview.Decisions.Take(Most)) screen.Line($"{"decide",-12}{Names.Shown(question.Path)}: {question.Reason}");
        var more = Math.Max(0, preview.AutoActions.Count - Most) + Math.Max(0, preview.Decisions.Count - Most);
        if (more > 0) screen.Line($"{Figures.Count(more)} more");
    }

    /// <summary>An option for each path; null when nobody can be asked.</summary>
    private static Dictionary<string, string>? Decide(Screen screen, SyncPlan preview, string? use)
    {
        Dictionary<string, string> decisions = new(StringComparer.Ordinal);
        foreach (var question in preview.Decisions)
        {
            var takesMain = use is null ? screen.Confirm($"{Names.Shown(question.Path)}: take main's version?") : use == "main";
            if (takesMain is not { } isMain) return null;
            decisions[question.Path] = isMain ? UseMain : UseWorkspace;
        }
        return decisions;
    }
}
