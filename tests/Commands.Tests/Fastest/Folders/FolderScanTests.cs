using System.Diagnostics;
using System.Runtime.InteropServices;
using EventSourced.Commands.Fastest.Folders;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Tests.Fastest.Trees;

namespace EventSourced.Commands.Tests.Fastest.Folders;

/// <summary>Manifests of folders (specification, 1.2).</summary>
public sealed class FolderScanTests : IDisposable
{
    private const int Executable = 493, Ordinary = 420;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("es-folder-");

    private string Root => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_folder_becomes_a_tree_and_links_are_not_followed()
    {
        Write("a.txt", "1");
        Write("src/run.sh", "#!");
        Write("src/empty", "");
        Write(".git/config", "x");
        Write("node_modules/m/index.js", "x");
        Write(".fst/index", "x");
        Write(".fstignore", "*.log\n");
        Write("src/x.log", "x");
        Directory.CreateDirectory(Full("void"));
        File.CreateSymbolicLink(Full("link"), "src/run.sh");
        Directory.CreateSymbolicLink(Full("src/loop"), "..");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Full("src/run.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var scan = await ScanAsync();

        Assert.Empty(scan.Unread);
        // .git, node_modules and src/x.log; .fst is not counted.
        Assert.Equal(3, scan.Ignored);
        Assert.Equal(
        [
            TreeEntry.File(".fstignore", TreeTexts.Hash("*.log\n"), 6, Ordinary),
            TreeEntry.File("a.txt", TreeTexts.Hash("1"), 1, Ordinary),
            TreeEntry.Symlink("link", "src/run.sh"),
            TreeEntry.Directory("src", Executable),
            TreeEntry.File("src/empty", TreeTexts.Hash(""), 0, Ordinary),
            TreeEntry.Symlink("src/loop", ".."),
            TreeEntry.File("src/run.sh", TreeTexts.Hash("#!"), 2, OperatingSystem.IsWindows() ? Ordinary : Executable),
            TreeEntry.Directory("void", Executable),
        ], scan.Tree.Entries);
    }

    [Fact]
    public async Task A_loop_of_links_ends_nothing()
    {
        Write("sub/a.txt", "1");
        File.CreateSymbolicLink(Full("self"), "self");
        File.CreateSymbolicLink(Full("ping"), "pong");
        File.CreateSymbolicLink(Full("pong"), "ping");
        Directory.CreateSymbolicLink(Full("sub/up"), "../sub");

        var scan = await ScanAsync();

        Assert.Empty(scan.Unread);
        Assert.Equal(
        [
            TreeEntry.Symlink("ping", "pong"), TreeEntry.Symlink("pong", "ping"), TreeEntry.Symlink("self", "self"),
            TreeEntry.Directory("sub", Executable), TreeEntry.File("sub/a.txt", TreeTexts.Hash("1"), 1, Ordinary), TreeEntry.Symlink("sub/up", "../sub"),
        ], scan.Tree.Entries);
    }

    [Fact]
    public async Task A_second_scan_reads_only_what_has_changed()
    {
        for (var i = 0; i < 20; i++) Write($"d{i % 3}/{i} x", $"{i}", age: TimeSpan.FromHours(1));
        var first = await ScanAsync();
        Assert.Equal((20, 0), (first.FilesHashed, (await ScanAsync()).FilesHashed));
        Write("d1/1 x", "one", age: TimeSpan.FromMinutes(5));

        var third = await ScanAsync();

        Assert.Equal(1, third.FilesHashed);
        Assert.Equal(TreeTexts.Hash("one"), third.Tree.Find("d1/1 x")!.Value.Hash);
        Assert.Equal(first.Tree.Entries.Count, third.Tree.Entries.Count);
    }

    [Fact]
    public async Task A_file_that_may_still_change_within_its_time_is_read_again()
    {
        Write("a", "1");
        await ScanAsync();
        Write("a", "2");

        Assert.Equal(TreeTexts.Hash("2"), (await ScanAsync()).Tree.Find("a")!.Value.Hash);
    }

    [Fact]
    public async Task A_damaged_index_is_no_index()
    {
        Write("a", "1", age: TimeSpan.FromHours(1));
        await ScanAsync();
        foreach (var index in (string[])["", "other\n", "fst-index 1\nx y z\n\n", $"fst-index 1\n{TreeTexts.Hash("2")} 1 x a\n"])
        {
            Write(".fst/index", index);
            Assert.Equal(TreeTexts.Hash("1"), (await ScanAsync()).Tree.Find("a")!.Value.Hash);
        }
    }

    [Fact]
    public async Task What_cannot_be_read_is_said()
    {
        Write("a", "1");
        Assert.SkipWhen(RuntimeInformation.IsOSPlatform(OSPlatform.Windows), "Windows has no such names and pipes.");
        Write("back\\slash", "1");
        Write("new\nline", "1");
        using (var pipe = Process.Start("mkfifo", Full("pipe"))) await pipe.WaitForExitAsync();

        var scan = await ScanAsync();

        Assert.Equal(["back\\slash", "new\nline", "pipe"], scan.Unread.Select(u => u.Path));
        Assert.Equal("It is a pipe, a socket or a device.", scan.Unread[2].Reason);
        Assert.Equal(["a"], scan.Tree.Entries.Select(e => e.Path));
        var error = await Assert.ThrowsAsync<FolderException>(() => FolderScan.OfAsync(Full("none"), IgnoreRules.Of([]), KnownHashes.Read(Root), KnownHashes.Read(Root)));
        Assert.Contains(Full("none"), error.Message);
    }

    [Fact]
    public async Task A_folder_with_too_many_entries_is_refused_before_a_file_is_read()
    {
        foreach (var name in (string[])["a", "b", "c/d"]) Write(name, name);
        KnownHashes known = KnownHashes.Read(Root), next = new();
        var read = 0;
        void Found(int done, int all) => Interlocked.Increment(ref read);

        var error = await Assert.ThrowsAsync<FolderException>(() => FolderScan.OfAsync(Root, IgnoreRules.Of([]), known, next, Found, most: 3));

        Assert.Equal($"{Root} has 4 entries, and {TreeLimits.Sentence}.", error.Message);
        Assert.Equal(0, read);
        Assert.Equal(4, (await FolderScan.OfAsync(Root, IgnoreRules.Of([]), known, next, Found, most: 4)).Tree.Entries.Count);
        Assert.Equal(3, read);
    }

    [Fact]
    public async Task Names_that_are_not_UTF8_are_left_out_and_said()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has names of any bytes.");
        Write("a", "1");
        // Both names are read as the same text; so are those of the directories, which would occur twice.
        const string Make = @"cd ""$1""; for n in '\377' '\376'; do printf 1 > ""$(printf ""f$n"")""; mkdir ""$(printf ""d$n"")""; ln -s a ""$(printf ""l$n"")""; done; ln -s ""$(printf '\377')"" link";
        using (var shell = Process.Start("sh", ["-c", Make, "sh", Root])) await shell.WaitForExitAsync();

        var scan = await ScanAsync();

        // .NET cannot delete them either.
        using (var shell = Process.Start("find", [Root, "-mindepth", "1", "-delete"])) await shell.WaitForExitAsync();

        Assert.Equal(["a"], scan.Tree.Entries.Select(e => e.Path));
        Assert.Equal(["d\uFFFD", "d\uFFFD", "f\uFFFD", "f\uFFFD", "link", "l\uFFFD", "l\uFFFD"], scan.Unread.Select(u => u.Path));
        Assert.All(scan.Unread, u => Assert.Contains("not valid UTF-8", u.Reason));
    }

    private async Task<FolderScan> ScanAsync()
    {
        var next = KnownHashes.Read(Full("no folder"));
        var scan = await FolderScan.OfAsync(Root, IgnoreRules.Of(Root), KnownHashes.Read(Root), next);
        next.Write(Root);
        return scan;
    }

    private string Full(string path) => Path.Combine(Root, path);

    private void Write(string path, string text, TimeSpan age = default)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Full(path))!);
        File.WriteAllText(Full(path), text);
        if (age != default) File.SetLastWriteTimeUtc(Full(path), DateTime.UtcNow - age);
    }
}
