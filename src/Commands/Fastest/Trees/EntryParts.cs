using System.Collections;

namespace EventSourced.Commands.Fastest.Trees;

/// <summary>
/// A list of entries that grows in parts. One array of a large tree would be a large object, which is rarely collected, and a list that grows would leave several of them behind: more memory than the tree.
/// </summary>
internal sealed class EntryParts : IReadOnlyList<TreeEntry>
{
    // A part of 64 KiB is not a large object.
    private const int Shift = 10, PartEntries = 1 << Shift;

    private readonly List<TreeEntry[]> _parts = [];

    public EntryParts(params IEnumerable<TreeEntry> entries)
    {
        foreach (var entry in entries) Add(entry);
    }

    public int Count { get; private set; }

    public TreeEntry this[int index] => _parts[index >> Shift][index & (PartEntries - 1)];

    public void Add(TreeEntry entry)
    {
        var at = Count & (PartEntries - 1);
        // A small tree needs only a small part.
        if (at == 0) _parts.Add(new TreeEntry[_parts.Count == 0 ? 16 : PartEntries]);
        else if (at == _parts[^1].Length)
        {
            var part = _parts[^1];
            Array.Resize(ref part, Math.Min(PartEntries, 4 * at));
            _parts[^1] = part;
        }
        _parts[^1][at] = entry;
        Count++;
    }

    public IEnumerator<TreeEntry> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
