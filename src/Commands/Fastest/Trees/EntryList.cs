namespace EventSourced.Commands.Fastest.Trees;

/// <summary>Collects the entries of a manifest with their positions, and finds a path that occurs twice.</summary>
/// <param name="most">Maximum number of entries.</param>
internal sealed class EntryList(int most = int.MaxValue)
{
    private readonly List<TreeEntry> _entries = [];
    private readonly List<long> _positions = [];
    private bool _isSorted = true;

    public void Add(TreeEntry entry, long position)
    {
        if (_entries.Count == most) throw TreeLimits.TooMany(position);
        if (_isSorted && _entries.Count > 0)
        {
            var order = PathOrder.Instance.Compare(_entries[^1].Path, entry.Path);
            if (order == 0) throw Twice(entry.Path, _entries.Count - 1, _entries.Count, position);
            _isSorted = order < 0;
        }
        _entries.Add(entry);
        _positions.Add(position);
    }

    public FileTree ToTree()
    {
        TreeEntry[] entries = [.. _entries];
        if (_isSorted) return FileTree.OfSorted(entries);
        var indexes = new Dictionary<string, int>(entries.Length, StringComparer.Ordinal);
        foreach (var (index, entry) in entries.Index())
        {
            if (!indexes.TryAdd(entry.Path, index)) throw Twice(entry.Path, indexes[entry.Path], index, _positions[index]);
        }
        Array.Sort(entries, (a, b) => PathOrder.Instance.Compare(a.Path, b.Path));
        return FileTree.OfSorted(entries);
    }

    private static ManifestException Twice(string path, int first, int second, long position) =>
        new($"the path {TreePath.Shown(path)} is already that of entry {first}. Name each path once.", second, position);
}
