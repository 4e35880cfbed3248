namespace EventSourced.Commands.Fastest.Trees;

/// <summary>Collects the entries of a manifest with their positions, and finds a path that occurs twice.</summary>
/// <param name="most">Maximum number of entries.</param>
internal sealed class EntryList(int most = int.MaxValue)
{
    private readonly EntryParts _entries = new();
    private readonly List<long> _positions = [];
    private string? _last;

    // How many entries at the beginning are sorted, and so without a path that occurs twice; null while all are.
    private int? _sorted;

    public void Add(TreeEntry entry, long position)
    {
        if (_entries.Count == most) throw TreeLimits.TooMany(position);
        if (_sorted is null && _last is not null)
        {
            var order = PathOrder.Instance.Compare(_last, entry.Path);
            if (order == 0) throw Twice(entry.Path, _entries.Count - 1, _entries.Count, position);
            if (order > 0) _sorted = _entries.Count;
        }
        // Of the others no position is ever asked for.
        if (_sorted is not null) _positions.Add(position);
        _entries.Add(entry);
        _last = entry.Path;
    }

    public FileTree ToTree()
    {
        if (_sorted is not { } sorted) return FileTree.OfSorted(_entries);
        var indexes = new Dictionary<string, int>(_entries.Count, StringComparer.Ordinal);
        foreach (var (index, entry) in _entries.Index())
        {
            if (!indexes.TryAdd(entry.Path, index)) throw Twice(entry.Path, indexes[entry.Path], index, _positions[index - sorted]);
        }
        return FileTree.Of(_entries);
    }

    private static ManifestException Twice(string path, int first, int second, long position) =>
        new($"the path {TreePath.Shown(path)} is already that of entry {first}. Name each path once.", second, position);
}
