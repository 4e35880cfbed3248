using System.CommandLine;
using System.Text.Json.Nodes;
using EventSourced.Cli.Fastest.Folder;
using EventSourced.Cli.Fastest.Http;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Commands.Fastest.Drift;

namespace EventSourced.Cli.Fastest;

/// <summary><c>es fst drift</c>: reports how far the folder is from its snapshot, and compares the workspace with another one.</summary>
internal static class DriftVerb
{
    private const int Most = 10;

    public static Command Create(Screen screen)
    {
        var with = new Option<string?>("--with") { Description = "Name or id of the workspace to compare with. Default: the main one.", HelpName = "WORKSPACE" };
        var json = FstVerbs.Json();
        var command = new Command("drift", "Report how this folder drifts from its snapshot, and its workspace from another one.") { with, json };
        command.Does(async (parsed, cancellation) =>
        {
            var (folder, api) = FstVerbs.Here();
            using (api)
            {
                var page = await api.ProjectAsync(folder.Config.ProjectId, cancellation);
                var workspace = await api.WorkspaceAsync(folder.Config.WorkspaceId, cancellation);
                if (workspace.CurrentSnapshotId is null) throw new CliException($"The workspace {workspace.Name} has no snapshot yet, so there is nothing to compare. Run first: {Hint.Es("fst push")}");
                var source = Source(page, workspace, parsed.GetValue(with));
                var local = await CountAsync(folder, workspace, api, cancellation);
                var report = source is null ? null : await api.CompareAsync(workspace.Id, source.Id, cancellation);
                if (parsed.GetValue(json)) screen.Line(JsonText.Indented(Json(local, source, report)));
                else Show(screen, workspace, local, source, report is null ? null : FastestApi.Of<DriftReport>(report));
            }
            return 0;
        });
        return command;
    }

    // The main workspace has no other one by default.
    private static Workspace? Source(ProjectPage page, Workspace workspace, string? named)
    {
        if (named is null) return page.Main is { } main ? main.Id == workspace.Id ? null : main : throw new CliException($"The project {page.Project.Name} has no main workspace. Name one to compare with: {Hint.Es("fst drift --with WORKSPACE")}");
        var source = Places.Find(page, named) ?? throw new CliException($"The project {page.Project.Name} has no workspace {named}. It has {string.Join(", ", page.Workspaces.Select(w => w.Name))}.");
        return source.Id != workspace.Id ? source : throw new CliException($"This folder is the workspace {source.Name} itself. Name another one.");
    }

    // Others see in the list of workspaces that this one has changes which are not pushed.
    private static async Task<DriftCounters> CountAsync(WorkingFolder folder, Workspace workspace, FastestApi api, CancellationToken cancellation)
    {
        var reading = FolderReading.OfAsync(folder, null, again: false, [], cancellation);
        var head = await Head.OfAsync(folder, workspace, api, cancellation);
        var counters = DriftCounters.Of(await head.TreeAsync(folder, api, cancellation), (await reading).Tree);
        if (!counters.IsZero) await api.CountDriftAsync(workspace.Id, counters.Added, counters.Modified, counters.Deleted, counters.Bytes, cancellation);
        return counters;
    }

    private static void Show(Screen screen, Workspace workspace, DriftCounters local, Workspace? source, DriftReport? report)
    {
        if (local.IsZero) screen.Good($"This folder is as in the current snapshot of {workspace.Name}");
        else screen.Step($"This folder against the current snapshot of {workspace.Name}: {Figures.Count(local.Added)} added, {Figures.Count(local.Modified)} changed, {Figures.Count(local.Deleted)} deleted, {Figures.Bytes(local.Bytes)}; reported. The files: {Hint.Es("fst status")}");
        if (report is null || source is null)
        {
            screen.Note($"{workspace.Name} is the main workspace. Compare it with another one: {Hint.Es("fst drift --with WORKSPACE")}");
            return;
        }
        screen.Heading($"{workspace.Name} against {source.Name}: risk {report.RiskLevel}{(report.LargeFilesChanged == true ? ", large files differ" : "")}");
        List(screen, $"only in {source.Name}", report.SourceOnly);
        List(screen, $"only in {workspace.Name}", report.WorkspaceOnly);
        List(screen, "different", report.BothDifferent);
        screen.Line($"same: {Figures.Count(report.BothSame.Count)}");
        if (report.BothDifferent.Count > 0) screen.Line($"overlap: {Figures.Of(report.OverlapRatio)} of the entries that {source.Name} has and {workspace.Name} has not as they are there");
    }

    private static void List(Screen screen, string what, IReadOnlyList<string> paths) =>
        screen.Line($"{what}: {Figures.Count(paths.Count)}{(paths.Count == 0 ? "" : $"   {Names.First(paths, Most)}")}");

    private static JsonObject Json(DriftCounters local, Workspace? source, JsonObject? report) => new()
    {
        ["local"] = new JsonObject { ["files_added"] = local.Added, ["files_modified"] = local.Modified, ["files_deleted"] = local.Deleted, ["bytes_changed"] = local.Bytes },
        ["with"] = source is null ? null : new JsonObject { ["id"] = source.Id, ["name"] = source.Name },
        ["report"] = report,
    };
}
