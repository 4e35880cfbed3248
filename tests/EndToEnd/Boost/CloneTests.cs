using System.Text.Json.Nodes;
using EventSourced.EndToEnd.Cli;

namespace EventSourced.EndToEnd.Boost;

/// <summary><c>es import boost git</c> with clones that the tests make.</summary>
public sealed class CloneTests
{
    private static readonly string[] s_numstat = ["log", "--all", "--numstat", "-M", "-C", "--diff-merges=first-parent", "--root", "--format="];

    [Fact]
    public async Task A_clone_is_imported_as_git_counts_it_and_again_adds_nothing()
    {
        using var repo = new GitFolder();
        await MakeAsync(repo);
        await using var es = await EsProgram.CreateAsync("clones");
        (await es.HereAsync("up", "--detach", "--port", "0", "--transport", "memory")).Succeeds();

        var imported = await ImportAsync(es, repo.Root);
        var commits = long.Parse(await repo.GitAsync("rev-list", "--count", "--all"), null);
        var lines = (await repo.GitAsync(s_numstat)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')).ToList();
        Assert.Equal((commits, commits, (long)lines.Count), ((long)imported["commits"]!, (long)imported["new"]!, (long)imported["file_changes"]!));
        Assert.Equal((Sum(lines, 0), Sum(lines, 1)), ((long)imported["additions"]!, (long)imported["deletions"]!));

        var changes = await RowsAsync(es, "boost.git_commit_file_change");
        Assert.Equal((Sum(lines, 0), Sum(lines, 1)), (changes.Sum(c => (long)c!["additions"]!), changes.Sum(c => (long)c!["deletions"]!)));
        Assert.Equal(["added", "changed", "copied", "modified", "removed", "renamed"], changes.Select(c => (string)c!["status"]!).Distinct().Order());
        Assert.Equal(commits, (await RowsAsync(es, "boost.git_commit")).Count);
        var files = (await RowsAsync(es, "boost.github_file")).ToDictionary(f => (string)f!["filename"]!, f => f!);
        Assert.Equal(
            [("a.h", true), ("b.h", false), ("caf\\351.txt", false), ("libs/sub", false), ("link", false), ("logo.png", false), ("only here", false), ("ü \"q\"\tx", true)],
            new[] { "a.h", "b.h", "caf\\351.txt", "libs/sub", "link", "logo.png", "only here", "ü \"q\"\tx" }.Select(f => (f, (bool)files[f]["is_deleted"]!)));
        Assert.Equal((string)files["a.h"]["id"]!, (string)files["b.h"]["previous_filename_id"]!);
        Assert.Equal(["Ann Example", "o"], (await RowsAsync(es, "boost.github_account")).Select(a => (string)a!["display_name"]!).Order());

        // Again, from a bare clone, and from what git log writes.
        await repo.GitAsync("clone", "-q", "--mirror", repo.Root, repo.Beside("bare.git"));
        var log = repo.Beside("log.txt");
        await File.WriteAllTextAsync(log, await repo.GitAsync("log", "--all", "--reverse", "--topo-order", "--raw", "--numstat", "--pretty=fuller", "--parents", "-M", "-C"), TestContext.Current.CancellationToken);
        foreach (var again in (string[])[repo.Root, repo.Beside("bare.git"), log])
        {
            var more = await ImportAsync(es, again);
            Assert.Equal((commits, 0L, 0L), ((long)more["commits"]!, (long)more["new"]!, (long)more["completed"]!));
        }

        // What a shallow clone lacks is said.
        await repo.GitAsync("clone", "-q", "--depth", "1", $"file://{repo.Root}", repo.Beside("shallow"));
        var shallow = (await es.HereAsync("import", "boost", "git", "--repository", "o/shallow", repo.Beside("shallow"))).Succeeds();
        Assert.Contains("shallow clone", shallow.All, StringComparison.Ordinal);
        Assert.Contains("--unshallow", shallow.All, StringComparison.Ordinal);

        await FaultsAsync(es, repo);
    }

    [Fact]
    public async Task The_history_of_this_repository_is_imported_as_git_counts_it()
    {
        // Only the commits of the checkout: other branches of a developer's clone may change while the test runs.
        Assert.SkipUnless(Path.Exists(Path.Combine(EsProgram.Root, ".git")), "This is no checkout of git, so it has no history.");
        using var repo = new GitFolder();
        await repo.GitAsync("clone", "-q", "--bare", "--single-branch", $"file://{EsProgram.Root}", repo.Beside("self.git"));
        string[] self = ["--git-dir", repo.Beside("self.git")];
        await using var es = await EsProgram.CreateAsync("self");
        (await es.HereAsync("up", "--detach", "--port", "0", "--transport", "memory")).Succeeds();

        var imported = await ImportAsync(es, repo.Beside("self.git"));
        var commits = long.Parse(await repo.GitAsync([.. self, "rev-list", "--count", "--all"]), null);
        var lines = (await repo.GitAsync([.. self, .. s_numstat])).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')).ToList();
        Assert.Equal((commits, commits, (long)lines.Count), ((long)imported["commits"]!, (long)imported["new"]!, (long)imported["file_changes"]!));
        Assert.Equal((Sum(lines, 0), Sum(lines, 1)), ((long)imported["additions"]!, (long)imported["deletions"]!));
        Assert.Equal(commits, (await RowsAsync(es, "boost.git_commit")).Count);
    }

    private static async Task FaultsAsync(EsProgram es, GitFolder repo)
    {
        string[] import = ["import", "boost", "git", "--repository", "o/r"];
        Directory.CreateDirectory(repo.Beside("plain"));
        (await es.HereAsync([.. import, repo.Beside("plain")])).Fails(1, "is not a clone of git");
        // A folder within a repository is not the repository.
        Directory.CreateDirectory(Path.Combine(repo.Root, "within"));
        (await es.HereAsync([.. import, Path.Combine(repo.Root, "within")])).Fails(1, "is not a clone of git");
        (await es.HereAsync([.. import, repo.Beside("nowhere")])).Fails(2, "There is no file");
        await repo.GitAsync("init", "-q", repo.Beside("empty"));
        (await es.HereAsync([.. import, repo.Beside("empty")])).Fails(1, "has no commits");
        (await es.HereAsync(["import", "boost", "git", "--repository", "no name", repo.Root])).Fails(1, "owner/name");

        var tree = await repo.GitAsync("rev-parse", "HEAD^{tree}");
        File.Delete(Path.Combine(repo.Root, ".git", "objects", tree[..2], tree[2..]));
        (await es.HereAsync([.. import, repo.Root])).Fails(1, "git cannot read", tree, "fsck");
    }

    private static async Task MakeAsync(GitFolder repo)
    {
        var text = string.Concat(Enumerable.Range(0, 30).Select(i => $"line {i}\n"));
        await repo.GitAsync("init", "-q", "-b", "main");
        repo.Write("a.h", text);
        repo.Write("ü \"q\"\tx", "odd\n");
        await repo.CommitAsync("Begin\nin two lines\n\nAnd a body:\tindented\n\n    commit 0000000000000000000000000000000000000000");
        await repo.GitAsync("mv", "a.h", "b.h");
        repo.Write("b.h", text + "more\n");
        await repo.CommitAsync("Rename");
        // A copy is only found beside a change of its source.
        repo.Write("c.h", text + "more\n");
        repo.Write("b.h", text + "more\nand more\n");
        await repo.CommitAsync("Copy");
        await File.WriteAllBytesAsync(Path.Combine(repo.Root, "logo.png"), [0, 1, 2, 0, 255], TestContext.Current.CancellationToken);
        await repo.CommitAsync("Binary");
        await repo.CommitAsync("Nothing", "--allow-empty");
        await repo.GitAsync("checkout", "-qb", "side");
        await repo.ShellAsync("printf x > \"$(printf 'caf\\351.txt')\"");
        await repo.CommitAsync("A name that is not UTF-8");
        await repo.GitAsync("checkout", "-q", "main");
        await repo.ShellAsync("chmod +x c.h");
        await repo.CommitAsync("Mode");
        await repo.GitAsync("rm", "-q", "ü \"q\"\tx");
        await repo.ShellAsync("printf text > link");
        await repo.CommitAsync("Remove");
        await repo.ShellAsync("rm link && ln -s b.h link");
        await repo.CommitAsync("A link in the place of a file");
        await repo.GitAsync("merge", "-q", "--no-ff", "-m", "Merge side", "side");
        await repo.GitAsync("update-index", "--add", "--cacheinfo", $"160000,{await repo.GitAsync("rev-parse", "HEAD")},libs/sub");
        await repo.GitAsync("commit", "-qm", "Submodule");
        await repo.GitAsync("checkout", "-q", "--orphan", "other");
        await repo.GitAsync("rm", "-rfq", "--cached", ".");
        await repo.GitAsync("clean", "-fdxq");
        repo.Write("only here", "1\n");
        await repo.CommitAsync("Orphan");
        await repo.GitAsync("checkout", "-qf", "main");
    }

    private static async Task<JsonObject> ImportAsync(EsProgram es, string path)
    {
        var run = (await es.HereAsync("import", "boost", "git", "--repository", "o/r", "--json", path)).Succeeds();
        return JsonNode.Parse(run.Output)!.AsArray()[0]!["summary"]!.AsObject();
    }

    private static async Task<JsonArray> RowsAsync(EsProgram es, string table) => JsonNode.Parse((await es.HereAsync(["query", table, "--json", "--limit", "0"])).Succeeds().Output)!.AsArray();

    private static long Sum(IEnumerable<string[]> lines, int column) => lines.Sum(l => l[column] == "-" ? 0 : long.Parse(l[column], null));
}
