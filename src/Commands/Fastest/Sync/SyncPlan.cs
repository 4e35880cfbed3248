using EventSourced.Commands.Fastest.Merging;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Sync;

/// <summary>What a sync would do.</summary>
/// <param name="Copies">Entries that are copied from main.</param>
/// <param name="Merges">Files whose lines were merged.</param>
/// <param name="Conflicts">Paths that the user has to decide about.</param>
/// <param name="Unchanged">Paths that stay as they are.</param>
internal sealed record SyncPlan(IReadOnlyList<TreeItem> Copies, IReadOnlyList<TreeItem> Merges, IReadOnlyList<SyncConflict> Conflicts, int Unchanged)
{
    public bool IsEmpty => this is { Copies.Count: 0, Merges.Count: 0, Conflicts.Count: 0 };
}

/// <summary>Plans a sync: the merge of the trees (specification, 3.5), and of the lines of files that both sides changed.</summary>
/// <param name="read">Returns the first bytes of a blob, up to a maximum; null when it is not stored.</param>
/// <param name="store">Stores merged bytes as a blob.</param>
internal sealed class SyncPlanner(Func<ContentHash, int, Task<byte[]?>> read, Func<byte[], Task<ContentHash>> store)
{
    public async Task<SyncPlan> PlanAsync(SyncTrees trees)
    {
        List<TreeItem> copies = [], merges = [];
        List<SyncConflict> conflicts = [];
        var unchanged = trees.Same;
        foreach (var step in TreeMerge.Plan(trees.Base, trees.Main, trees.Rest))
        {
            switch (step.Action)
            {
                case MergeAction.InSync:
                    unchanged++;
                    break;
                // Main has a file where the workspace has a folder, or the reverse: both cannot exist.
                case MergeAction.Apply when trees.Workspace.InTheWayOf(step.Source!.Value) is not null:
                    conflicts.Add(new(TreeItems.Of(step.Source.Value), SyncReasons.PathTaken));
                    break;
                case MergeAction.Apply:
                    copies.Add(TreeItems.Of(step.Source!.Value with { Mode = ModeOf(step) }));
                    break;
                case MergeAction.Conflict:
                    conflicts.Add(new(TreeItems.Of(step.Source!.Value), SyncReasons.Of(step)));
                    break;
                case MergeAction.MergeLines:
                    var (merged, reason) = await MergeAsync(step);
                    if (reason is not null) conflicts.Add(new(TreeItems.Of(step.Source!.Value), reason));
                    else if (merged is { } entry && !entry.IsSameAs(step.Current!.Value)) merges.Add(TreeItems.Of(entry));
                    else unchanged++;
                    break;
            }
        }
        return new(copies, merges, conflicts, unchanged);
    }

    private async Task<(TreeEntry? Merged, string? Reason)> MergeAsync(MergeStep step)
    {
        // One byte more than can be merged, so that a larger file is recognised without reading it whole.
        const int Limit = LineMerge.MaxBytes + 1;
        if (await read(step.Base!.Value.Hash, Limit) is not { } before || await read(step.Source!.Value.Hash, Limit) is not { } theirs
            || await read(step.Current!.Value.Hash, Limit) is not { } ours) return (null, SyncReasons.NotStored);
        var result = LineMerge.Merge(before, theirs, ours);
        if (result.Content is not { } content) return (null, SyncReasons.Of(result.Conflict!.Value));
        return (TreeEntry.File(step.Path, await store(content), content.Length, ModeOf(step)), null);
    }

    // The mode of a file is merged like its content: main's, unless only the workspace changed it.
    private static int ModeOf(MergeStep step) =>
        step is { Base: { IsFile: true } before, Current: { IsFile: true } ours, Source: { IsFile: true } theirs } && theirs.Mode == before.Mode ? ours.Mode : step.Source!.Value.Mode;
}
