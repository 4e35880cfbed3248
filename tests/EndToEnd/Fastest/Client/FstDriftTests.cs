using System.Text.Json.Nodes;

namespace EventSourced.EndToEnd.Fastest.Client;

/// <summary>Workspaces that diverge.</summary>
public sealed class FstDriftTests(FastestWorld world)
{
    [Fact]
    public async Task Two_clones_that_diverge_drift_as_git_says()
    {
        using var ann = await world.UserAsync("fst-drift");
        using var main = new FstFolder("main");
        using var beds = new FstFolder("beds");
        for (var i = 0; i < 12; i++) main.Write($"src/d{i % 3}/{i}.cs", $"class C{i} {{ }}\n");
        main.Write("read me.md", "hello\n");
        await main.GitAsync("init", "-q");
        await main.GitAsync("add", "-A");
        await main.GitAsync("commit", "-qm", "start");
        await beds.GitAsync("clone", "-q", main.Root, ".");
        await main.InitAsync(ann, null, "--project", "Garden");
        (await main.RunAsync("push", "-m", "start")).Succeeds();
        await beds.InitAsync(ann, null, "--project", "Garden", "--workspace", "beds");
        Assert.Contains("Nothing to push", (await beds.RunAsync("push")).Succeeds().Output, StringComparison.Ordinal);
        main.Write("src/d0/0.cs", "class Changed { }\n");
        main.Write("src/d0/new in main.cs", "class New { }\n");
        File.Delete(main.Full("src/d1/1.cs"));
        beds.Write("src/d0/0.cs", "class Other { }\n");
        beds.Write("src/d0/new in beds.cs", "class Bed { }\n");
        File.Delete(beds.Full("src/d2/2.cs"));
        foreach (var clone in (FstFolder[])[main, beds])
        {
            await clone.GitAsync("add", "-A");
            await clone.GitAsync("commit", "-qm", "diverged");
        }
        (await main.RunAsync("push")).Succeeds();
        (await beds.RunAsync("push")).Succeeds();

        var drift = await beds.JsonAsync("drift");

        // From main to beds: deleted is only in main, added only in beds.
        await beds.GitAsync("fetch", "-q", main.Root, "main");
        var git = (await beds.GitAsync("diff", "--no-renames", "--name-status", "FETCH_HEAD", "HEAD")).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToLookup(l => l[0], l => l[2..].Trim('"'));
        var report = drift["report"]!;
        Assert.Equal(git['D'], Paths(report["source_only"]));
        Assert.Equal(git['A'], Paths(report["workspace_only"]));
        Assert.Equal(git['M'], Paths(report["both_different"]));
        Assert.Equal((2, 2, 1), (git['D'].Count(), git['A'].Count(), git['M'].Count()));
        Assert.Equal("main", (string?)drift["with"]!["name"]);
        Assert.Equal((0, 0), ((int)drift["local"]!["files_added"]!, (int)drift["local"]!["files_modified"]!));
        var shown = (await beds.RunAsync("drift", "--with", "main")).Succeeds().Output;
        foreach (var said in (string[])["beds against main: risk medium", "only in main: 2   src/d0/new in main.cs, src/d2/2.cs", "only in beds: 2   src/d0/new in beds.cs, src/d1/1.cs", "different: 1   src/d0/0.cs"])
            Assert.Contains(said, shown, StringComparison.Ordinal);

        var status = await beds.JsonAsync("status");
        Assert.Equal((1, 1, true), ((int)status["main"]!["ahead"]!, (int)status["main"]!["behind"]!, (bool)status["main"]!["is_exact"]!));
        Assert.Null(status["missed"]);
    }

    [Fact]
    public async Task What_is_not_pushed_is_counted_for_others()
    {
        using var ann = await world.UserAsync("fst-dirty");
        using var folder = new FstFolder();
        folder.Write("a.txt", "12345");
        folder.Write("b.txt", "1");
        await folder.InitAsync(ann);
        (await folder.RunAsync("drift")).Fails(1, "has no snapshot yet", "es fst push");
        (await folder.RunAsync("push")).Succeeds();
        folder.Write("a.txt", "123");
        folder.Write("c.txt", "1234");
        File.Delete(folder.Full("b.txt"));

        var drift = (await folder.RunAsync("drift")).Succeeds();

        Assert.Contains("1 added, 1 changed, 1 deleted, 7 B; reported", drift.Output, StringComparison.Ordinal);
        Assert.Contains("main is the main workspace", drift.Errors, StringComparison.Ordinal);
        var config = JsonNode.Parse(File.ReadAllText(folder.Full(".fst/config.json")))!;
        var report = Assert.Single((await ann.GetAsync($"/v1/workspaces/{config["workspace_id"]}/drift"))["reports"]!.AsArray())!;
        Assert.Equal((1, 1, 1, 7L), ((int)report["files_added"]!, (int)report["files_modified"]!, (int)report["files_deleted"]!, (long)report["bytes_changed"]!));
        (await folder.RunAsync("drift", "--with", "nobody")).Fails(1, "has no workspace nobody", "main");
        (await folder.RunAsync("drift", "--with", "main")).Fails(1, "itself");
    }

    [Fact]
    public async Task A_workspace_that_moved_on_is_not_pushed_over_without_being_told()
    {
        using var ann = await world.UserAsync("fst-moved");
        using var first = new FstFolder();
        using var second = new FstFolder();
        first.Write("a.txt", "a");
        second.Write("a.txt", "a");
        await first.InitAsync(ann);
        (await first.RunAsync("push")).Succeeds();
        // Without a name it is not known which one is meant.
        second.Variables["ES_FST_TOKEN"] = first.Variables["ES_FST_TOKEN"];
        (await second.RunAsync("init", "--api", ann.Http.BaseAddress!.AbsoluteUri)).Fails(1, "has the workspaces main", "--workspace");
        await second.InitAsync(ann, null, "--workspace", "main");
        first.Write("b.txt", "b");
        (await first.RunAsync("push")).Succeeds();
        second.Write("c.txt", "c");

        (await second.RunAsync("push")).Fails(1, "has a snapshot that this folder lacks", "made by cli", "es fst push --force");

        var status = await second.JsonAsync("status");
        Assert.Equal((1, "c.txt", "b.txt"), ((int)status["missed"]!["snapshots"]!, (string)status["added"]![0]!, (string)status["deleted"]![0]!));
        (await second.RunAsync("push", "--force")).Succeeds();
        Assert.True((bool)(await second.JsonAsync("status"))["is_clean"]!);
        // A folder that has the same files as the workspace has caught up.
        File.Delete(first.Full("b.txt"));
        first.Write("c.txt", "c");
        Assert.Contains("Nothing to push", (await first.RunAsync("push")).Succeeds().Output, StringComparison.Ordinal);
        first.Write("d.txt", "d");
        (await first.RunAsync("push")).Succeeds();
    }

    private static IEnumerable<string?> Paths(JsonNode? list) => list!.AsArray().Select(p => (string?)p);
}
