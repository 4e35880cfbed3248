using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace EventSourced.EndToEnd.Fastest.Client;

/// <summary>A folder is pushed by the built program, over the real API.</summary>
public sealed class FstPushTests(FastestWorld world)
{
    [Fact]
    public async Task A_folder_becomes_a_snapshot_and_a_second_push_uploads_nothing()
    {
        using var ann = await world.UserAsync("fst-push");
        await using var proxy = await FstProxy.ToAsync(ann);
        using var folder = new FstFolder();
        folder.Write(".fstignore", "*.log\n/build/\n!keep.log\n");
        folder.Write("readme.md", "hello");
        folder.Write("empty", "");
        folder.Write("src/deep/a.txt", "a");
        folder.Write("src/deep/copy.txt", "a");
        folder.Write("src/x.log", "x");
        folder.Write("src/keep.log", "kept");
        folder.Write("src/build/in.txt", "nested");
        folder.Write("build/out.txt", "out");
        folder.Write("src/node_modules/m.js", "m");
        File.CreateSymbolicLink(folder.Full("link"), "readme.md");
        Directory.CreateSymbolicLink(folder.Full("src/loop"), "..");
        await folder.InitAsync(ann, proxy.Url);

        var first = (await folder.RunAsync("push", "-m", "first")).Succeeds();

        Assert.Contains("6 blobs", first.Output, StringComparison.Ordinal);
        Assert.Contains("left out by the ignore rules: 3 entries", first.Output, StringComparison.Ordinal);
        Assert.Equal((1, 6, 1, 1), (proxy.Count("POST /v1/blobs/exists"), proxy.Count("PUT /v1/blobs/upload"), proxy.Count("PUT /v1/blobs/manifests"), Registered(proxy)));
        var (project, workspace) = Ids(folder);
        var snapshot = Assert.Single((await ann.GetAsync($"/v1/projects/{project}/snapshots"))["snapshots"]!.AsArray())!;
        Assert.Equal(("cli", "first", workspace), ((string)snapshot["source"]!, (string)snapshot["summary"]!, (string)snapshot["workspace_id"]!));
        var files = (await ann.GetAsync($"/v1/blobs/manifests/{snapshot["manifest_hash"]}"))["files"]!.AsArray();
        Assert.Equal([".fstignore", "empty", "link", "readme.md", "src", "src/build", "src/build/in.txt", "src/deep", "src/deep/a.txt", "src/deep/copy.txt", "src/keep.log", "src/loop"],
            files.Select(f => (string?)f!["path"]));
        Assert.Equal("..", (string?)files[^1]!["target"]);
        Assert.Equal("kept", await ann.Http.GetStringAsync($"/v1/blobs/download/{FastestClient.HashOf("kept")}", TestContext.Current.CancellationToken));
        var main = (await ann.GetAsync($"/v1/projects/{project}"))["project"]!;
        Assert.Equal(("garden", workspace), ((string)main["name"]!, (string)main["main_workspace_id"]!));

        proxy.Requests.Clear();
        Assert.Contains("Nothing to push", (await folder.RunAsync("push")).Succeeds().Output, StringComparison.Ordinal);
        // One question, and nothing is sent.
        Assert.Equal([$"GET /v1/workspaces/{workspace}"], proxy.Requests);

        folder.Write("readme.md", "hello again");
        File.Delete(folder.Full("empty"));
        folder.Write("src/new.txt", "new");
        var status = await folder.JsonAsync("status");
        Assert.Equal((false, "src/new.txt", "readme.md", "empty"), ((bool)status["is_clean"]!, (string)status["added"]![0]!, (string)status["changed"]![0]!, (string)status["deleted"]![0]!));
        proxy.Requests.Clear();
        Assert.Contains("1 added, 1 changed, 1 deleted; 2 blobs", (await folder.RunAsync("push")).Succeeds().Output, StringComparison.Ordinal);
        Assert.Equal(2, proxy.Count("PUT /v1/blobs/upload"));
        var newest = (await ann.GetAsync($"/v1/projects/{project}/snapshots"))["snapshots"]![0]!;
        Assert.Equal([(string?)snapshot["id"]], newest["parent_snapshot_ids"]!.AsArray().Select(p => (string?)p));
        Assert.True((bool)(await folder.JsonAsync("status"))["is_clean"]!);
        // From a folder below as well; and init says where one is.
        Assert.Contains("is the workspace main", (await folder.RunAsync("init")).Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_changes_during_the_push_is_pushed_as_it_is_then()
    {
        using var ann = await world.UserAsync("fst-restless");
        await using var proxy = await FstProxy.ToAsync(ann);
        using var folder = new FstFolder();
        folder.Write("a.txt", "one");
        folder.Write("gone.txt", "gone");
        folder.Write("long.txt", "short");
        // The time is old and stays the same, so that only the server can tell.
        var time = DateTime.UtcNow.AddHours(-1);
        File.SetLastWriteTimeUtc(folder.Full("a.txt"), time);
        await folder.InitAsync(ann, proxy.Url);
        var changed = 0;
        proxy.Before = request =>
        {
            if (request == "POST /v1/blobs/exists" && Interlocked.Increment(ref changed) == 1)
            {
                folder.Write("a.txt", "two");
                File.SetLastWriteTimeUtc(folder.Full("a.txt"), time);
                File.Delete(folder.Full("gone.txt"));
                folder.Write("long.txt", "longer than before");
            }
            return null;
        };

        var push = (await folder.RunAsync("push")).Succeeds();

        Assert.Contains("scanned again, because 3 files changed during the push: a.txt, gone.txt, long.txt", push.Output, StringComparison.Ordinal);
        var (project, _) = Ids(folder);
        var manifest = (string)Assert.Single((await ann.GetAsync($"/v1/projects/{project}/snapshots"))["snapshots"]!.AsArray())!["manifest_hash"]!;
        var files = (await ann.GetAsync($"/v1/blobs/manifests/{manifest}"))["files"]!.AsArray();
        Assert.Equal([("a.txt", FastestClient.HashOf("two")), ("long.txt", FastestClient.HashOf("longer than before"))], files.Select(f => ((string)f!["path"]!, (string)f["hash"]!)));
        foreach (var hash in files.Select(f => (string)f!["hash"]!)) await ann.Http.GetByteArrayAsync($"/v1/blobs/download/{hash}", TestContext.Current.CancellationToken);
        // Of what it was before, nothing is stored.
        await ann.GetAsync($"/v1/blobs/download/{FastestClient.HashOf("one")}", 404);
    }

    [Fact]
    public async Task A_file_that_never_rests_is_named_and_nothing_is_registered()
    {
        using var ann = await world.UserAsync("fst-never");
        await using var proxy = await FstProxy.ToAsync(ann);
        using var folder = new FstFolder();
        folder.Write("log.txt", "0000");
        await folder.InitAsync(ann, proxy.Url);
        var writes = 0;
        proxy.Before = request =>
        {
            if (request == "POST /v1/blobs/exists") folder.Write("log.txt", $"{++writes:0000}");
            return null;
        };

        (await folder.RunAsync("push")).Fails(1, "changed in each of 3 attempts: log.txt", "Nothing was registered");

        Assert.Equal(0, Registered(proxy));
    }

    [Fact]
    public async Task What_cannot_be_pushed_is_said()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs the rights and names of Linux.");
        using var ann = await world.UserAsync("fst-leftout");
        using var folder = new FstFolder();
        folder.Write("a.txt", "a");
        folder.Write("secret.txt", "s");
        folder.Write("closed/in.txt", "i");
        (await folder.ShellAsync("chmod 000 secret.txt closed; mkfifo pipe; printf x > \"$(printf 'b\\377')\"")).Succeeds();
        // Root reads everything, unless it gives that right up.
        if (Environment.UserName == "root") folder.Through = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-dac_override,-dac_read_search"];
        await folder.InitAsync(ann);

        var push = (await folder.RunAsync("push")).Succeeds();

        foreach (var said in (string[])["left out: secret.txt: Access to the path", "left out: closed: Access to the path", "left out: pipe: It is a pipe, a socket or a device.", "left out: b\uFFFD: The name is not valid UTF-8"])
            Assert.Contains(said, push.Output, StringComparison.Ordinal);
        Assert.Equal(4, (await folder.JsonAsync("status"))["left_out"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_server_that_fails_for_a_moment_is_asked_again_and_one_snapshot_results()
    {
        using var ann = await world.UserAsync("fst-retry");
        await using var proxy = await FstProxy.ToAsync(ann);
        using var folder = new FstFolder();
        for (var i = 0; i < 5; i++) folder.Write($"{i}.txt", $"{i}");
        await folder.InitAsync(ann, proxy.Url);
        var kinds = new HashSet<string>();
        proxy.Before = request =>
        {
            lock (kinds) return kinds.Add(string.Join('/', request.Split('/').Take(4))) ? 503 : null;
        };

        (await folder.RunAsync("push")).Succeeds();

        Assert.Equal(2, Registered(proxy));
        Assert.Single((await ann.GetAsync($"/v1/projects/{Ids(folder).Project}/snapshots"))["snapshots"]!.AsArray());
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_named_with_the_line_that_leaves_it_out()
    {
        using var ann = await world.UserAsync("fst-large");
        using var folder = new FstFolder();
        folder.Write("film/large.bin", new string('x', 3_000_000));
        await folder.InitAsync(ann);

        (await folder.RunAsync("push")).Fails(1, "film/large.bin has 2.9 MiB, which is more than", ".fstignore: /film/large.bin");

        folder.Write(".fstignore", "/film/large.bin\n");
        (await folder.RunAsync("push")).Succeeds();
    }

    [Fact]
    public async Task Pushes_of_one_folder_at_the_same_time_register_what_it_has()
    {
        using var ann = await world.UserAsync("fst-twice");
        using var folder = new FstFolder();
        for (var i = 0; i < 300; i++) folder.Write($"{i % 7}/{i}.txt", $"{i}");
        await folder.InitAsync(ann);

        var runs = await Task.WhenAll(folder.RunAsync("push"), folder.RunAsync("push"), folder.RunAsync("push"));

        // The first one registers the snapshot. Another one finds it registered, or is told that somebody else has pushed.
        Assert.Contains(runs, r => r.Output.Contains("300 added", StringComparison.Ordinal));
        Assert.All(runs.Where(r => r.ExitCode != 0), r => Assert.Contains("Run es fst pull", r.Errors, StringComparison.Ordinal));
        var (project, _) = Ids(folder);
        Assert.Single((await ann.GetAsync($"/v1/projects/{project}/snapshots"))["snapshots"]!.AsArray());
        Assert.True((bool)(await folder.JsonAsync("status"))["is_clean"]!);
        Assert.Contains("Nothing to push", (await folder.RunAsync("push")).Succeeds().Output, StringComparison.Ordinal);
        Assert.Equal([".gitignore", "base.json", "config.json", "index", "manifest"], Directory.GetFiles(folder.Full(".fst")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Files_that_have_not_changed_are_not_read_again_unless_they_are_to_be()
    {
        using var ann = await world.UserAsync("fst-read");
        using var folder = new FstFolder();
        folder.Write("a.txt", "one");
        await folder.InitAsync(ann);
        (await folder.RunAsync("push")).Succeeds();
        // What was written a moment ago is read again, and from then on known.
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);
        (await folder.RunAsync("push")).Succeeds();
        var index = await File.ReadAllBytesAsync(folder.Full(".fst/index"), TestContext.Current.CancellationToken);
        // The index says another hash of the same file, with the right checksum: only who reads the file can tell.
        var wrong = SHA256.HashData("two"u8);
        var body = index.AsSpan(44);
        wrong.CopyTo(index.AsSpan(44 + body.IndexOf(SHA256.HashData("one"u8))));
        SHA256.HashData(index.AsSpan(44)).CopyTo(index.AsSpan(12));
        await File.WriteAllBytesAsync(folder.Full(".fst/index"), index, TestContext.Current.CancellationToken);

        Assert.Equal(["a.txt"], (await folder.JsonAsync("status"))["changed"]!.AsArray().Select(p => (string?)p));
        Assert.Empty((await folder.JsonAsync("status", "--read-all"))["changed"]!.AsArray());
        Assert.Empty((await folder.JsonAsync("status"))["changed"]!.AsArray());
    }

    [Fact]
    public async Task Two_thousand_small_files_are_pushed()
    {
        using var ann = await world.UserAsync("fst-many");
        await using var proxy = await FstProxy.ToAsync(ann);
        using var folder = new FstFolder();
        for (var i = 0; i < 2_000; i++) folder.Write($"d{i % 20}/e{i % 7}/{i}.txt", $"file {i}");
        await folder.InitAsync(ann, proxy.Url);

        Assert.Contains("2,000 blobs", (await folder.RunAsync("push")).Succeeds().Output, StringComparison.Ordinal);

        Assert.Equal((20, 2_000), (proxy.Count("POST /v1/blobs/exists"), proxy.Count("PUT /v1/blobs/upload")));
        proxy.Requests.Clear();
        folder.Write("d0/e0/0.txt", "changed");
        Assert.Contains("0 added, 1 changed, 0 deleted; 1 blob (", (await folder.RunAsync("push")).Succeeds().Output, StringComparison.Ordinal);
        Assert.Equal(1, proxy.Count("PUT /v1/blobs/upload"));
        Assert.Equal(2_000, (int)(await ann.GetAsync("/v1/blobs/stats"))["blobs"]! - 1);
    }

    [Fact]
    public async Task Sessions_are_never_pushed_also_from_the_home_folder()
    {
        using var ann = await world.UserAsync("fst-home");
        using var folder = new FstFolder();
        folder.Variables["XDG_CONFIG_HOME"] = folder.Full(".config");
        folder.Write(".config/eventsourced/fst-sessions.json", "{\"last\":null,\"all\":{}}");
        folder.Write(".config/other.json", "{}");
        await folder.InitAsync(ann);

        (await folder.RunAsync("push")).Succeeds();

        Assert.Equal(1, (int)(await ann.GetAsync("/v1/blobs/stats"))["blobs"]!);
    }

    private static int Registered(FstProxy proxy) => proxy.Requests.Count(r => r.StartsWith("POST /v1/projects/", StringComparison.Ordinal) && r.EndsWith("/snapshots", StringComparison.Ordinal));

    private static (string Project, string Workspace) Ids(FstFolder folder)
    {
        var config = JsonNode.Parse(File.ReadAllText(folder.Full(".fst/config.json")))!;
        return ((string)config["project_id"]!, (string)config["workspace_id"]!);
    }
}
