using EventSourced.Cli.Fastest.Http;

namespace EventSourced.Cli.Fastest.Folder;

/// <summary>How many snapshots two heads each have that the other lacks.</summary>
/// <param name="Ahead">Snapshots of the first only.</param>
/// <param name="Behind">Snapshots of the second only.</param>
/// <param name="IsExact">Whether all of them are known; if not, there are at least as many.</param>
internal sealed record Distance(int Ahead, int Behind, bool IsExact);

/// <summary>The newest snapshots of a project and their parents. The API shows a limited number; what is older is not known.</summary>
internal sealed class SnapshotGraph(IEnumerable<Snapshot> snapshots)
{
    private readonly Dictionary<string, Snapshot> _all = snapshots.ToDictionary(s => s.Id, StringComparer.Ordinal);

    /// <summary>Compares the histories of two heads; null is a history without snapshots.</summary>
    public Distance Between(string? first, string? second)
    {
        var (left, right) = (History(first), History(second));
        var (onlyLeft, onlyRight) = (left.Except(right).ToList(), right.Except(left).ToList());
        return new(onlyLeft.Count, onlyRight.Count, onlyLeft.Concat(onlyRight).All(_all.ContainsKey));
    }

    // With the ids of parents that are not known.
    private HashSet<string> History(string? head)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(head is null ? [] : [head]);
        while (open.TryPop(out var id))
        {
            if (!seen.Add(id) || !_all.TryGetValue(id, out var snapshot)) continue;
            foreach (var parent in snapshot.ParentSnapshotIds) open.Push(parent);
        }
        return seen;
    }
}
