namespace EventSourced.Commands.Fastest.Snapshots;

/// <summary>A workspace as one side of a sync.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="Head">Its current snapshot.</param>
/// <param name="BaseSnapshotId">The snapshot that it was created from, or null.</param>
public sealed record SyncSide(Guid WorkspaceId, SnapshotNode Head, string? BaseSnapshotId);

/// <summary>
/// The base of a sync (§3.4): the first of these that exists. The snapshot up to which the target took the source over before; the merge base of the two heads; the target's base, if
/// the source made it; the source's base, if the target made it; the earlier one of the two bases, if one workspace made both; the target's base.
/// </summary>
public static class SyncBase
{
    /// <summary>Finds the base.</summary>
    /// <param name="find">Returns a snapshot of the project, or null.</param>
    /// <param name="target">The workspace that receives the merge.</param>
    /// <param name="source">The workspace that is merged, such as main.</param>
    /// <param name="history">The target's history of merges.</param>
    /// <returns>The snapshot, or null: then nothing is known about the past, and the base is the empty tree.</returns>
    /// <exception cref="MissingParentException">An ancestor of a head does not exist.</exception>
    public static SnapshotNode? Find(Func<string, SnapshotNode?> find, SyncSide target, SyncSide source, IReadOnlyDictionary<Guid, MergedUpTo> history)
    {
        ArgumentNullException.ThrowIfNull(find);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(history);
        if (history.TryGetValue(source.WorkspaceId, out var merged) && find(merged.LastMergedSnapshot) is { } last) return last;
        if (MergeBase.Find(find, target.Head, source.Head) is { } common) return common;
        var targetBase = target.BaseSnapshotId is { } t ? find(t) : null;
        var sourceBase = source.BaseSnapshotId is { } s ? find(s) : null;
        if (targetBase is not null && targetBase.WorkspaceId == source.WorkspaceId) return targetBase;
        if (sourceBase is not null && sourceBase.WorkspaceId == target.WorkspaceId) return sourceBase;
        return targetBase?.WorkspaceId is { } maker && sourceBase?.WorkspaceId == maker && sourceBase.CreatedAt < targetBase.CreatedAt ? sourceBase : targetBase;
    }
}
