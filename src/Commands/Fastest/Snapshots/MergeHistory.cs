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
}
