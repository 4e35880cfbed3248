using System.Collections;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Commands.Fastest.Sync;

/// <summary>
/// The three trees of a sync. Where main and the workspace hold the same, nothing is to be done, whatever the base has: of main and the base only the other entries are kept, so
/// that one tree needs memory and not three. First main is read, then the base.
/// </summary>
/// <param name="workspace">The tree of the workspace.</param>
internal sealed class SyncTrees(FileTree workspace)
{
    private readonly BitArray _same = new(workspace.Entries.Count);
    private FileTree? _rest;

    /// <summary>The whole tree of the workspace.</summary>
    public FileTree Workspace => workspace;

    /// <summary>Number of paths at which main and the workspace hold the same.</summary>
    public int Same => workspace.Entries.Count - Rest.Entries.Count;

    /// <summary>The entries of main that the workspace does not have.</summary>
    public FileTree Main { get; private set; } = FileTree.Empty;

    /// <summary>The entries of the workspace that main does not have.</summary>
    public FileTree Rest => _rest ??= FileTree.OfSorted(new EntryParts(workspace.Entries.Where((_, i) => !_same[i])));

    /// <summary>The entries of the common ancestor at the paths of <see cref="Main"/> and <see cref="Rest"/>.</summary>
    public FileTree Base { get; private set; } = FileTree.Empty;

    /// <summary>Reads main.</summary>
    /// <param name="read">Reads the entries that a condition keeps; null when the tree is not stored.</param>
    /// <returns>Whether it is stored.</returns>
    public async Task<bool> ReadMainAsync(Func<Func<TreeEntry, bool>, Task<FileTree?>> read)
    {
        if (await read(Differs) is not { } main) return false;
        Main = main;
        return true;
    }

    /// <summary>Reads the common ancestor.</summary>
    /// <param name="read">Reads the entries that a condition keeps; null when the tree is not stored.</param>
    /// <returns>Whether it is stored.</returns>
    public async Task<bool> ReadBaseAsync(Func<Func<TreeEntry, bool>, Task<FileTree?>> read)
    {
        if (await read(entry => Main.Find(entry.Path) is not null || Rest.Find(entry.Path) is not null) is not { } found) return false;
        Base = found;
        return true;
    }

    private bool Differs(TreeEntry main)
    {
        if (workspace.IndexOf(main.Path) is not (>= 0 and var index) || !workspace.Entries[index].HoldsSameAs(main)) return true;
        _same[index] = true;
        return false;
    }
}
