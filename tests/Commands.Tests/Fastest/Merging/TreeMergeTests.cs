using CsCheck;
using EventSourced.Commands.Fastest.Merging;
using EventSourced.Commands.Fastest.Trees;
using static EventSourced.Commands.Tests.Fastest.Trees.TreeTexts;

namespace EventSourced.Commands.Tests.Fastest.Merging;

/// <summary>The three-way merge of trees (specification, 3.5).</summary>
public sealed class TreeMergeTests
{
    [Theory]
    [InlineData("", "", "f=1", MergeAction.Ignore, 1)]
    [InlineData("", "f=1", "", MergeAction.Apply, 2)]
    [InlineData("f=1", "f=1", "", MergeAction.Conflict, 3)]
    [InlineData("f=1", "f=2", "", MergeAction.Conflict, 3)]
    [InlineData("f=1", "", "f=1", MergeAction.InSync, 4)]
    [InlineData("f=1", "", "f=2", MergeAction.InSync, 4)]
    [InlineData("", "f=1", "f=1", MergeAction.InSync, 6)]
    [InlineData("f=1", "f=2", "f=2", MergeAction.InSync, 6)]
    [InlineData("f=1", "f=2", "f=1", MergeAction.Apply, 7)]
    [InlineData("f=1", "f=1", "f=2", MergeAction.InSync, 8)]
    [InlineData("f=1", "f=2", "f=3", MergeAction.MergeLines, 9)]
    [InlineData("", "f=2", "f=3", MergeAction.Conflict, 9)]
    public void The_table_of_the_specification(string ancestor, string source, string current, MergeAction action, int rule)
    {
        var step = Assert.Single(TreeMerge.Plan(Tree(ancestor), Tree(source), Tree(current)));
        Assert.Equal(("f", action, rule), (step.Path, step.Action, step.Rule));
    }

    [Fact]
    public void A_file_that_both_deleted_needs_no_step() => Assert.Empty(TreeMerge.Plan(Tree("f=1"), FileTree.Empty, FileTree.Empty));

    [Fact]
    public void Other_entries_than_files_have_no_lines_to_merge() => Assert.Equal(MergeAction.Conflict, Assert.Single(TreeMerge.Plan(
        FileTree.Of([TreeEntry.Symlink("a", "1")]), FileTree.Of([TreeEntry.Symlink("a", "2")]), FileTree.Of([TreeEntry.Symlink("a", "3")]))).Action);

    [Fact]
    public void The_worked_example_of_the_specification()
    {
        var current = Tree("a.txt=1 b.txt=9 d.txt=4");
        var steps = TreeMerge.Plan(Tree("a.txt=1 b.txt=2"), Tree("a.txt=1 b.txt=2 c.txt=3"), current).ToArray();

        Assert.Equal([("a.txt", MergeAction.InSync), ("b.txt", MergeAction.InSync), ("c.txt", MergeAction.Apply), ("d.txt", MergeAction.Ignore)], steps.Select(s => (s.Path, s.Action)));
        var merged = TreeMerge.Apply(current, steps.Where(s => s.Action == MergeAction.Apply).ToDictionary(s => s.Path, s => s.Source));
        Assert.Equal(Tree("a.txt=1 b.txt=9 c.txt=3 d.txt=4").Entries, merged.Entries);
        Assert.Equal(Tree("b.txt=9 d.txt=4").Entries, TreeMerge.Apply(current, new Dictionary<string, TreeEntry?> { ["a.txt"] = null }).Entries);
    }

    [Fact]
    public void A_merge_loses_no_change_and_a_second_merge_has_nothing_to_do()
    {
        var tree = Gen.Dictionary(Gen.OneOf("a", "b", "c", "d"), Gen.Int[0, 2])[0, 4].Select(files => FileTree.Of(files.Select(f => TreeEntry.File(f.Key, Hash($"{f.Value}")))));
        Gen.Select(tree, tree, tree).Sample((ancestor, source, current) =>
        {
            var steps = TreeMerge.Plan(ancestor, source, current).ToArray();
            var merged = TreeMerge.Apply(current, steps.Where(s => s.Action == MergeAction.Apply).ToDictionary(s => s.Path, s => s.Source));
            foreach (var entry in current.Entries.Where(e => ancestor.Find(e.Path) != e)) Assert.Equal(entry, merged.Find(entry.Path));
            var again = TreeMerge.Plan(source, source, merged).ToArray();
            Assert.DoesNotContain(again, s => s.Action is MergeAction.Apply or MergeAction.MergeLines);
        });
    }
}
