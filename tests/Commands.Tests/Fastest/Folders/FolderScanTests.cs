using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using EventSourced.Commands.Fastest.Folders;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Tests.Fastest.Trees;

namespace EventSourced.Commands.Tests.Fastest.Folders;

/// <summary>Manifests of folders (specification, 1.2).</summary>
public sealed class FolderScanTests : IDisposable
{
    private const int Executable = 493, Ordinary = 420;

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

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
        for (var i = 0; i < 20; i++) Write($"d{i % 3}/{i} x", $"{i}");
        Write("d1/empty", "");
        var first = await ScanAsync(s_hour);
        Assert.Equal((21, 0), (first.FilesHashed, (await ScanAsync(s_hour)).FilesHashed));
        Write("d1/1 x", "one");
        File.Delete(Full("d2/2 x"));

        var third = await ScanAsync(s_hour);

        Assert.Equal(1, third.FilesHashed);
        Assert.Equal(TreeTexts.Hash("one"), third.Tree.Find("d1/1 x")!.Value.Hash);
        Assert.Equal(first.Tree.Entries.Count - 1, third.Tree.Entries.Count);
        Assert.Equal(0, (await ScanAsync(s_hour)).FilesHashed);
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
    public async Task A_file_whose_time_was_set_back_may_still_change_within_the_time_of_its_state()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only there the time of a file's state is known.");
        Write("a", "1", age: s_hour);

        await ScanAsync();

        Assert.Equal((1, 1, 0), ((await ScanAsync()).FilesHashed, (await ScanAsync(s_hour)).FilesHashed, (await ScanAsync(s_hour)).FilesHashed));
    }

    [Fact]
    public async Task Another_content_of_the_same_size_and_time_is_seen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only there the time of a file's state and its number are known.");
        // .NET sets times to 100 ns only: a time that was not set could not be set again.
        var time = DateTime.UtcNow.Date;
        foreach (var name in (string[])["written", "replaced", "touched", "still"])
        {
            Write(name, "1");
            File.SetLastWriteTimeUtc(Full(name), time);
        }
        await ScanAsync(s_hour);
        Write("written", "2");
        Write("other", "2");
        File.SetLastWriteTimeUtc(Full("other"), time);
        File.Move(Full("other"), Full("replaced"), overwrite: true);
        File.SetLastWriteTimeUtc(Full("written"), time);
        File.SetLastWriteTimeUtc(Full("touched"), DateTime.UtcNow);

        var scan = await ScanAsync(s_hour);

        Assert.Equal(3, scan.FilesHashed);
        Assert.Equal([("replaced", "2"), ("still", "1"), ("touched", "1"), ("written", "2")], scan.Tree.Entries.Select(e => (e.Path, e.Hash == TreeTexts.Hash("1") ? "1" : e.Hash == TreeTexts.Hash("2") ? "2" : "?")));
        Assert.Equal(0, (await ScanAsync(s_hour)).FilesHashed);
    }

    [Fact]
    public async Task Another_mode_or_kind_is_seen()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        foreach (var name in (string[])["file", "folder", "link", "run"]) Write(name, "1");
        File.CreateSymbolicLink(Full("became"), "file");
        await ScanAsync(s_hour);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Full("run"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (var name in (string[])["folder", "link", "became"]) File.Delete(Full(name));
        Write("folder/a", "1");
        File.CreateSymbolicLink(Full("link"), "file");
        Write("became", "1");

        Assert.Equal(
        [
            TreeEntry.File("became", TreeTexts.Hash("1"), 1, Ordinary), TreeEntry.File("file", TreeTexts.Hash("1"), 1, Ordinary), TreeEntry.Directory("folder", Executable),
            TreeEntry.File("folder/a", TreeTexts.Hash("1"), 1, Ordinary), TreeEntry.Symlink("link", "file"), TreeEntry.File("run", TreeTexts.Hash("1"), 1, Executable),
        ], (await ScanAsync(s_hour)).Tree.Entries);
    }

    [Fact]
    public async Task A_damaged_index_is_no_index()
    {
        Write("a", "1");
        await ScanAsync(s_hour);
        var good = await File.ReadAllBytesAsync(Full(".fst/index"), TestContext.Current.CancellationToken);
        Assert.Equal(0, (await ScanAsync(s_hour)).FilesHashed);
        byte[][] damaged =
        [
            [], "fst-index 1\nx y z\n\n"u8.ToArray(), "fst-index 2\n"u8.ToArray(), [.. "fst-index 3\n"u8, .. good[12..]], [.. good, 0],
            .. Enumerable.Range(0, good.Length).Select(length => good[..length]), .. Enumerable.Range(0, good.Length).Select(at => (byte[])[.. good[..at], (byte)(good[at] ^ 1), .. good[(at + 1)..]]),
        ];
        foreach (var index in damaged)
        {
            await File.WriteAllBytesAsync(Full(".fst/index"), index, TestContext.Current.CancellationToken);
            var scan = await ScanAsync(s_hour);
            Assert.Equal((1, TreeTexts.Hash("1")), (scan.FilesHashed, scan.Tree.Find("a")!.Value.Hash));
            Assert.Equal(good, await File.ReadAllBytesAsync(Full(".fst/index"), TestContext.Current.CancellationToken));
        }
        File.Delete(Full(".fst/index"));
        Directory.CreateDirectory(Full(".fst/index"));
        Assert.Equal(1, (await FolderScan.OfAsync(Root, IgnoreRules.Of([]), KnownHashes.Read(Root), new KnownHashes())).FilesHashed);
    }

    [Fact]
    public async Task An_index_of_another_folder_is_no_index()
    {
        Write("a", "1");
        await ScanAsync(s_hour);
        var (index, other) = (Full(".fst/index"), Directory.CreateTempSubdirectory("es-folder-").FullName);
        try
        {
            Directory.CreateDirectory(Path.Combine(other, ".fst"));
            File.Copy(index, Path.Combine(other, ".fst/index"));
            // The same file, by a second name.
            using (var link = Process.Start("ln", [Full("a"), Path.Combine(other, "a")])) await link.WaitForExitAsync(TestContext.Current.CancellationToken);
            await ScanAsync(s_hour);
            Assert.Equal((1, 0), ((await FolderScan.OfAsync(other, IgnoreRules.Of([]), KnownHashes.Read(other), new KnownHashes())).FilesHashed, (await ScanAsync(s_hour)).FilesHashed));
        }
        finally
        {
            Directory.Delete(other, recursive: true);
        }
    }

    [Fact]
    public async Task An_index_is_written_only_if_it_changes_and_what_is_forgotten_stays_forgotten()
    {
        Write("a", "1");
        Write("b", "1");
        await ScanAsync(s_hour);
        var longAgo = DateTime.UtcNow.AddDays(-1);
        File.SetLastWriteTimeUtc(Full(".fst/index"), longAgo);
        await ScanAsync(s_hour);
        Assert.Equal(longAgo, File.GetLastWriteTimeUtc(Full(".fst/index")));

        // The file is not settled, so that nothing new is kept of it.
        KnownHashes known = KnownHashes.Read(Root), next = new();
        known.Forget("a");
        Assert.Equal(1, (await FolderScan.OfAsync(Root, IgnoreRules.Of([]), known, next)).FilesHashed);
        next.Write(Root, known);
        Assert.Equal(1, (await ScanAsync(s_hour)).FilesHashed);

        known = KnownHashes.Read(Root);
        known.Clear();
        Assert.Equal(2, (await FolderScan.OfAsync(Root, IgnoreRules.Of([]), known, new())).FilesHashed);
    }

    [Fact]
    public async Task Contents_of_any_size_have_their_hash()
    {
        foreach (var size in (int[])[1, 128 * 1024 - 1, 128 * 1024, 128 * 1024 + 1, 3 * 128 * 1024 + 7]) await File.WriteAllBytesAsync(Full($"{size}"), [.. Enumerable.Range(0, size).Select(i => (byte)(i * 7 % 251))], TestContext.Current.CancellationToken);

        var scan = await ScanAsync();

        Assert.Equal(5, scan.FilesHashed);
        Assert.All(scan.Tree.Entries, e => Assert.Equal((ContentHash.Of(File.ReadAllBytes(Full(e.Path))), int.Parse(e.Path, CultureInfo.InvariantCulture)), (e.Hash, (int)e.Size)));
    }

    [Fact]
    public async Task Scans_at_the_same_time_leave_a_good_index()
    {
        for (var i = 0; i < 200; i++) Write($"{i}", $"{i}");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            KnownHashes known = KnownHashes.Read(Root), next = new();
            await FolderScan.OfAsync(Root, IgnoreRules.Of([]), known, next, time: new LaterTime(s_hour));
            lock (_folder) next.Write(Root, known);
        })));
        Assert.Equal(0, (await ScanAsync(s_hour)).FilesHashed);
        Assert.Equal([Full(".fst/index")], Directory.GetFiles(Full(".fst")));
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

    // The files were written long ago, unless their time says otherwise.
    private async Task<FolderScan> ScanAsync(TimeSpan later = default)
    {
        KnownHashes known = KnownHashes.Read(Root), next = new();
        var scan = await FolderScan.OfAsync(Root, IgnoreRules.Of(Root), known, next, time: new LaterTime(later));
        next.Write(Root, known);
        return scan;
    }

    private sealed class LaterTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }

    private string Full(string path) => Path.Combine(Root, path);

    private void Write(string path, string text, TimeSpan age = default)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Full(path))!);
        File.WriteAllText(Full(path), text);
        if (age != default) File.SetLastWriteTimeUtc(Full(path), DateTime.UtcNow - age);
    }
}
