using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using EventSourced.EndToEnd.Cli;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Boost;

/// <summary>Answers of GitHub's API: from uploads and the collector to tables and reads.</summary>
public sealed class GitHubImportTests
{
    private const string Bug = """[{"name":"bug"}]""";
    private const string Ben = """[{"login":"Ben","id":8}]""";

    private static readonly string[] s_tables =
        ["issue", "issue_comment", "issue_assignee", "issue_label", "pull_request", "pull_request_review", "pull_request_comment", "pull_request_assignee", "pull_request_label", "github_account", "git_commit"];

    [Fact]
    public async Task Recorded_answers_are_imported_with_the_counted_facts_and_again_nothing_changes()
    {
        var folder = SharedFolder.Find("github/beast");
        if (folder is null) Assert.Skip(SharedFolder.Absent);
        var facts = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "issues.expected.json"), TestContext.Current.CancellationToken))!;
        await using var world = await LibraryWorld.StartAsync();
        var archive = Zip([.. Directory.GetFiles(folder).Where(f => !f.EndsWith(".expected.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))]);
        var first = await world.ImportAsync("github", archive, "beast.zip", "repository=boostorg/beast");
        Assert.Equal((Fact("plain_issues"), Fact("pulls"), Fact("comments") - Fact("comments_by_deleted_accounts")),
            ((int)first["summary"]!["issues"]!, (int)first["summary"]!["pull_requests"]!, (int)first["summary"]!["comments"]!));
        Assert.Contains($"\"count\":{Fact("comments_by_deleted_accounts")}", first["left_out"]!.AsArray().Single(l => ((string)l!["reason"]!).EndsWith(": comments without an account", StringComparison.Ordinal))!.ToJsonString(), StringComparison.Ordinal);

        await world.CatchUpAsync();
        Assert.Equal([$"{Fact("plain_issues")}"], await world.ListAsync("select count(*)::text from boost.issue"));
        Assert.Equal([$"{Fact("merged_pulls")}"], await world.ListAsync("select count(*)::text from boost.pull_request where state = 'merged'"));
        Assert.Equal([$"{Fact("open")}"], await world.ListAsync("select ((select count(*) from boost.issue where state = 'open') + (select count(*) from boost.pull_request where state = 'open'))::text"));
        Assert.Equal([$"{Fact("comments") - Fact("comments_by_deleted_accounts")}"], await world.ListAsync("select ((select count(*) from boost.issue_comment) + (select count(*) from boost.pull_request_comment))::text"));
        Assert.Equal(["0"], await world.ListAsync("select count(*)::text from boost.issue_comment c left join boost.issue i on i.id = c.issue_id where i.id is null"));
        Assert.Equal(["0"], await world.ListAsync("select count(*)::text from boost.issue i left join boost.github_account a on a.id = i.account_id where a.id is null"));
        foreach (var (label, count) in facts["labels_used"]!.AsObject())
            Assert.Equal([$"{count}"], await world.ListAsync($"select ((select count(*) from boost.issue_label where label_name = '{label}') + (select count(*) from boost.pull_request_label where label_name = '{label}'))::text"));

        var rows = await RowsAsync(world);
        var again = await world.ImportAsync("github", archive, "beast.zip", "repository=BoostOrg/Beast");
        Assert.Equal((0, 0, 0), ((int)again["summary"]!["new"]!, (int)again["summary"]!["changed"]!, (int)again["summary"]!["older"]!));
        await world.CatchUpAsync();
        Assert.Equal(rows, await RowsAsync(world));

        var merged = await world.GetAsync("/boost/repos/boostorg/beast/pulls?state=merged&limit=10");
        var rest = await world.GetAsync($"/boost/repos/boostorg/beast/pulls?state=merged&limit=10&cursor={(string)merged["next"]!}");
        Assert.Equal(Fact("merged_pulls"), merged["pulls"]!.AsArray().Concat(rest["pulls"]!.AsArray()).Select(p => (int)p!["number"]!).Distinct().Count());
        Assert.Null(rest["next"]);
        var bugs = await world.GetAsync("/boost/repos/BOOSTORG/beast/issues?label=bug");
        Assert.NotEmpty(bugs["issues"]!.AsArray());
        Assert.All(bugs["issues"]!.AsArray(), i => Assert.Contains("bug", i!["labels"]!.ToJsonString(), StringComparison.Ordinal));

        int Fact(string name) => (int)facts[name]!;
    }

    [Fact]
    public async Task A_number_that_is_both_fails_the_import_and_comments_on_nothing_are_counted()
    {
        await using var world = await LibraryWorld.StartAsync();
        var comment = """{"id":5,"user":{"login":"ann","id":7},"body":"b","issue_url":"https://api.github.com/repos/o/r/issues/9"}""";
        var homeless = await world.ImportAsync("github", Encoding.UTF8.GetBytes($"[{Issue(1, 100)},{comment},{{\"number\":3,\"title\":\"p\",\"pull_request\":{{}}}}]"), "a.json", "repository=o/r");
        Assert.Equal(
            ["comments on issues and pull requests that are not known: import those first, or together with the comments [2]", "pull requests in lists of issues, which lack most of their data: import the answers of pulls or pulls/NUMBER [3]"],
            homeless["left_out"]!.AsArray().Select(l => $"{l!["reason"]} {l["lines"]!.ToJsonString()}"));

        var failed = await world.FailedAsync("github", Encoding.UTF8.GetBytes($"[{Issue(2, 101)},{Pull(1, 200)}]"), "b.json", "repository=o/r");
        Assert.Equal(("number_conflict", 2), ((string)failed["error"]!["code"]!, (int)failed["error"]!["line"]!));
        Assert.Contains("o/r#1 is issue 100 (\"issue 1\"), and cannot be pull request 200 (\"pull 1\") too", (string)failed["error"]!["detail"]!, StringComparison.Ordinal);
        Assert.False(Directory.Exists(world.Objects) && Directory.EnumerateFiles(Path.Combine(world.Objects), "*", SearchOption.AllDirectories).Any());
    }

    [Fact]
    public async Task Repositories_are_read_with_filters_and_pages()
    {
        await using var world = await LibraryWorld.StartAsync();
        var file = $$"""
            {"full_name":"o/r","owner":{"login":"o","id":1,"type":"Organization"},"stargazers_count":5,"forks_count":2,"description":"d","license":{"name":"MIT License","spdx_id":"MIT","url":"u"},"pushed_at":"2024-01-01T00:00:00Z"}
            {"C++":12,"C":1}
            {{Pull(2, 200)}}
            {{Issue(1, 100)}}
            {{Issue(3, 300, "closed", "2024-03-01T00:00:00Z", Bug, Ben)}}
            {{Issue(4, 400, "open", "2024-04-01T00:00:00Z", Bug)}}
            {"id":5,"user":{"login":"ann","id":7},"body":"b","issue_url":"https://api.github.com/repos/o/r/issues/1"}
            {"sha":"{{new string('a', 40)}}","commit":{"message":"m","author":{"name":"Ann","email":"ann@example.org","date":"2024-01-01T00:00:00Z"} },"author":{"login":"ann","id":7},"files":[{"filename":"a.h","status":"added","additions":3,"deletions":1}]}
            {"sha":"{{new string('b', 40)}}","commit":{"message":"n","author":{"name":"Cy","email":"cy@example.org","date":"2024-02-01T00:00:00Z"} },"author":null}
            """;
        await world.ImportAsync("github", Encoding.UTF8.GetBytes(file), "r.jsonl", "repository=o/r");
        await world.CatchUpAsync();

        var repository = await world.GetAsync("/boost/repos/O/R");
        Assert.Equal(("o", "r", 5, "MIT License", 2, 3, 2, 1, 1), (
            (string)repository["repo"]!["owner"]!, (string)repository["repo"]!["name"]!, (int)repository["repo"]!["stars"]!, (string)repository["repo"]!["license"]!, (int)repository["repo"]!["commits"]!,
            (int)repository["repo"]!["issues"]!, (int)repository["repo"]!["open_issues"]!, (int)repository["repo"]!["pulls"]!, (int)repository["repo"]!["merged_pulls"]!));
        Assert.Equal("""[{"name":"C++","bytes":12},{"name":"C","bytes":1}]""", repository["languages"]!.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal));
        Assert.Single((await world.GetAsync("/boost/repos"))["repos"]!.AsArray());

        Assert.Equal("4 3 1", await NumbersAsync("issues", ""));
        Assert.Equal("4 1", await NumbersAsync("issues", "?state=open"));
        Assert.Equal("4 3", await NumbersAsync("issues", "?label=bug"));
        Assert.Equal("3", await NumbersAsync("issues", "?assignee=BEN"));
        Assert.Equal("4", await NumbersAsync("issues", "?since=2024-03-15"));
        Assert.Equal("4 3", await NumbersAsync("issues", "?since=2024-03-01T01:00:00%2B01:00"));
        Assert.Equal("2", await NumbersAsync("pulls", "?state=merged"));
        Assert.Equal("", await NumbersAsync("pulls", "?state=open&label=nothing"));
        var page = await world.GetAsync("/boost/repos/o/r/issues?limit=2");
        Assert.Equal("3", (string)page["next"]!);
        var one = (await world.GetAsync("/boost/repos/o/r/issues?limit=2&cursor=3"))["issues"]!.AsArray().Single()!;
        Assert.Equal((1, "100", "ann", 1), ((int)one["number"]!, (string)one["issue_id"]!, (string)one["author"]!["username"]!, (int)one["comments"]!));

        var commits = await world.GetAsync("/boost/repos/o/r/commits?limit=1");
        Assert.Equal(("n", "Cy"), ((string)commits["commits"]![0]!["comment"]!, (string)commits["commits"]![0]!["author"]!["username"]!));
        var older = await world.GetAsync($"/boost/repos/o/r/commits?limit=1&cursor={Uri.EscapeDataString((string)commits["next"]!)}");
        Assert.Equal(("m", 1, 3), ((string)older["commits"]![0]!["comment"]!, (int)older["commits"]![0]!["files"]!, (int)older["commits"]![0]!["additions"]!));
        Assert.Single((await world.GetAsync("/boost/repos/o/r/commits?since=2024-01-15T00:00:00Z"))["commits"]!.AsArray());

        await world.GetAsync("/boost/repos/o/none", 404);
        await world.GetAsync("/boost/repos/o/none/issues", 404);
        foreach (var query in (string[])["issues?state=merged", "issues?since=yesterday", "issues?cursor=x", "pulls?limit=0", "commits?state=open", "issues?label=%00"]) await world.GetAsync($"/boost/repos/o/r/{query}", 400);

        async Task<string> NumbersAsync(string list, string query) =>
            string.Join(' ', (await world.GetAsync($"/boost/repos/o/r/{list}{query}"))[list]!.AsArray().Select(i => (string)i!["number"]!.ToString()));
    }

    [Fact]
    public async Task The_collector_records_what_a_server_answers_and_goes_on_from_there()
    {
        var changed = false;
        using var server = new ApiServer(request =>
        {
            var (path, query) = (request.PathAndQuery.Split('?')[0], request.PathAndQuery.Contains("since=", StringComparison.Ordinal));
            return path switch
            {
                "/repos/old/r" => new(301, "", ("Location", "/repositories/1")),
                "/repositories/1" => new(200, """{"full_name":"o/r","owner":{"login":"o","id":1},"stargazers_count":3,"forks_count":0}"""),
                "/repos/o/r/languages" => new(200, """{"C++":1}"""),
                "/repos/o/r/issues" => new(200, !query ? $$"""[{{Issue(1, 100)}},{"number":2,"title":"p","pull_request":{},"updated_at":"2024-01-02T00:00:00Z"}]""" : changed ? $"[{Issue(1, 100, "closed", "2024-05-01T00:00:00Z")}]" : "[]"),
                "/repos/o/r/pulls/2" => new(200, Pull(2, 200)),
                "/repos/o/r/commits" => new(200, "[]"),
                _ => new(200, "[]"),
            };
        });
        await using var world = await LibraryWorld.StartAsync($"--Boost:GitHub:BaseUrl={server.Address}", "--Boost:GitHub:Token=secret-4711", "--Boost:GitHub:Repositories:0=old/r");
        await RunAsync();
        Assert.Equal(["1 open"], await world.ListAsync("select issue_number || ' ' || state from boost.issue"));
        Assert.Equal(["2 merged"], await world.ListAsync("select pr_number || ' ' || state from boost.pull_request"));
        // Under its present name, which is said.
        Assert.Equal(["r 3"], await world.ListAsync("select repo_name || ' ' || stars from boost.github_repository where id = (select repo_id from boost.issue)"));
        Assert.Equal(["old/r is now o/r, and is recorded under that name. Write o/r in the setting."], await world.ListAsync("select data->'notes'->>0 from log.mt_events where type = 'boost.collection_ended.v1'"));

        changed = true;
        await RunAsync();
        Assert.Equal(["1 closed"], await world.ListAsync("select issue_number || ' ' || state from boost.issue"));
        Assert.Contains(server.Requests, r => r.PathAndQuery.StartsWith("/repos/o/r/issues?", StringComparison.Ordinal) && r.PathAndQuery.Contains("since=2024-02-01T00:00:01Z", StringComparison.Ordinal));
        Assert.Equal(["0"], await world.ListAsync("select count(*)::text from log.mt_events where data::text like '%secret-4711%'"));

        async Task RunAsync()
        {
            var before = await CountAsync();
            var asked = await world.CommandAsync("repos/old/r/collect", new { });
            Assert.Equal("queued", (string)asked["result"]!["status"]!);
            await EsProgram.UntilAsync(async () => await CountAsync() != before, "the end of the collector");
            await world.CatchUpAsync();
        }

        async Task<string> CountAsync() => (await world.ListAsync("select count(*)::text from log.mt_events where type = 'boost.collection_recorded.v1'"))[0];
    }

    private static string Issue(int number, int id, string state = "open", string updated = "2024-02-01T00:00:00Z", string labels = "[]", string assignees = "[]") => $$"""
        {"url":"https://api.github.com/repos/o/r/issues/{{number}}","number":{{number}},"id":{{id}},"title":"issue {{number}}","state":"{{state}}","user":{"login":"ann","id":7},"labels":{{labels}},"assignees":{{assignees}},"updated_at":"{{updated}}"}
        """;

    private static string Pull(int number, int id) => $$"""
        {"url":"https://api.github.com/repos/o/r/pulls/{{number}}","number":{{number}},"id":{{id}},"title":"pull {{number}}","state":"closed","merged_at":"2024-01-02T00:00:00Z","user":{"login":"ann","id":7},"labels":[],"assignees":[],"head":{"sha":"a1"},"base":{"sha":"b2"},"updated_at":"2024-01-02T00:00:00Z"}
        """;

    private static async Task<IReadOnlyList<string>> RowsAsync(LibraryWorld world)
    {
        List<string> rows = [];
        foreach (var table in s_tables) rows.AddRange(await world.ListAsync($"select '{table} ' || t::text from boost.{table} t order by id"));
        return rows;
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return packed.ToArray();
    }
}
