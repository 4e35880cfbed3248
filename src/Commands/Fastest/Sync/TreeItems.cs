using EventSourced.Commands.Fastest.Trees;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Sync;

/// <summary>Entries of trees as events have them.</summary>
internal static class TreeItems
{
    private const string File = "file", Directory = "dir", Symlink = "symlink";

    public static TreeItem Of(in TreeEntry entry) => new(
        entry.Path, entry.Type switch { TreeEntryType.File => File, TreeEntryType.Symlink => Symlink, _ => Directory }, entry.IsFile ? entry.Hash.ToString() : null, entry.Size, entry.Mode, entry.Target);

    public static TreeEntry ToEntry(this TreeItem item) => item.Type switch
    {
        File when ContentHash.TryParse(item.Hash, out var hash) => TreeEntry.File(item.Path, hash, item.Size, item.Mode),
        Symlink => new(TreeEntryType.Symlink, item.Path, default, item.Size, item.Mode, item.Target),
        Directory => TreeEntry.Directory(item.Path, item.Mode),
        _ => throw new InvalidOperationException($"The event's entry {item.Path} has the type {item.Type} and the hash {item.Hash}, which is no entry of a tree."),
    };
}
