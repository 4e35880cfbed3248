namespace EventSourced.Commands.Fastest.Trees;

/// <summary>Collects the entries of a manifest, and finds a path that occurs twice.</summary>
internal sealed class EntryList
{
    // Below the size of large objects, each of which would bring a full collection nearer.
    private const int ChunkEntries = 1000;

    private readonly List<TreeEntry[]> _chunks = [];
    private readonly List<long> _positions = [];
    private int _count;
    private bool _isSorted = true;

    public void Add(TreeEntry entry, long position)
    {
        if (_isSorted && _count > 0)
        {
            var order = PathOrder.Instance.Compare(_chunks[^1][(_count - 1) % ChunkEntries].Path, entry.Path);
            if (order == 0) throw Twice(entry.Path, _count - 1, _count, position);
            _isSorted = order < 0;
        }
        // Sorted entries are known to be different.
        if (!_isSorted) _positions.Add(position);
        if (_count % ChunkEntries == 0) _chunks.Add(new TreeEntry[ChunkEntries]);
        _chunks[^1][_count++ % ChunkEntries] = entry;
    }

    public FileTree ToTree()
    {
        var entries = new TreeEntry[_count];
        foreach (var (index, chunk) in _chunks.Index()) chunk.AsSpan(0, Math.Min(ChunkEntries, _count - index * ChunkEntries)).CopyTo(entries.AsSpan(index * ChunkEntries));
        if (_isSorted) return FileTree.OfSorted(entries);
        var indexes = new Dictionary<string, int>(entries.Length, StringComparer.Ordinal);
        foreach (var (index, entry) in entries.Index())
        {
            if (!indexes.TryAdd(entry.Path, index)) throw Twice(entry.Path, indexes[entry.Path], index, _positions[index - (_count - _positions.Count)]);
        }
        Array.Sort(entries, (a, b) => PathOrder.Instance.Compare(a.Path, b.Path));
        return FileTree.OfSorted(entries);
    }

    private static ManifestException Twice(string path, int first, int second, long position) =>
        new($"the path {TreePath.Shown(path)} is already that of entry {first}. Name each path once.", second, position);
}
