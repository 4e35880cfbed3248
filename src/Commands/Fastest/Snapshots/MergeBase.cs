namespace EventSourced.Commands.Fastest.Snapshots;

/// <summary>
/// The merge base of two snapshots (§3.3): of their common ancestors, which include the two themselves, the one with the least sum of distances to both; of several the one that
/// was created last, then the one with the greater id. A cycle of parents, which forged ids can make, ends the search like a root.
/// </summary>
public static class MergeBase
{
    /// <summary>Finds the merge base.</summary>
    /// <param name="find">Returns a snapshot of the project, or null.</param>
    /// <param name="target">Head of the workspace that receives the merge.</param>
    /// <param name="source">Head of the workspace that is merged.</param>
    /// <returns>The snapshot, or null when the two have no ancestor in common.</returns>
    /// <exception cref="MissingParentException">An ancestor does not exist.</exception>
    public static SnapshotNode? Find(Func<string, SnapshotNode?> find, SnapshotNode target, SnapshotNode source)
    {
        ArgumentNullException.ThrowIfNull(find);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(source);
        var fromTarget = Ancestors(find, target).ToDictionary(a => a.Node.Id, a => a.Distance, StringComparer.Ordinal);
        SnapshotNode? best = null;
        var bestSum = int.MaxValue;
        foreach (var (node, distance) in Ancestors(find, source))
        {
            if (distance > bestSum) break;
            if (!fromTarget.TryGetValue(node.Id, out var other) || other + distance > bestSum) continue;
            if (other + distance < bestSum || IsPreferred(node, best!)) best = node;
            bestSum = other + distance;
        }
        return best;
    }

    private static bool IsPreferred(SnapshotNode node, SnapshotNode best) =>
        node.CreatedAt != best.CreatedAt ? node.CreatedAt > best.CreatedAt : string.CompareOrdinal(node.Id, best.Id) > 0;

    /// <summary>A snapshot and its ancestors, the nearest first.</summary>
    private static IEnumerable<(SnapshotNode Node, int Distance)> Ancestors(Func<string, SnapshotNode?> find, SnapshotNode head)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { head.Id };
        var queue = new Queue<(SnapshotNode Node, int Distance)>([(head, 0)]);
        while (queue.TryDequeue(out var next))
        {
            yield return next;
            foreach (var parent in next.Node.Parents.Where(seen.Add))
                queue.Enqueue((find(parent) ?? throw new MissingParentException(next.Node.Id, parent), next.Distance + 1));
        }
    }
}
