using System.Text.Json.Nodes;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Commands.Fastest.Folders;

namespace EventSourced.Cli.Fastest;

/// <summary>Lists what of a folder is left out of its tree.</summary>
internal static class LeftOutView
{
    private const int Most = 20;

    public static void Show(Screen screen, FolderScan scan)
    {
        if (scan.Ignored > 0) screen.Line($"  left out by the ignore rules: {Figures.Count(scan.Ignored)} {(scan.Ignored == 1 ? "entry" : "entries")}");
        foreach (var unread in scan.Unread.Take(Most)) screen.Line($"  left out: {Names.Shown(unread.Path)}: {unread.Reason}");
        if (scan.Unread.Count > Most) screen.Line($"  left out: {Figures.Count(scan.Unread.Count - Most)} more; {Hint.Es("fst status --json")} names all");
    }

    public static JsonArray Json(FolderScan scan) => [.. scan.Unread.Select(u => new JsonObject { ["path"] = u.Path, ["reason"] = u.Reason })];
}
