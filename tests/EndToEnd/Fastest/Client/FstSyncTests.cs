namespace EventSourced.EndToEnd.Fastest.Client;

/// <summary>A folder receives files: <c>es fst pull</c> and <c>es fst sync</c>.</summary>
public sealed class FstSyncTests(FastestWorld world)
{
    [Fact]
    public async Task Two_clones_that_diverge_are_merged_as_git_merges_their_files()
    {
        using var ann = await world.UserAsync("fst-sync");
        using var main = new FstFolder("main");
        using var beds = new FstFolder("beds");
        foreach (var folder in (FstFolder[])[main, beds])
        {
            folder.Write("both.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
            folder.Write("gone.txt", "old\n");
            folder.Write("same.txt", "same\n");
            folder.Write("run.sh", "#!/bin/sh\n");
        }
        await StartAsync(ann, main, beds);
        main.Write("both.txt", "one\n2\n3\n4\n5\n6\n7\n8\n9\n");
        main.Write("new/in main.txt", "new\n");
        File.Delete(main.Full("gone.txt"));
        // A changed mode alone is no change of a merge.
        main.Write("run.sh", "#!/bin/sh\ntrue\n");
        await main.ShellAsync("chmod +x run.sh && ln -s same.txt link");
        beds.Write("both.txt", "1\n2\n3\n4\n5\n6\n7\n8\nnine\n");
        beds.Write("own.txt", "own\n");
        (await main.RunAsync("push")).Succeeds();
        (await beds.RunAsync("push")).Succeeds();

        var shown = (await beds.RunAsync("sync", "--dry-run")).Succeeds().Output;
        foreach (var line in (string[])["merge lines both.txt", "take        new/in main.txt", "take        run.sh", "take        link"]) Assert.Contains(line, shown, StringComparison.Ordinal);
        Assert.False(File.Exists(beds.Full("link")));
        (await beds.RunAsync("sync")).Fails(1, "es fst sync --yes");
        Assert.Contains("Synced with main", (await beds.RunAsync("sync", "--yes")).Succeeds().Output, StringComparison.Ordinal);

        // As git merges the same three versions.
        await beds.ShellAsync("mkdir .fst/m && cd .fst/m && printf '1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n9\\n' > base && printf '1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\nnine\\n' > ours");
        File.Copy(main.Full("both.txt"), beds.Full(".fst/m/theirs"));
        Assert.Equal(await beds.GitAsync("merge-file", "-p", ".fst/m/ours", ".fst/m/base", ".fst/m/theirs"), File.ReadAllText(beds.Full("both.txt")));
        Assert.Equal("new\n", File.ReadAllText(beds.Full("new/in main.txt")));
        Assert.Equal("same.txt", new FileInfo(beds.Full("link")).LinkTarget);
        (await beds.ShellAsync("test -x run.sh")).Succeeds();
        // What main deleted stays in the workspace.
        Assert.True(File.Exists(beds.Full("gone.txt")));
        Assert.Equal("own\n", File.ReadAllText(beds.Full("own.txt")));
        Assert.True((bool)(await beds.JsonAsync("status"))["is_clean"]!);
        Assert.Contains("already in sync", (await beds.RunAsync("sync")).Succeeds().Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(beds.Full(".fst/incoming")));
    }

    [Theory]
    [InlineData("main", "theirs\n")]
    [InlineData("workspace", "ours\n")]
    public async Task A_conflict_is_decided_by_the_given_side(string side, string expected)
    {
        using var ann = await world.UserAsync($"fst-decide-{side}");
        using var main = new FstFolder("main");
        using var beds = new FstFolder("beds");
        foreach (var folder in (FstFolder[])[main, beds]) folder.Write("a.txt", "base\n");
        await StartAsync(ann, main, beds);
        main.Write("a.txt", "theirs\n");
        beds.Write("a.txt", "ours\n");
        (await main.RunAsync("push")).Succeeds();
        (await beds.RunAsync("sync", "--yes")).Fails(1, "not pushed", "es fst push");
        (await beds.RunAsync("push")).Succeeds();
        (await beds.RunAsync("sync", "--yes")).Fails(1, "must be decided", "--use main");
        Assert.Equal("ours\n", File.ReadAllText(beds.Full("a.txt")));
        (await beds.RunAsync("sync", "--yes", "--use", side)).Succeeds();
        Assert.Equal(expected, File.ReadAllText(beds.Full("a.txt")));
    }

    [Fact]
    public async Task A_pull_brings_what_others_pushed_and_keeps_own_changes()
    {
        using var ann = await world.UserAsync("fst-pull");
        using var first = new FstFolder();
        using var second = new FstFolder();
        foreach (var folder in (FstFolder[])[first, second])
        {
            folder.Write("a.txt", "a");
            folder.Write("deep/er/b.txt", "b");
            folder.Write("c.txt", "c");
        }
        await first.InitAsync(ann);
        (await first.RunAsync("push")).Succeeds();
        second.Variables["ES_FST_TOKEN"] = first.Variables["ES_FST_TOKEN"];
        await second.InitAsync(ann, null, "--workspace", "main");
        Assert.Contains("Nothing to pull", (await second.RunAsync("pull")).Succeeds().Output, StringComparison.Ordinal);
        first.Write("a.txt", "newer");
        first.Write("dir/d.txt", "d");
        Directory.Delete(first.Full("deep"), recursive: true);
        (await first.RunAsync("push")).Succeeds();
        second.Write("c.txt", "mine");
        (await second.RunAsync("sync")).Fails(1, "es fst pull");

        Assert.Contains("2 written, 1 deleted", (await second.RunAsync("pull")).Succeeds().Output, StringComparison.Ordinal);

        Assert.Equal(("newer", "d", "mine"), (File.ReadAllText(second.Full("a.txt")), File.ReadAllText(second.Full("dir/d.txt")), File.ReadAllText(second.Full("c.txt"))));
        Assert.False(Directory.Exists(second.Full("deep")));
        (await second.RunAsync("push")).Succeeds();
        Assert.Contains("1 written, 0 deleted", (await first.RunAsync("pull")).Succeeds().Output, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(first.Full("c.txt")));
    }

    [Fact]
    public async Task What_is_in_the_way_of_a_pull_stays_and_nothing_is_written()
    {
        using var ann = await world.UserAsync("fst-blocked");
        using var first = new FstFolder();
        using var second = new FstFolder();
        foreach (var folder in (FstFolder[])[first, second]) folder.Write("a.txt", "a");
        await first.InitAsync(ann);
        (await first.RunAsync("push")).Succeeds();
        second.Variables["ES_FST_TOKEN"] = first.Variables["ES_FST_TOKEN"];
        await second.InitAsync(ann, null, "--workspace", "main");
        first.Write("a.txt", "theirs");
        first.Write("free.txt", "new");
        first.Write("taken.txt", "theirs");
        first.Write("out/side.txt", "theirs");
        (await first.RunAsync("push")).Succeeds();
        using var outside = new FstFolder("outside");
        second.Write(".fstignore", "/taken.txt\n/out\n");
        second.Write("taken.txt", "ignored");
        second.Write("a.txt", "mine");
        await second.ShellAsync($"ln -s '{outside.Root}' out");

        (await second.RunAsync("pull")).Fails(1, "3 paths", "a.txt", "out/side.txt", "taken.txt", "Nothing was written");

        Assert.Equal(("mine", "ignored"), (File.ReadAllText(second.Full("a.txt")), File.ReadAllText(second.Full("taken.txt"))));
        Assert.False(File.Exists(second.Full("free.txt")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside.Root));
        second.Write("a.txt", "a");
        File.Delete(second.Full("taken.txt"));
        File.Delete(second.Full("out"));
        (await second.RunAsync("pull")).Succeeds();
        Assert.Equal(("theirs", "theirs", "new"), (File.ReadAllText(second.Full("a.txt")), File.ReadAllText(second.Full("out/side.txt")), File.ReadAllText(second.Full("free.txt"))));
    }

    private static async Task StartAsync(FastestClient ann, FstFolder main, FstFolder beds)
    {
        await main.InitAsync(ann, null, "--project", "Garden");
        (await main.RunAsync("push")).Succeeds();
        await beds.InitAsync(ann, null, "--project", "Garden", "--workspace", "beds");
        Assert.Contains("Nothing to push", (await beds.RunAsync("push")).Succeeds().Output, StringComparison.Ordinal);
    }
}
