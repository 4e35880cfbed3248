using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Snapshots;

/// <summary>How far a workspace has taken over another one.</summary>
/// <param name="LastMergedSnapshot">Head of the other workspace at that time.</param>
/// <param name="MergedAt">When.</param>
public sealed record MergedUpTo(string LastMergedSnapshot, DateTimeOffset MergedAt);

/// <summary>The column <c>merge_history</c> of a workspace (§2.4): by workspace, up to which snapshot it has been taken over.</summary>
public static class MergeHistory
{
    /// <summary>
    /// The history after a sync with main. What main itself had taken over is now in the workspace as well: main's entries are inherited where the workspace has none or an older one.
    /// </summary>
    /// <param name="own">The workspace's history before.</param>
    /// <param name="workspaceId">The workspace; it has no entry about itself.</param>
    /// <param name="mainId">The main workspace.</param>
    /// <param name="main">Main's history.</param>
    /// <param name="mainHead">Main's head, which was merged.</param>
    /// <param name="mergedAt">Time of the sync.</param>
    public static SortedDictionary<Guid, MergedUpTo> After(
        IReadOnlyDictionary<Guid, MergedUpTo> own, Guid workspaceId, Guid mainId, IReadOnlyDictionary<Guid, MergedUpTo> main, string mainHead, DateTimeOffset mergedAt)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(main);
        var history = new SortedDictionary<Guid, MergedUpTo>(own.ToDictionary());
        foreach (var (id, inherited) in main)
        {
            if (id != workspaceId && (!history.TryGetValue(id, out var known) || known.MergedAt < inherited.MergedAt)) history[id] = inherited;
        }
        history[mainId] = new(mainHead, mergedAt);
        return history;
    }

    /// <summary>
    /// The history after a workspace was set back to a snapshot: what the snapshot continues. A merge that it does not contain would hide main's changes from the next sync. A merge
    /// that left no snapshot is forgotten as well, which is harmless: what is equal on both sides is no conflict.
    /// </summary>
    /// <param name="own">The history before.</param>
    /// <param name="find">Returns a snapshot of the project, or null.</param>
    /// <param name="snapshotId">The snapshot.</param>
    public static SortedDictionary<Guid, MergedUpTo> At(IReadOnlyDictionary<Guid, MergedUpTo> own, Func<string, SnapshotNode?> find, string snapshotId)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(find);
        var contained = new HashSet<string>(StringComparer.Ordinal) { snapshotId };
        var open = new Stack<string>([snapshotId]);
        while (open.TryPop(out var id))
        {
            foreach (var parent in find(id)?.Parents.Where(contained.Add) ?? []) open.Push(parent);
        }
        return new(own.Where(m => contained.Contains(m.Value.LastMergedSnapshot)).ToDictionary());
    }

    /// <summary>The history as an event has it.</summary>
    /// <param name="merges">The history.</param>
    public static IReadOnlyList<WorkspaceMerge> ToEvent(SortedDictionary<Guid, MergedUpTo> merges)
    {
        ArgumentNullException.ThrowIfNull(merges);
        return [.. merges.Select(m => new WorkspaceMerge(m.Key, m.Value.LastMergedSnapshot, m.Value.MergedAt))];
    }

    /// <summary>The history of an event.</summary>
    /// <param name="merges">Its list.</param>
    public static Dictionary<Guid, MergedUpTo> Of(IReadOnlyList<WorkspaceMerge> merges)
    {
        ArgumentNullException.ThrowIfNull(merges);
        return merges.ToDictionary(m => m.WorkspaceId, m => new MergedUpTo(m.LastMergedSnapshot, m.MergedAt));
    }
}
