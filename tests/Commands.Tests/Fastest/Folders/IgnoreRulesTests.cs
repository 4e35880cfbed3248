using EventSourced.Commands.Fastest.Folders;

namespace EventSourced.Commands.Tests.Fastest.Folders;

/// <summary>Ignore rules (specification, 1.2).</summary>
public sealed class IgnoreRulesTests
{
    [Theory]
    [InlineData(".fst", true, true)]
    [InlineData(".git", true, true)]
    [InlineData(".git", false, false)]
    [InlineData("a/node_modules", true, true)]
    [InlineData("a/b.pyc", false, true)]
    [InlineData("a/Thumbs.db", false, true)]
    [InlineData("a/thumbs.db.txt", false, false)]
    [InlineData("lib.so.1", false, false)]
    public void Some_entries_are_never_part_of_a_tree(string path, bool isDirectory, bool ignored) => Assert.Equal(ignored, IgnoreRules.Of([]).Ignores(path, isDirectory));

    [Theory]
    [InlineData("# build|build/", "build", true, true)]
    [InlineData("# build|build/", "a/build", true, true)]
    [InlineData("build/", "build", false, false)]
    [InlineData("*.log|!keep.log", "a/keep.log", false, false)]
    [InlineData("!keep.log|*.log", "a/keep.log", false, true)]
    [InlineData("!*.dll", "a.dll", false, false)]
    [InlineData("tmp*", "a/tmp1", false, true)]
    [InlineData("tmp*", "a/1tmp", false, false)]
    [InlineData("docs/*", "docs/a/b", false, true)]
    [InlineData("docs/*", "a/docs/b", false, false)]
    [InlineData("docs/a", "docs/a", false, true)]
    [InlineData("docs/a", "x/docs/a", false, false)]
    [InlineData("/docs/a", "docs/a", false, true)]
    [InlineData("/todo", "todo", false, true)]
    [InlineData("/todo", "a/todo", false, false)]
    [InlineData("*", "a", false, true)]
    [InlineData("!.fst|!.fst/", ".fst", true, true)]
    public void The_last_line_that_matches_decides(string lines, string path, bool isDirectory, bool ignored) => Assert.Equal(ignored, IgnoreRules.Of(lines.Split('|')).Ignores(path, isDirectory));

    [Theory]
    [InlineData("a*b")]
    [InlineData("*a*")]
    [InlineData("**")]
    [InlineData("!")]
    public void A_line_that_is_no_pattern_is_an_error_with_its_number(string line) =>
        Assert.Contains(".fstignore, line 3: ", Assert.Throws<FolderException>(() => IgnoreRules.Of(["", "# a", line])).Message);
}
