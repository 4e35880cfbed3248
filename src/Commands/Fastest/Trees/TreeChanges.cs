namespace EventSourced.Commands.Fastest.Trees;

/// <summary>
/// What differs between a working tree and its base, by the rule of §3.1: a file with another mode differs. Paths are in the order of manifests. A directory is named only if
/// nothing below it is: a new file says that its directory is new.
/// </summary>
/// <param name="Added">Paths that the base lacks.</param>
/// <param name="Changed">Paths that differ.</param>
/// <param name="Deleted">Paths that only the base has.</param>
public sealed record TreeChanges(IReadOnlyList<string> Added, IReadOnlyList<string> Changed, IReadOnlyList<string> Deleted)
{
    /// <summary>How many paths are named.</summary>
    public int Count => Added.Count + Changed.Count + Deleted.Count;

    /// <summary>Compares two trees.</summary>
    /// <param name="baseTree">The tree of the base snapshot.</param>
    /// <param name="current">The working tree.</param>
    public static TreeChanges Of(FileTree baseTree, FileTree current)
    {
        List<TreeEntry> added = [], changed = [], deleted = [];
        foreach (var (before, now) in FileTree.Join(baseTree, current))
        {
            if (before is { } b && now is { } n)
            {
                if (!b.IsSameAs(n)) changed.Add(n);
            }
            else if (now is { } created) added.Add(created);
            else deleted.Add(before!.Value);
        }
        return new(Named(added), [.. changed.Select(e => e.Path)], Named(deleted));
    }

    private static IReadOnlyList<string> Named(List<TreeEntry> entries)
    {
        var above = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            for (var slash = entry.Path.LastIndexOf('/'); slash > 0 && above.Add(entry.Path[..slash]); slash = entry.Path.LastIndexOf('/', slash - 1))
            {
            }
        }
        return [.. entries.Where(e => e.Type != TreeEntryType.Directory || !above.Contains(e.Path)).Select(e => e.Path)];
    }
}
