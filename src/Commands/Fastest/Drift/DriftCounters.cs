using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Commands.Fastest.Drift;

/// <summary>What a client counts of its working tree against the tree that it is based on (§3.1). Unlike a comparison, a file with another mode is modified.</summary>
/// <param name="Added">Entries that the base lacks.</param>
/// <param name="Modified">Entries that differ.</param>
/// <param name="Deleted">Entries that only the base has.</param>
/// <param name="Bytes">Sizes of added and deleted files, and by how much modified files grew or shrank.</param>
public sealed record DriftCounters(int Added, int Modified, int Deleted, long Bytes)
{
    /// <summary>Whether nothing has changed.</summary>
    public bool IsZero => this is { Added: 0, Modified: 0, Deleted: 0, Bytes: 0 };

    /// <summary>Counts.</summary>
    /// <param name="baseTree">The tree of the base snapshot.</param>
    /// <param name="current">The working tree.</param>
    public static DriftCounters Of(FileTree baseTree, FileTree current)
    {
        var (added, modified, deleted, bytes) = (0, 0, 0, 0L);
        foreach (var (before, now) in FileTree.Join(baseTree, current))
        {
            if (before is { } b && now is { } n)
            {
                if (b.IsSameAs(n)) continue;
                modified++;
                bytes += Math.Abs(n.Size - b.Size);
            }
            else if (now is { } created) (added, bytes) = (added + 1, bytes + created.Size);
            else (deleted, bytes) = (deleted + 1, bytes + before!.Value.Size);
        }
        return new(added, modified, deleted, bytes);
    }
}
