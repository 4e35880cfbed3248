using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EventSourced.EndToEnd.Cli;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Boost;

/// <summary>Collectors that are not about one repository: from a server that speaks GitHub's API to tables, and on from there.</summary>
public sealed partial class CollectorTests
{
    private const string Token = "--Boost:GitHub:Token=secret-4711";

    [Fact]
    public async Task Clang_is_mirrored_page_by_page_and_a_bounded_run_is_resumed()
    {
        var later = false;
        // Five commits, newest first, of which one has a wrong clock.
        (char Sha, string At)[] commits = [('e', "2024-01-05"), ('d', "2024-01-04"), ('c', "1970-01-01"), ('b', "2024-01-02"), ('a', "2024-01-01")];
        using var server = new ApiServer(request =>
        {
            var query = request.PathAndQuery;
            if (query.StartsWith("/repos/llvm/llvm-project/issues?", StringComparison.Ordinal))
            {
                return new(200, query.Contains("since=2024-02-02T00:00:01Z", StringComparison.Ordinal) ? later ? $"[{Item(1, "2024-03-01")}]" : "[]"
                    : $$"""[{{Item(1, "2024-02-01")}},{"number":2,"pull_request":{},"created_at":"2024-01-01T00:00:00Z","updated_at":"2024-02-02T00:00:00Z"},{"number":0}]""");
            }
            if (!query.StartsWith("/repos/llvm/llvm-project/commits?", StringComparison.Ordinal)) return new(404);
            if (query.Contains("since=", StringComparison.Ordinal)) return new(200, later ? $"[{CommitPages.Commit('f', "2024-01-06")}]" : "[]");
            return CommitPages.Answer(query, commits, pageSize: 2);
        });
        await using var world = await LibraryWorld.StartAsync($"--Boost:GitHub:BaseUrl={server.Address}", Token, "--Boost:GitHub:PageSize=2", "--Boost:GitHub:MaxPages=2", "--Boost:GitHub:Collectors:0=clang");
        var first = await RunAsync(world, "clang");
        Assert.Equal("number_is_not_positive: 1 left out, the first is entry 3.|The list /repos/llvm/llvm-project/commits has more than 2 pages (Boost:GitHub:MaxPages). The next run resumes after them.", string.Join('|', Notes(first).Reverse()));
        Assert.Equal(["1 f 2024-02-01", "2 t 2024-02-02"], await ItemsAsync());
        Assert.Equal("b c d e", await CommitsAsync());

        // As on a Monday.
        Assert.Empty(Notes(await RunAsync(world, "clang", () => world.ScheduledAsync("boost.collect_weekly"))));
        Assert.Contains(server.Requests, r => r.PathAndQuery.Contains("/commits?until=2024-01-02T00:00:00Z&per_page=2", StringComparison.Ordinal));
        Assert.Equal("a b c d e", await CommitsAsync());

        later = true;
        Assert.Empty(Notes(await RunAsync(world, "clang")));
        Assert.Contains(server.Requests, r => r.PathAndQuery == "/repos/llvm/llvm-project/commits?per_page=2&since=2024-01-05T00:00:01Z");
        Assert.Equal(["1 f 2024-03-01", "2 t 2024-02-02"], await ItemsAsync());
        Assert.Equal("a b c d e f", await CommitsAsync());
        Assert.Equal(["0"], await world.ListAsync("select count(*)::text from log.mt_events where data::text like '%secret-4711%'"));

        Task<IReadOnlyList<string>> ItemsAsync() => world.ListAsync("select concat_ws(' ', number, is_pull_request, github_updated_at::date) from boost.clang_github_issue_item order by number");
        async Task<string> CommitsAsync() => string.Join(' ', await world.ListAsync("select left(sha, 1) from boost.clang_github_commit order by sha"));
    }

    [Fact]
    public async Task The_first_run_resumes_after_an_imported_mirror()
    {
        using var server = new ApiServer(_ => new(200, "[]"));
        await using var world = await LibraryWorld.StartAsync($"--Boost:GitHub:BaseUrl={server.Address}");
        await world.CommandAsync("clang", new { items = new[] { new { number = 1, github_updated_at = "2024-02-01T00:00:00Z" } }, commits = new[] { new { sha = new string('a', 40), github_committed_at = "2024-03-01T00:00:00Z" } } });
        await RunAsync(world, "clang");
        Assert.Equal(
            ["/repos/llvm/llvm-project/issues?state=all&sort=updated&direction=asc&per_page=100&since=2024-02-01T00:00:01Z", "/repos/llvm/llvm-project/commits?per_page=100&since=2024-03-01T00:00:01Z"],
            server.Requests.Select(r => r.PathAndQuery));
    }

    [Fact]
    public async Task Created_repositories_are_counted_by_year_and_a_run_resumes_after_a_limit()
    {
        var isLimited = true;
        using var server = new ApiServer(request =>
        {
            var query = Uri.UnescapeDataString(request.PathAndQuery);
            var year = int.Parse(Year().Match(query).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
            if (isLimited && year == 2013) return new(403, "", ("Retry-After", "600"));
            return new(200, $$"""{"total_count":{{(query.Contains("stars:>10", StringComparison.Ordinal) ? year - 2000 : year)}},"incomplete_results":{{(year == 2011 ? "true" : "false")}},"items":[]}""");
        });
        await using var world = await LibraryWorld.StartAsync($"--Boost:GitHub:BaseUrl={server.Address}", Token, "--Boost:GitHub:Languages:0=C++");
        var first = await RunAsync(world, "created_repos");
        Assert.Equal(2, (int)first["entries"]!);
        Assert.Equal(["The server had no time to count the repositories in C++ of 2011: their counts stay as they are."], Notes(first).Take(1));
        Assert.Contains("answers no more requests before", Notes(first)[^1], StringComparison.Ordinal);
        Assert.Equal(["2010 2010 10", "2012 2012 12"], await CountsAsync());
        Assert.Contains("q=language:\"C++\" created:2010-01-01..2010-12-31 stars:>10&", Uri.UnescapeDataString(server.Requests[1].PathAndQuery), StringComparison.Ordinal);

        isLimited = false;
        var before = server.Requests.Count;
        Assert.Empty(Notes(await RunAsync(world, "created_repos")));
        Assert.Contains("created:2013-01-01", Uri.UnescapeDataString(server.Requests[before].PathAndQuery), StringComparison.Ordinal);
        var now = DateTimeOffset.UtcNow.Year;
        Assert.Equal([.. Enumerable.Range(2010, now - 2009).Where(y => y != 2011).Select(y => $"{y} {y} {y - 2000}")], await CountsAsync());
        // Complete: the next run begins with the first year.
        before = server.Requests.Count;
        await RunAsync(world, "created_repos");
        Assert.Contains("created:2010-01-01", Uri.UnescapeDataString(server.Requests[before].PathAndQuery), StringComparison.Ordinal);

        Task<IReadOnlyList<string>> CountsAsync() => world.ListAsync("select concat_ws(' ', c.year, c.all_repos, c.significant_repos) from boost.created_repos_by_language c join boost.language l on l.id = c.language_id where l.name = 'C++' order by year");
    }

    [Fact]
    public async Task Pushed_repositories_are_scanned_and_files_are_read_when_their_last_commit_is_another()
    {
        var git = new TestGitHub();
        git.Add("gull/nest", 1, ("src/a.cpp", "#include <boost/asio.hpp>", "2026-01-02"), ("src/b.cpp", "#include <boost/asio/io.hpp>\n#include <boost/own.hpp>", "2026-01-01"), ("src/c.cpp", "#include <boost/asio.hpp>", "2026-01-01"), ("lib/CMakeLists.txt", "find_package(Boost 1.70)", ""), ("CMakeLists.txt", "find_package(Boost 1.84 REQUIRED)", ""));
        git.Add("tern/egg", 2, ("deps/boost/version.hpp", "#define BOOST_VERSION 106501", "2026-01-01"), ("main.cpp", "#include \"boost/asio.hpp\"", "2026-01-01"));
        git.Add("auk/shell", 3);
        using var server = new ApiServer(git.Answer);
        await using var world = await LibraryWorld.StartAsync($"--Boost:GitHub:BaseUrl={server.Address}", Token);
        await UsageTests.LibraryAsync(world, "asio", UsageTests.Log);
        var first = await RunAsync(world, "usage");
        Assert.Empty(Notes(first));
        Assert.Equal(3, (int)first["entries"]!);
        string[] usages = ["main.cpp include/boost/asio.hpp active", "src/a.cpp include/boost/asio.hpp active", "src/b.cpp include/boost/asio/io.hpp active", "src/b.cpp ? active", "src/c.cpp include/boost/asio.hpp active"];
        Assert.Equal(usages, await world.ListAsync(UsageTests.Usages));
        Assert.Equal(["auk/shell 13  f f", "gull/nest 11 1.84 f t", "tern/egg 12 1.65.1 t t"], await RepositoriesAsync());
        // Owners have their accounts.
        Assert.Equal(["101 gull", "102 tern", "103 auk"], await world.ListAsync("select concat_ws(' ', github_account_id, username) from boost.github_account where github_account_id > 0 order by 1"));
        // One search in code for all of them, and no list of files for a repository without results.
        Assert.Single(server.Requests, r => r.PathAndQuery.StartsWith("/search/code", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Requests, r => r.PathAndQuery.StartsWith("/repos/auk/shell/", StringComparison.Ordinal));
        Assert.All(server.Requests, r => Assert.Equal("Bearer secret-4711", r.Headers["Authorization"]));

        // The push brought a commit that is older than the last scan. What another file of the same last commit has is not looked at, and a third is not found any more.
        git.Change("gull/nest", ("src/a.cpp", "#include <boost/asio/io.hpp>", "2026-01-03"), ("src/b.cpp", "#include <boost/asio.hpp>", "2026-01-01"), ("src/c.cpp", "int c;", "2026-01-03"));
        var before = server.Requests.Count;
        Assert.Empty(Notes(await RunAsync(world, "usage")));
        Assert.Equal(
            ["main.cpp include/boost/asio.hpp active", "src/a.cpp include/boost/asio.hpp ended", "src/a.cpp include/boost/asio/io.hpp active", "src/b.cpp include/boost/asio/io.hpp active", "src/b.cpp ? active", "src/c.cpp include/boost/asio.hpp ended"],
            (await world.ListAsync(UsageTests.Usages)).Select(u => u.Replace($"{DateTimeOffset.UtcNow:yyyy-MM-dd}", "ended", StringComparison.Ordinal)));
        // The file with the same last commit is not read again.
        Assert.DoesNotContain(server.Requests.Skip(before), r => r.PathAndQuery.EndsWith("/git/blobs/" + TestGitHub.Blob("src/b.cpp"), StringComparison.Ordinal));
        Assert.Contains(server.Requests.Skip(before), r => r.PathAndQuery.EndsWith("/git/blobs/" + TestGitHub.Blob("src/a.cpp"), StringComparison.Ordinal));

        Task<IReadOnlyList<string>> RepositoriesAsync() => world.ListAsync(
            "select concat_ws(' ', e.full_name, r.stars, e.boost_version, e.is_boost_embedded, e.is_boost_used) from boost.boost_external_repository e join boost.github_repository r on r.id = e.id order by 1");
    }

    [Fact]
    public async Task A_run_that_a_limit_ends_is_resumed_and_what_cannot_be_searched_or_is_incomplete_is_noted()
    {
        var git = new TestGitHub();
        for (var n = 1; n <= 8; n++) git.Add($"o{n}/r", n, ("a.cpp", "#include <boost/asio.hpp>", "2026-01-01"), ("b.cpp", "#include <boost/asio.hpp>", "2026-01-01"));
        git.Gone.Add("o2/r");
        var isLimited = true;
        using var server = new ApiServer(r => isLimited && r.PathAndQuery.Contains("o7", StringComparison.Ordinal) ? new(429, "", ("Retry-After", "600")) : git.Answer(r));
        await using var world = await LibraryWorld.StartAsync($"--Boost:GitHub:BaseUrl={server.Address}", Token);
        await UsageTests.LibraryAsync(world, "asio", UsageTests.Log);
        var first = await RunAsync(world, "usage");
        Assert.StartsWith("o2/r is left out. 127.0.0.1 answered /search/code with status 422.", Notes(first)[0], StringComparison.Ordinal);
        Assert.Contains("answers no more requests before", Notes(first)[^1], StringComparison.Ordinal);
        Assert.Equal("o1 o3 o4 o5", await ScannedAsync());

        isLimited = false;
        // Searches in one repository give one of its files now, and say that there are more.
        git.MostHits = 1;
        var before = server.Requests.Count;
        var second = await RunAsync(world, "usage");
        Assert.Contains($"pushed:{TestGitHub.PushedAt(5):yyyy-MM-dd'T'HH:mm:ss'Z'}..", Uri.UnescapeDataString(server.Requests[before].PathAndQuery), StringComparison.Ordinal);
        Assert.Contains("The search in o6/r gave 1 of its files: others are left out, except for those that are known.", Notes(second));
        Assert.Equal("o1 o3 o4 o5 o6 o7 o8", await ScannedAsync());
        // The known file of o5 stays, although the search does not give it any more.
        Assert.Equal(["2"], await world.ListAsync("select count(*)::text from boost.boost_usage u join boost.boost_external_repository e on e.id = u.repo_id where e.full_name = 'o5/r' and u.excepted_at is null"));
        Assert.Equal(["1"], await world.ListAsync("select count(*)::text from boost.boost_usage u join boost.boost_external_repository e on e.id = u.repo_id where e.full_name = 'o6/r' and u.excepted_at is null"));

        async Task<string> ScannedAsync() => string.Join(' ', await world.ListAsync("select split_part(full_name, '/', 1) from boost.boost_external_repository order by 1"));
    }

    [Fact]
    public async Task The_monthly_run_scans_what_is_new_and_refreshes_the_stars_of_others_and_resumes_the_next_day()
    {
        var git = new TestGitHub();
        git.Add("gull/nest", 1, ("a.cpp", "#include <boost/asio.hpp>", "2026-01-01"));
        using var server = new ApiServer(git.Answer);
        await using var world = await LibraryWorld.StartAsync($"--Boost:GitHub:BaseUrl={server.Address}", Token, "--Boost:GitHub:Collectors:0=stars", "--Boost:GitHub:MaxRequests=6");
        await UsageTests.LibraryAsync(world, "asio", UsageTests.Log);
        await RunAsync(world, "usage");
        // Nothing is unfinished.
        await world.ScheduledAsync("boost.collect_daily");
        Assert.Equal(["0"], await world.ListAsync("select count(*)::text from log.mt_events where type = 'boost.collector_run_requested.v1' and data->>'collector' = 'stars'"));

        git.Stars = 100;
        git.Add("tern/egg", 2, ("a.cpp", "#include <boost/asio.hpp>", "2026-01-01"), ("b.cpp", "#include <boost/asio.hpp>", "2026-01-01"));
        git.Add("auk/shell", 3);
        var first = await RunAsync(world, "stars", () => world.ScheduledAsync("boost.collect_monthly"));
        // Its requests are too many for any run.
        Assert.Equal(["tern/egg needs more requests than a run may send, and is left out. Raise Boost:GitHub:MaxRequests.", "The run has sent 6 requests (Boost:GitHub:MaxRequests). The next run resumes after them."], Notes(first));
        Assert.Equal(["gull/nest 101"], await StarsAsync());
        Assert.Empty(Notes(await RunAsync(world, "stars", () => world.ScheduledAsync("boost.collect_daily", 1))));
        Assert.Equal(["auk/shell 103", "gull/nest 101"], await StarsAsync());
        Assert.Equal(["include/boost/asio.hpp"], await world.ListAsync("select h.filename from boost.boost_usage u join boost.github_file h on h.id = u.boost_header_id where u.excepted_at is null"));

        Task<IReadOnlyList<string>> StarsAsync() => world.ListAsync("select e.full_name || ' ' || r.stars from boost.boost_external_repository e join boost.github_repository r on r.id = e.id order by 1");
    }

    [Fact]
    public async Task An_unknown_collector_is_refused_and_one_that_runs_is_not_asked_for_twice()
    {
        using var hangs = new ApiServer(_ => new(429, "", ("Retry-After", "5")));
        await using var world = await LibraryWorld.StartAsync($"--Boost:GitHub:BaseUrl={hangs.Address}", "--Boost:GitHub:MaxWait=00:00:10");
        Assert.Contains("usage, created_repos, clang, stars", (await world.CommandAsync("collectors/gcc/runs", new { }, 422)).ToJsonString(), StringComparison.Ordinal);
        var first = (await world.CommandAsync("collectors/clang/runs", new { }))["result"]!;
        var second = (await world.CommandAsync("collectors/clang/runs", new { }))["result"]!;
        Assert.Equal(("queued", "running", (string)first["run_id"]!), ((string)first["status"]!, (string)second["status"]!, (string)second["run_id"]!));
    }

    // Asks for a run, and returns its end.
    private static async Task<JsonNode> RunAsync(LibraryWorld world, string collector, Func<Task>? ask = null)
    {
        const string Ends = "select data::text from log.mt_events where type = 'boost.collector_run_ended.v1' order by seq_id desc";
        var before = (await world.ListAsync(Ends)).Count;
        if (ask is not null) await ask();
        else Assert.Equal("queued", (string)(await world.CommandAsync($"collectors/{collector}/runs", new { }))["result"]!["status"]!);
        await EsProgram.UntilAsync(async () => (await world.ListAsync(Ends)).Count > before, $"the end of {collector}");
        await world.CatchUpAsync();
        return JsonNode.Parse((await world.ListAsync(Ends))[0])!;
    }

    private static string[] Notes(JsonNode ended) => [.. ended["notes"]!.AsArray().Select(n => (string)n!)];

    private static string Item(int number, string updated) => $$"""{"number":{{number}},"updated_at":"{{updated}}T00:00:00Z"}""";

    [GeneratedRegex(@"created:(\d{4})-01-01")]
    private static partial Regex Year();
}
