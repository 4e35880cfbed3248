using System.Diagnostics;
using System.Text;
using CsCheck;
using EventSourced.Commands.Fastest.Merging;

namespace EventSourced.Commands.Tests.Fastest.Merging;

/// <summary>The merge of lines (specification, 3.5, rule 9).</summary>
public sealed class LineMergeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("es-merge-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n")]
    [InlineData("a\nb\nc\n", "a\nb\nc\nd", "0\na\nb\nc\n", "0\na\nb\nc\nd")]
    [InlineData("a\nb\nc\n", "a\nX\nc\n", "a\nX\nc\n", "a\nX\nc\n")]
    [InlineData("a\nb\nc\n", "a\nc\n", "a\nb\nc\n", "a\nc\n")]
    [InlineData("", "", "x\n", "x\n")]
    [InlineData("a\r\nb\r\nc\r\n", "A\r\nb\r\nc\r\n", "a\r\nb\r\nc\r\nd\r\n", "A\r\nb\r\nc\r\nd\r\n")]
    public void Changes_of_different_lines_are_joined(string ancestor, string source, string current, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(LineMerge.Merge(Bytes(ancestor), Bytes(source), Bytes(current)).Content!));

    [Theory]
    [InlineData("a\nb\nc\n", "a\nX\nc\n", "a\nY\nc\n", MergeConflict.SameLines)]
    [InlineData("a\nb\nc\nd\n", "a\nX\nc\nd\n", "a\nb\nY\nd\n", MergeConflict.SameLines)]
    [InlineData("a\nb\nc\n", "A\nb\nc\n", "a\nB\nc\n", MergeConflict.SameLines)]
    [InlineData("a\nb\nc\n", "a\nB\nc\n", "A\nb\nc\n", MergeConflict.SameLines)]
    [InlineData("a\nb\n", "a\nx\nb\n", "A\nb\n", MergeConflict.SameLines)]
    [InlineData("a\nb\n", "a\r\nb\r\n", "a\nB\n", MergeConflict.LineEnds)]
    [InlineData("a\0", "b", "c", MergeConflict.Binary)]
    public void A_conflict_has_a_reason(string ancestor, string source, string current, MergeConflict reason)
    {
        var result = LineMerge.Merge(Bytes(ancestor), Bytes(source), Bytes(current));
        Assert.Equal((null, reason, 1), (result.Content, result.Conflict, result.Conflicts));
    }

    [Fact]
    public void Bytes_that_are_not_utf_8_are_kept()
    {
        byte[] ancestor = [0xE9, (byte)'\n', (byte)'b', (byte)'\n', 0xFF, (byte)'\n'];
        byte[] source = [0xE8, .. ancestor[1..]];
        byte[] current = [.. ancestor[..^2], 0xFE, (byte)'\n'];
        Assert.Equal([0xE8, (byte)'\n', (byte)'b', (byte)'\n', 0xFE, (byte)'\n'], LineMerge.Merge(ancestor, source, current).Content);
    }

    [Fact]
    public void Large_files_and_many_changes_are_refused_and_a_rewritten_file_is_not()
    {
        Assert.Equal(MergeConflict.TooLarge, LineMerge.Merge([], new byte[50_000_000], []).Conflict);
        string[] many = [.. Enumerable.Range(0, LineDiff.MaxLines).Select(n => $"{n}\n")];
        Assert.Equal(MergeConflict.TooManyChanges, LineMerge.Merge(Bytes(string.Concat(many)), Bytes(string.Concat(many.Reverse())), Bytes(string.Concat(many))).Conflict);
        var rewritten = Bytes(string.Concat(many.Select(line => "x" + line)));
        Assert.Equal(rewritten, LineMerge.Merge(Bytes(string.Concat(many)), rewritten, Bytes(string.Concat(many))).Content);
    }

    [Fact]
    public void A_merge_with_an_unchanged_side_is_the_other_side()
    {
        var file = Gen.OneOf("a\n", "b\n", "c\r\n", "d").Array[0, 12].Select(string.Concat);
        Gen.Select(file, file).Sample((ancestor, changed) =>
        {
            Assert.Equal(Bytes(changed), LineMerge.Merge(Bytes(ancestor), Bytes(changed), Bytes(ancestor)).Content);
            Assert.Equal(Bytes(changed), LineMerge.Merge(Bytes(ancestor), Bytes(ancestor), Bytes(changed)).Content);
            Assert.Equal(Bytes(changed), LineMerge.Merge(Bytes(ancestor), Bytes(changed), Bytes(changed)).Content);
        });
    }

    [Fact]
    public void It_merges_what_git_merges_and_conflicts_where_git_conflicts()
    {
        Assert.SkipUnless(Git("--version") is { Code: 0 }, "git is not installed");
        // Lines occur once, so that there is one best comparison: with repeated lines, two correct programs may choose different ones.
        var edits = Gen.Select(Gen.Int[0, 11], Gen.Int[0, 2], Gen.Int[0, 3]).Array[0, 4];
        Gen.Select(edits, edits).Sample((theirs, ours) =>
        {
            string[] ancestor = [.. Enumerable.Range(0, 12).Select(n => $"line {n}\n")];
            var (source, current) = (Edit(ancestor, theirs), Edit(ancestor, ours));
            File.WriteAllText(Path("base"), string.Concat(ancestor));
            File.WriteAllText(Path("source"), source);
            File.WriteAllText(Path("current"), current);
            var git = Git("merge-file", "-p", "-q", Path("current"), Path("base"), Path("source"));
            var result = LineMerge.Merge(Bytes(string.Concat(ancestor)), Bytes(source), Bytes(current));
            Assert.Equal(git.Code == 0, result.Content is not null);
            if (result.Content is { } content) Assert.Equal(git.Output, Encoding.UTF8.GetString(content));
        }, iter: 150, threads: 1);

        static string Edit(string[] ancestor, (int Line, int Kind, int Text)[] edits)
        {
            var lines = ancestor.ToArray();
            foreach (var (line, kind, text) in edits) lines[line] = kind switch { 0 => "", 1 => $"changed {line} {text}\n", _ => $"{ancestor[line]}added {line} {text}\n" };
            return string.Concat(lines);
        }
    }

    private string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    private static (int Code, string Output) Git(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "");
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
