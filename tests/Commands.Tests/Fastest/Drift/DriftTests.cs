using CsCheck;
using EventSourced.Commands.Fastest.Drift;
using EventSourced.Commands.Fastest.Trees;
using static EventSourced.Commands.Tests.Fastest.Trees.TreeTexts;

namespace EventSourced.Commands.Tests.Fastest.Drift;

/// <summary>Drift (specification, 3.1 and 3.2).</summary>
public sealed class DriftTests
{
    [Fact]
    public void The_worked_example_of_the_specification()
    {
        var drift = TreeComparison.Of(Tree("a.txt=1 b.txt=2 c.txt=3"), Tree("a.txt=1 b.txt=9 d.txt=4"));

        Assert.Equal(["c.txt"], drift.SourceOnly);
        Assert.Equal(["d.txt"], drift.WorkspaceOnly);
        Assert.Equal(["a.txt"], drift.BothSame);
        Assert.Equal(["b.txt"], drift.BothDifferent);
        Assert.False(drift.LargeFilesChanged);
        Assert.Equal((0.5, "medium"), (DriftFigures.OverlapRatio(1, 1), DriftFigures.RiskLevel(1, 1)));
    }

    [Fact]
    public void Every_path_is_in_one_list_and_exchanged_sides_exchange_the_lists()
    {
        var tree = Gen.Dictionary(Paths("a", "b", "/", "\uFFFD", "😀").Where(p => p.Length > 0), Gen.Int[0, 2])[0, 12].Select(files => FileTree.Of(files.Select(f => TreeEntry.File(f.Key, Hash($"{f.Value}")))));
        Gen.Select(tree, tree).Sample((left, right) =>
        {
            var drift = TreeComparison.Of(left, right);
            var paths = left.Entries.Concat(right.Entries).Select(e => e.Path).Distinct().Order(StringComparer.Ordinal);
            Assert.Equal(paths, ((string[])[.. drift.SourceOnly, .. drift.WorkspaceOnly, .. drift.BothSame, .. drift.BothDifferent]).Order(StringComparer.Ordinal));
            var back = TreeComparison.Of(right, left);
            Assert.Equal((drift.SourceOnly, drift.WorkspaceOnly, drift.BothSame, drift.BothDifferent), (back.WorkspaceOnly, back.SourceOnly, back.BothSame, back.BothDifferent), Lists.Equal);
            Assert.All((IReadOnlyList<string>[])[drift.SourceOnly, drift.WorkspaceOnly, drift.BothSame, drift.BothDifferent], list => Assert.Equal(list.Order(StringComparer.Ordinal), list));
        });
    }

    [Fact]
    public void Changes_of_a_working_tree_name_a_directory_only_if_nothing_below_it_is_named()
    {
        var before = FileTree.Of([TreeEntry.File("a", Hash("1"), 1, 420), TreeEntry.File("b", Hash("1")), TreeEntry.Directory("old", 493), TreeEntry.File("old/x", Hash("1")), TreeEntry.Directory("void", 493)]);
        var now = FileTree.Of(
        [
            TreeEntry.File("a", Hash("1"), 1, 493), TreeEntry.File("b", Hash("1")), TreeEntry.Directory("new", 493), TreeEntry.Directory("new/empty", 493),
            TreeEntry.File("new-ish", Hash("1")), TreeEntry.Directory("new/deep", 493), TreeEntry.File("new/deep/y", Hash("2")),
        ]);

        var changes = TreeChanges.Of(before, now);

        Assert.Equal(["new-ish", "new/deep/y", "new/empty"], changes.Added);
        Assert.Equal(["a"], changes.Changed);
        Assert.Equal(["old/x", "void"], changes.Deleted);
        Assert.Equal((6, 0), (changes.Count, TreeChanges.Of(now, now).Count));
    }

    [Fact]
    public void Entries_of_other_types_differ_and_the_mode_of_a_file_counts_only_for_the_client()
    {
        var hash = Hash("x");
        var left = FileTree.Of([TreeEntry.Directory("a"), TreeEntry.Symlink("b", "x"), TreeEntry.File("c", hash, 5, 420), TreeEntry.Directory("d", 493), TreeEntry.File("e", hash, 300_000)]);
        var right = FileTree.Of([TreeEntry.Symlink("a", "x"), TreeEntry.Symlink("b", "y"), TreeEntry.File("c", hash, 5, 493), TreeEntry.Directory("d", 493), TreeEntry.File("f", hash, 7)]);

        Assert.Equal(["a", "b"], TreeComparison.Of(left, right).BothDifferent);
        Assert.Equal(["c", "d"], TreeComparison.Of(left, right).BothSame);
        Assert.True(TreeComparison.Of(left, right).LargeFilesChanged);
        Assert.Equal(new DriftCounters(1, 3, 1, 300_007), DriftCounters.Of(left, right));
        Assert.True(DriftCounters.Of(left, left).IsZero);
    }

    [Fact]
    public void A_modified_file_counts_with_the_difference_of_its_sizes() => Assert.Equal(
        new DriftCounters(0, 1, 0, 60),
        DriftCounters.Of(FileTree.Of([TreeEntry.File("a", Hash("1"), 100)]), FileTree.Of([TreeEntry.File("a", Hash("2"), 40)])));

    [Theory]
    [InlineData(5, 0, "low")]
    [InlineData(0, 0, "low")]
    [InlineData(1, 1, "medium")]
    [InlineData(2, 3, "high")]
    [InlineData(100, 9, "medium")]
    [InlineData(100, 10, "high")]
    public void Risk(int added, int modified, string level) => Assert.Equal(level, DriftFigures.RiskLevel(added, modified));

    [Fact]
    public void Figures_that_readers_see()
    {
        Assert.Equal(new Dictionary<string, int> { [".gz"] = 1, [".md"] = 2, ["none"] = 3 }, DriftFigures.CountsByExtension(["a.MD", "x/b.md", "x.y/c", ".gitignore", "d.", "e.tar.gz"]));
        Assert.Equal(1.3, DriftFigures.StalenessHours(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMinutes(75)));
        Assert.Equal(20, DriftFigures.TopOverlapFiles([.. Enumerable.Range(0, 30).Select(n => $"{n}")]).Count);
    }

    private static class Lists
    {
        public static bool Equal<T>((T, T, T, T) x, (T, T, T, T) y)
            where T : IEnumerable<string> =>
            x.Item1.SequenceEqual(y.Item1) && x.Item2.SequenceEqual(y.Item2) && x.Item3.SequenceEqual(y.Item3) && x.Item4.SequenceEqual(y.Item4);
    }
}
