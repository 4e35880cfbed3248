using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Commands.Fastest.Merging;

/// <summary>What a merge does with a path.</summary>
public enum MergeAction
{
    /// <summary>Nothing: only the current tree has it.</summary>
    Ignore,

    /// <summary>Takes the source's entry over.</summary>
    Apply,

    /// <summary>Keeps the current entry.</summary>
    InSync,

    /// <summary>Both changed it: their lines are merged if they can be, otherwise it is a conflict.</summary>
    MergeLines,

    /// <summary>Somebody has to decide.</summary>
    Conflict,
}

/// <summary>What a merge does with one path.</summary>
/// <param name="Path">The path.</param>
/// <param name="Action">What is done.</param>
/// <param name="Rule">Row of the table in §3.5 that decided.</param>
/// <param name="Base">The common ancestor's entry, or null.</param>
/// <param name="Source">The source's entry, or null.</param>
/// <param name="Current">The current entry, or null.</param>
public sealed record MergeStep(string Path, MergeAction Action, int Rule, TreeEntry? Base, TreeEntry? Source, TreeEntry? Current);

/// <summary>
/// The three-way merge of trees (§3.5): what the source changed since the base is taken over into the current tree. A deletion by the source is not taken over, and a file that the
/// current tree deleted is never restored without a decision.
/// </summary>
public static class TreeMerge
{
    /// <summary>Decides for every path of the source and of the current tree. Paths that neither has any more (rule 5) need no step.</summary>
    /// <param name="baseTree">The common ancestor; <see cref="FileTree.Empty"/> when none is known.</param>
    /// <param name="source">The tree that is merged, such as main's.</param>
    /// <param name="current">The tree that receives the merge.</param>
    public static IEnumerable<MergeStep> Plan(FileTree baseTree, FileTree source, FileTree current)
    {
        ArgumentNullException.ThrowIfNull(baseTree);
        foreach (var (theirs, ours) in FileTree.Join(source, current))
        {
            var path = theirs?.Path ?? ours!.Value.Path;
            var ancestor = baseTree.Find(path);
            var (action, rule) = Decide(ancestor, theirs, ours);
            yield return new(path, action, rule, ancestor, theirs, ours);
        }
    }

    /// <summary>The current tree with some entries replaced, added or removed.</summary>
    /// <param name="current">The tree before.</param>
    /// <param name="changes">By path the new entry, or null to remove it.</param>
    public static FileTree Apply(FileTree current, IReadOnlyDictionary<string, TreeEntry?> changes)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(changes);
        TreeEntry[] added = [.. changes.Values.OfType<TreeEntry>().OrderBy(e => e.Path, PathOrder.Instance)];
        // Both are sorted.
        var (entries, next) = (new EntryParts(), 0);
        foreach (var entry in current.Entries)
        {
            if (changes.ContainsKey(entry.Path)) continue;
            while (next < added.Length && PathOrder.Instance.Compare(added[next].Path, entry.Path) < 0) entries.Add(added[next++]);
            entries.Add(entry);
        }
        foreach (var entry in added[next..]) entries.Add(entry);
        return FileTree.OfSorted(entries);
    }

    private static (MergeAction Action, int Rule) Decide(in TreeEntry? ancestor, in TreeEntry? source, in TreeEntry? current) => (ancestor, source, current) switch
    {
        (null, null, _) => (MergeAction.Ignore, 1),
        (null, not null, null) => (MergeAction.Apply, 2),
        (not null, not null, null) => (MergeAction.Conflict, 3),
        (not null, null, _) => (MergeAction.InSync, 4),
        (_, { } s, { } c) when s.HoldsSameAs(c) => (MergeAction.InSync, 6),
        ({ } b, { } s, { } c) when b.HoldsSameAs(c) => (MergeAction.Apply, 7),
        ({ } b, { } s, _) when b.HoldsSameAs(s) => (MergeAction.InSync, 8),
        // Only files have lines, and without the base's lines nobody knows who changed what.
        ({ IsFile: true }, { IsFile: true }, { IsFile: true }) => (MergeAction.MergeLines, 9),
        _ => (MergeAction.Conflict, 9),
    };
}
