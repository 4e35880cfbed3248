using CsCheck;
using EventSourced.Commands.Fastest.Merging;
using EventSourced.Commands.Fastest.Sync;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Commands.Tests.Fastest.Sync;

public sealed class SyncTreesTests
{
    private static readonly Gen<TreeEntry> s_entry = Gen.Select(Gen.OneOf("a", "a/b", "b", "b/c", "d", "é"), Gen.Int[0, 2], Gen.Int[0, 3], (path, content, kind) => kind switch
    {
        0 => TreeEntry.Directory(path, content),
        1 => TreeEntry.Symlink(path, $"to{content}"),
        _ => TreeEntry.File(path, ContentHash.Of([(byte)content]), mode: kind),
    });

    private static readonly Gen<FileTree> s_tree = s_entry.Array[0, 6].Select(entries => FileTree.Of(entries.DistinctBy(e => e.Path)));

    internal static SyncTrees TreesOf(FileTree? ancestor, FileTree main, FileTree workspace)
    {
        var trees = new SyncTrees(workspace);
        Assert.True(trees.ReadMainAsync(Some(main)).Result);
        if (ancestor is not null) Assert.True(trees.ReadBaseAsync(Some(ancestor)).Result);
        return trees;

        static Func<Func<TreeEntry, bool>, Task<FileTree?>> Some(FileTree tree) => keep => Task.FromResult<FileTree?>(FileTree.Of(tree.Entries.Where(keep)));
    }

    [Fact]
    public void The_entries_that_are_kept_decide_as_the_whole_trees_do() => Gen.Select(s_tree, s_tree, s_tree).Sample((ancestor, main, workspace) =>
    {
        var trees = TreesOf(ancestor, main, workspace);

        var whole = TreeMerge.Plan(ancestor, main, workspace).ToList();
        List<MergeStep> some = [.. TreeMerge.Plan(trees.Base, trees.Main, trees.Rest)];
        Assert.Equal(whole.Where(step => step.Rule != 6), some);
        Assert.Equal(whole.Count(step => step.Rule == 6), trees.Same);
    });

    [Fact]
    public async Task A_tree_that_is_not_stored_is_reported()
    {
        var trees = new SyncTrees(FileTree.Empty);

        Assert.False(await trees.ReadMainAsync(_ => Task.FromResult<FileTree?>(null)));
        Assert.False(await trees.ReadBaseAsync(_ => Task.FromResult<FileTree?>(null)));
    }
}
