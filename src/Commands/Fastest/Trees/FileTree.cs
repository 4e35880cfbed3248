namespace EventSourced.Commands.Fastest.Trees;

/// <summary>The entries of a manifest, sorted by <see cref="PathOrder"/>; each path occurs once.</summary>
public sealed class FileTree
{
    private readonly EntryParts _entries;

    private FileTree(EntryParts entries) => _entries = entries;

    /// <summary>A tree without entries: the base of a merge that has none (§3.4).</summary>
    public static FileTree Empty { get; } = new(new EntryParts());

    /// <summary>The entries, sorted by path.</summary>
    public IReadOnlyList<TreeEntry> Entries => _entries;

    /// <summary>The hashes of the files' bytes, each once. Directories and symbolic links have none (§1.2, pitfall c).</summary>
    public IEnumerable<ContentHash> Blobs => _entries.Where(e => e.IsFile).Select(e => e.Hash).Distinct();

    /// <summary>Sorts entries.</summary>
    /// <param name="entries">In any order.</param>
    /// <exception cref="ArgumentException">A path occurs twice.</exception>
    public static FileTree Of(IEnumerable<TreeEntry> entries)
    {
        TreeEntry[] sorted = [.. entries];
        Array.Sort(sorted, (one, other) => PathOrder.Instance.Compare(one.Path, other.Path));
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Path == sorted[i - 1].Path) throw new ArgumentException($"The path {TreePath.Shown(sorted[i].Path)} occurs twice.", nameof(entries));
        }
        return new(new EntryParts(sorted));
    }

    /// <summary>Takes entries whose order and paths are known to be right.</summary>
    internal static FileTree OfSorted(EntryParts entries) => new(entries);

    /// <summary>The entry of a path, or null.</summary>
    /// <param name="path">The path.</param>
    public TreeEntry? Find(string path) => IndexOf(path) is >= 0 and var index ? _entries[index] : null;

    /// <summary>The path of an entry that cannot exist beside another one, or null: a file or symbolic link above it, or for one that is no directory, an entry below it.</summary>
    /// <param name="entry">An entry, which need not be part of the tree.</param>
    public string? InTheWayOf(in TreeEntry entry)
    {
        var path = entry.Path;
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (Find(path[..slash]) is { Type: not TreeEntryType.Directory } above) return above.Path;
        }
        if (entry.Type == TreeEntryType.Directory) return null;
        var below = path + "/";
        var first = ~IndexOf(below);
        return first < _entries.Count && _entries[first].Path.StartsWith(below, StringComparison.Ordinal) ? _entries[first].Path : null;
    }

    /// <summary>The index of a path; if the tree does not have it, the complement of the index where it would be. No path ends with a slash.</summary>
    internal int IndexOf(string path)
    {
        var (low, high) = (0, _entries.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = PathOrder.Instance.Compare(_entries[middle].Path, path);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return ~low;
    }

    /// <summary>Every path of two trees, in order, with its entry on each side.</summary>
    internal static IEnumerable<(TreeEntry? Left, TreeEntry? Right)> Join(FileTree left, FileTree right)
    {
        var (l, r) = (0, 0);
        while (l < left._entries.Count || r < right._entries.Count)
        {
            var order = l == left._entries.Count ? 1 : r == right._entries.Count ? -1 : PathOrder.Instance.Compare(left._entries[l].Path, right._entries[r].Path);
            yield return (order <= 0 ? left._entries[l++] : null, order >= 0 ? right._entries[r++] : null);
        }
    }
}
