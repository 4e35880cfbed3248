using System.Text;
using System.Text.Json.Nodes;

namespace EventSourced.EndToEnd.Boost;

/// <summary>Scans of repositories that use Boost, and the mirror of llvm/llvm-project: from files and commands to tables and reads.</summary>
public sealed class UsageTests
{
    internal const string Usages = """
        select f.filename || ' ' || coalesce(h.filename, '?') || ' ' || coalesce(u.excepted_at::text, 'active')
        from boost.boost_usage u join boost.github_file f on f.id = u.file_path_id left join boost.github_file h on h.id = u.boost_header_id
        order by f.filename collate "C", h.filename collate "C" nulls last
        """;

    internal const string Log = """
        commit f7f8c67f50b32d080bf913a28af16de0e9e9b58f
        Author:     Ada <ada@users.example>
        AuthorDate: Tue Mar 4 04:39:00 2025 +0000
        Commit:     Ada <ada@users.example>
        CommitDate: Tue Mar 4 04:39:00 2025 +0000

            Begin

        :000000 100644 0000000 7262012 A	include/boost/asio.hpp
        :000000 100644 0000000 58ff4cf A	include/boost/asio/io.hpp
        :000000 100644 0000000 58ff4c0 A	test/io.hpp
        2	0	include/boost/asio.hpp
        3	0	include/boost/asio/io.hpp
        3	0	test/io.hpp

        """;

    [Fact]
    public async Task Scans_become_usages_that_end_and_come_back_and_missing_headers_are_matched_later()
    {
        await using var world = await LibraryWorld.StartAsync();
        await LibraryAsync(world, "asio", Log);
        var first = await ScanAsync(world, "2026-03-04T00:05:00Z", null,
            new { path = "src/a.cpp", content = "#include <boost/asio.hpp>\n#include <boost/asio/io.hpp>\n#include <boost/own.hpp>\n#include <boost/io.hpp>", commit_date = "2026-03-01T00:00:00Z" },
            new { path = "src/b.cpp", commit_date = "2026-03-01T00:00:00Z", headers = new[] { "boost/asio.hpp" } },
            new { path = "CMakeLists.txt", content = "find_package(Boost 1.84 REQUIRED)" });
        Assert.Equal((3, 2, 0), ((int)first["usages"]!, (int)first["missing_headers"]!, (int)first["ended"]!));
        await world.CatchUpAsync();
        Assert.Equal(
            ["src/a.cpp include/boost/asio.hpp active", "src/a.cpp include/boost/asio/io.hpp active", "src/a.cpp ? active", "src/b.cpp include/boost/asio.hpp active"], await world.ListAsync(Usages));
        Assert.Equal(["boost/io.hpp", "boost/own.hpp"], await world.ListAsync("select header_name from boost.boost_missing_header_tmp order by 1"));
        Assert.Equal(
            ["1.84 f t 42 gull/nest"],
            await world.ListAsync("select concat_ws(' ', e.boost_version, e.is_boost_embedded, e.is_boost_used, r.stars, e.full_name) from boost.boost_external_repository e join boost.github_repository r on r.id = e.id"));

        // A scan that found nothing is no evidence; one that found another file is.
        await ScanAsync(world, "2026-03-05T00:05:00Z", null);
        Assert.Equal(4, (int)(await ScanAsync(world, "2026-03-06T00:05:00Z", null, new { path = "src/c.cpp", content = "int main();" }))["ended"]!);
        Assert.True((bool)(await ScanAsync(world, "2026-03-05T12:00:00Z", null, new { path = "src/a.cpp", headers = new[] { "boost/asio.hpp" } }))["is_older"]!);
        await world.CatchUpAsync();
        Assert.All(await world.ListAsync(Usages), usage => Assert.EndsWith(" 2026-03-06", usage, StringComparison.Ordinal));
        Assert.Equal(["f"], await world.ListAsync("select is_boost_used::text::char from boost.boost_external_repository"));

        // A known file that has not changed since the start of the run stays as it is.
        var skipped = await ScanAsync(world, "2026-03-07T00:05:00Z", "2026-03-01T00:00:00Z",
            new { path = "src/a.cpp", content = "", commit_date = "2026-03-01T00:00:00Z" }, new { path = "src/b.cpp", commit_date = "2026-03-06T00:00:00Z", headers = new[] { "boost/asio.hpp" } });
        Assert.Equal((1, 0), ((int)skipped["files_read"]!, (int)skipped["ended"]!));
        await ScanAsync(world, "2026-03-08T00:05:00Z", null, new { path = "src/a.cpp", content = "#include <boost/own.hpp>", commit_date = "2026-03-07T00:00:00Z" });
        await world.CatchUpAsync();
        Assert.Equal(
            ["src/a.cpp include/boost/asio.hpp 2026-03-06", "src/a.cpp include/boost/asio/io.hpp 2026-03-06", "src/a.cpp ? active", "src/b.cpp include/boost/asio.hpp 2026-03-08"], await world.ListAsync(Usages));
        Assert.Equal(["boost/own.hpp"], await world.ListAsync("select header_name from boost.boost_missing_header_tmp"));
        var missing = await world.GetAsync("/boost/usage/missing-headers");
        Assert.Equal(("boost/own.hpp", 1, 1), ((string)missing["headers"]![0]!["header_name"]!, (int)missing["headers"]![0]!["files"]!, (int)missing["headers"]![0]!["repositories"]!));

        await LibraryAsync(world, "own", Log.Replace("f7f8", "f7f9", StringComparison.Ordinal).Replace("boost/asio.hpp", "boost/own.hpp", StringComparison.Ordinal));
        Assert.Equal(1, (int)(await world.CommandAsync("usage/missing-headers/match", new { }))["result"]!["matched"]!);
        await world.CatchUpAsync();
        Assert.Contains("src/a.cpp include/boost/own.hpp active", await world.ListAsync(Usages));
        Assert.Empty(await world.ListAsync("select header_name from boost.boost_missing_header_tmp"));
        Assert.DoesNotContain(await world.ListAsync(Usages), usage => usage.Contains('?', StringComparison.Ordinal));
        Assert.Equal(0, (int)(await world.CommandAsync("usage/missing-headers/match", new { repository = "Gull/Nest" }))["result"]!["matched"]!);

        var libraries = await world.GetAsync("/boost/usage/libraries");
        Assert.Equal(["asio 0 0 ", "own 1 1 gull/nest"], libraries["libraries"]!.AsArray().Select(l => $"{l!["name"]} {l["usages"]} {l["repositories"]} {l["top_repositories"]?.AsArray().FirstOrDefault()?["repository"]}"));
        Assert.Equal(["2019 1 0", "2026 0 1"], libraries["libraries"]![1]!["years"]!.AsArray().Select(y => $"{y!["year"]} {y["created"]} {y["last_committed"]}"));
    }

    [Fact]
    public async Task A_file_of_scans_is_imported_once_and_what_it_leaves_out_is_said()
    {
        await using var world = await LibraryWorld.StartAsync();
        await LibraryAsync(world, "asio", Log);
        var lines = string.Join('\n', [
            """{"full_name":"gull/nest","stars":11,"forks":2,"description":"A \u0000nest","created_at":"2019-02-03T04:05:06Z","scanned_at":"2026-03-04T00:05:00Z","files":[{"path":"a.cpp","content":"#include <boost/asio.hpp>"},{"content":"x"}]}""",
            """{"repository":{"full_name":"tern/egg","stargazers_count":5,"pushed_at":"soon"},"scanned_at":"2026-03-04T00:05:00Z","files":[{"path":"boost/version.hpp","content":"#define BOOST_VERSION 106501"}]}""",
            """[{"name":"x"}, 7, {"full_name":"gull/nest","scanned_at":"2026-03-05T00:05:00Z","files":[{"path":"b.cpp","headers":["boost/asio.hpp"]}]}]""",
            """{"full_name":"gull/nest","scanned_at":"2999-03-05T00:05:00Z","files":[]}"""]);
        var import = await world.ImportAsync("use", Encoding.UTF8.GetBytes(lines), "scans.jsonl", "");
        Assert.Equal((4, 3, 2, 1), ((int)import["summary"]!["scans"]!, (int)import["summary"]!["recorded"]!, (int)import["summary"]!["usages"]!, (int)import["summary"]!["ended"]!));
        Assert.Equal(
            ["entry_is_no_object 4", "file_without_path 1", "pushed_at_is_no_time 2", "scan_in_the_future 6", "scan_without_repository 3"],
            import["left_out"]!.AsArray().Select(l => $"{l!["reason"]} {string.Join(',', l["lines"]!.AsArray())}"));
        await world.CatchUpAsync();
        const string Repositories = "select concat_ws(' ', e.full_name, r.stars, e.boost_version, e.is_boost_embedded, e.is_boost_used) from boost.boost_external_repository e join boost.github_repository r on r.id = e.id order by 1";
        Assert.Equal(["gull/nest 11  f t", "tern/egg 5 1.65.1 t f"], await world.ListAsync(Repositories));
        var rows = await RowsAsync();
        // Again: scans that are older than the last are ignored.
        var again = await world.ImportAsync("use", Encoding.UTF8.GetBytes(lines), "scans.jsonl", "");
        Assert.Equal(0, (int)again["summary"]!["recorded"]!);
        await world.CatchUpAsync();
        Assert.Equal(rows, await RowsAsync());
        Assert.Contains("cut off after 1 scans", await world.RefusedAsync("use", Encoding.UTF8.GetBytes(lines[..^1][..(lines.IndexOf('\n') + 20)]), "scans.jsonl", "", 422), StringComparison.Ordinal);
        Assert.False(Directory.Exists(world.Objects) && Directory.EnumerateFiles(world.Objects, "*", SearchOption.AllDirectories).Any());

        async Task<IReadOnlyList<string>> RowsAsync() =>
            [.. await world.ListAsync("select u::text from boost.boost_usage u order by id"), .. await world.ListAsync("select e::text from boost.boost_external_repository e order by id")];
    }

    [Fact]
    public async Task Pages_of_the_mirror_are_imported_and_the_resume_point_follows_the_latest_times()
    {
        await using var world = await LibraryWorld.StartAsync();
        Assert.Null((await world.GetAsync("/boost/clang/resume"))["issues"]);
        var import = await world.ImportAsync("clang", """
            [{"number":1,"pull_request":{},"created_at":"2024-01-01T00:00:00Z","updated_at":"2024-02-01T00:00:00Z"},{"number":1,"updated_at":"2024-01-15T00:00:00Z"},{"number":2}]
            [{"sha":"7C1e061f91e2ef542217b76286c314d006c0c8fc","commit":{"committer":{"date":"2024-03-01T00:00:00.500Z"}}},{"sha":"7c"}]
            """u8.ToArray(), "clang.json", "");
        Assert.Equal((2, 1, 1), ((int)import["summary"]!["items"]!, (int)import["summary"]!["pull_requests"]!, (int)import["summary"]!["commits"]!));
        await world.CommandAsync("clang", new { items = new[] { new { number = 1, github_updated_at = "2024-01-20T00:00:00Z" } }, commits = new[] { new { sha = "7c1e061f91e2ef542217b76286c314d006c0c8fc", github_committed_at = "2023-01-01T00:00:00Z" } } });
        await world.CommandAsync("clang", new { items = new[] { new { number = 0 } } }, 422);
        await world.CatchUpAsync();
        Assert.Equal(["1 t 2024-01-01 2024-02-01 t", "2 f f"], await world.ListAsync("select concat_ws(' ', number, is_pull_request, github_created_at::date, github_updated_at::date, updated_at > created_at) from boost.clang_github_issue_item order by number"));
        var resume = await world.GetAsync("/boost/clang/resume");
        Assert.Equal(
            (new DateTimeOffset(2024, 2, 1, 0, 0, 0, 1, TimeSpan.Zero), new DateTimeOffset(2024, 3, 1, 0, 0, 0, 501, TimeSpan.Zero)),
            ((DateTimeOffset)resume["issues"]!, (DateTimeOffset)resume["commits"]!));
    }

    [Fact]
    public async Task Counts_of_created_repositories_replace_those_of_their_year()
    {
        await using var world = await LibraryWorld.StartAsync();
        await world.CommandAsync("languages/C%2B%2B/created-repos", new { years = new[] { new { year = 2024, all_repos = 10, significant_repos = 1 }, new { year = 2025, all_repos = 20, significant_repos = 2 } } });
        var again = await world.CommandAsync("languages/C%2B%2B/created-repos", new { years = new[] { new { year = 2024, all_repos = 10, significant_repos = 1 }, new { year = 2025, all_repos = 21, significant_repos = 2 } } });
        Assert.Equal(1, (int)again["result"]!["changed"]!);
        await world.CommandAsync("languages/C%2B%2B/created-repos", new { years = new[] { new { year = 2024, all_repos = 1, significant_repos = 2 } } }, 422);
        await world.CommandAsync("languages/C%2B%2B/created-repos", new { years = new[] { new { year = 2999, all_repos = 1, significant_repos = 0 } } }, 422);
        await world.CatchUpAsync();
        Assert.Equal(["C++ 2024 10 1", "C++ 2025 21 2"], await world.ListAsync("select concat_ws(' ', l.name, c.year, c.all_repos, c.significant_repos) from boost.created_repos_by_language c join boost.language l on l.id = c.language_id order by year"));
    }

    private static async Task<JsonNode> ScanAsync(LibraryWorld world, string scannedAt, string? changedSince, params object[] files) => (await world.CommandAsync("usage/scans", new
    {
        repository = "Gull/nest",
        scanned_at = scannedAt,
        changed_since = changedSince,
        stars = 42,
        created_at = "2019-02-03T04:05:06Z",
        files,
    }))["result"]!;

    /// <summary>A library with the files of a log.</summary>
    internal static async Task LibraryAsync(LibraryWorld world, string name, string log)
    {
        await world.ImportAsync("git", Encoding.UTF8.GetBytes(log), "log.txt", $"repository=boostorg/{name}");
        await world.CommandAsync("releases/boost-1.84.0/libraries", new { repository = $"boostorg/{name}", libraries = new[] { new { key = name, name } } });
        await world.CatchUpAsync();
        await world.CommandAsync("library-files/link", new { repository = $"boostorg/{name}" });
        await world.CatchUpAsync();
    }
}
