using System.CommandLine;
using System.Text.Json.Nodes;
using EventSourced.Cli.Fastest.Folder;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;

namespace EventSourced.Cli.Fastest;

/// <summary><c>es fst status</c>: what the folder changes.</summary>
internal static class StatusVerb
{
    private const int Most = 100;

    public static Command Create(Screen screen)
    {
        var (json, again) = (FstVerbs.Json(), FstVerbs.ReadAgain());
        var command = new Command("status", "Show what this folder changes against the current snapshot of its workspace.") { again, json };
        command.Does(async (parsed, cancellation) =>
        {
            var (folder, api) = FstVerbs.Here();
            using (api)
            {
                var status = await FolderStatus.OfAsync(folder, api, parsed.GetValue(again), cancellation);
                if (parsed.GetValue(json)) screen.Line(JsonText.Indented(Json(folder, status)));
                else Show(screen, folder, status);
            }
            return 0;
        });
        return command;
    }

    private static void Show(Screen screen, WorkingFolder folder, FolderStatus status)
    {
        screen.Line($"{folder.Root}: workspace {status.Workspace.Name} of the project {status.Page.Project.Name}");
        screen.Line(status.Head.SnapshotId is { } id ? $"Current snapshot: {id}" : $"The workspace has no snapshot yet. Next: {Hint.Es("fst push")}");
        if (status.Missed is { } missed)
            screen.Bad($"This folder lacks {Count(missed.Behind, missed)} of the workspace, so that some of the changes below are those of others: a push needs --force");
        if (status.ToMain is { } main && status.Page.Main is { } name)
            screen.Line($"Against {name.Name}: ahead by {Count(main.Ahead, main)}, behind by {Count(main.Behind, main)}; the files: {Hint.Es("fst drift")}");
        if (status.Changes.Count == 0) screen.Good("Nothing has changed");
        List(screen, "added", status.Changes.Added);
        List(screen, "changed", status.Changes.Changed);
        List(screen, "deleted", status.Changes.Deleted);
        LeftOutView.Show(screen, status.Reading.Scan);
    }

    private static void List(Screen screen, string what, IReadOnlyList<string> paths)
    {
        foreach (var path in paths.Take(Most)) screen.Line($"{what,-9}{Names.Shown(path)}");
        if (paths.Count > Most) screen.Line($"{what,-9}{Figures.Count(paths.Count - Most)} more; --json names all");
    }

    private static string Count(int snapshots, Distance distance) => $"{(distance.IsExact ? "" : "at least ")}{Figures.Count(snapshots, "snapshot")}";

    private static JsonObject Json(WorkingFolder folder, FolderStatus status) => new()
    {
        ["root"] = folder.Root,
        ["api"] = folder.Config.Api,
        ["project"] = new JsonObject { ["id"] = status.Page.Project.Id, ["name"] = status.Page.Project.Name },
        ["workspace"] = new JsonObject { ["id"] = status.Workspace.Id, ["name"] = status.Workspace.Name },
        ["snapshot_id"] = status.Head.SnapshotId,
        ["manifest_hash"] = status.Reading.Hash,
        ["is_clean"] = status.Changes.Count == 0,
        ["added"] = List(status.Changes.Added),
        ["changed"] = List(status.Changes.Changed),
        ["deleted"] = List(status.Changes.Deleted),
        ["missed"] = status.Missed is { } missed ? new JsonObject { ["snapshots"] = missed.Behind, ["is_exact"] = missed.IsExact } : null,
        ["main"] = status.ToMain is { } main ? new JsonObject { ["workspace_id"] = status.Page.Main!.Id, ["ahead"] = main.Ahead, ["behind"] = main.Behind, ["is_exact"] = main.IsExact } : null,
        ["ignored"] = status.Reading.Scan.Ignored,
        ["left_out"] = LeftOutView.Json(status.Reading.Scan),
    };

    private static JsonArray List(IReadOnlyList<string> paths) => [.. paths.Select(p => JsonValue.Create(p))];
}
