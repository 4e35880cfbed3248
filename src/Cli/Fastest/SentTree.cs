using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Fastest;

/// <summary>A file tree that was imported.</summary>
/// <param name="Project">Its project.</param>
/// <param name="Workspace">Its workspace.</param>
/// <param name="Label">Its label, unique in the workspace.</param>
/// <param name="Files">Paths and hashes.</param>
/// <param name="ComparedWith">The tree that its drift report compares it with; null for the first tree of a project.</param>
/// <param name="Command">The import.</param>
internal sealed record SentTree(string Project, string Workspace, string Label, IReadOnlyDictionary<string, string> Files, SentTree? ComparedWith, SentCommand Command)
{
    public const string Main = "main";

    /// <summary>The lists of the drift report: the paths of the source, those of the workspace, equal and different ones.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Drift
    {
        get
        {
            var (source, workspace) = Workspace == Main ? (Files, ComparedWith!.Files) : (ComparedWith!.Files, Files);
            return
            [
                Sorted(source.Keys.Where(p => !workspace.ContainsKey(p))), Sorted(workspace.Keys.Where(p => !source.ContainsKey(p))),
                Sorted(source.Where(f => workspace.TryGetValue(f.Key, out var hash) && hash == f.Value).Select(f => f.Key)),
                Sorted(source.Where(f => workspace.TryGetValue(f.Key, out var hash) && hash != f.Value).Select(f => f.Key)),
            ];
        }
    }

    private static List<string> Sorted(IEnumerable<string> paths) => [.. paths.Order(StringComparer.Ordinal)];
}
