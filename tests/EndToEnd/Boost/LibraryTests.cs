using System.Text;
using System.Text.Json.Nodes;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Boost;

/// <summary>Libraries, releases and dependencies: from files and commands to tables and reads.</summary>
public sealed class LibraryTests(SharedLibraryWorld shared) : IClassFixture<SharedLibraryWorld>
{
    private const string Edges = """
        select v.version || ' ' || count(*) from boost.boost_dependency d join boost.boost_version v on v.id = d.version_id group by v.version order by string_to_array(substr(v.version, 7), '.')::int[]
        """;

    private const string Changes = """
        select c.name || ' ' || d.name || ' ' || case when g.is_add then 'add' else 'remove' end || ' ' || g.created_at
        from boost.dependency_change_log g join boost.boost_library c on c.id = g.client_library_id join boost.boost_library d on d.id = g.dep_library_id order by 1
        """;

    private const string Log = """
        commit f7f8c67f50b32d080bf913a28af16de0e9e9b58f
        Author:     Ada <ada@users.example>
        AuthorDate: Tue Mar 4 04:39:00 2025 +0000
        Commit:     Ada <ada@users.example>
        CommitDate: Tue Mar 4 04:39:00 2025 +0000

            Begin

        :000000 100644 0000000 7262012 A	README.md
        :000000 100644 0000000 58ff4cf A	include/math.hpp
        :000000 100644 0000000 58ff4c0 A	include/octonion.hpp
        2	0	README.md
        3	0	include/math.hpp
        3	0	include/octonion.hpp

        """;

    [Fact]
    public async Task Seventeen_releases_have_the_counted_dependencies_and_changes_in_any_order_and_again_nothing_changes()
    {
        var folder = SharedFolder.Find("boost");
        if (folder is null) Assert.Skip(SharedFolder.Absent);
        var facts = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "dependencies.expected.json"), TestContext.Current.CancellationToken))!;
        string[] versions = [.. facts["versions"]!.AsArray().Select(v => (string)v!)];
        var files = versions.ToDictionary(v => v, v => File.ReadAllText(Path.Combine(folder, "dependencies", v + ".txt")));
        var dates = versions.Index().ToDictionary(v => v.Item, v => new DateOnly(2021, 1, 15).AddMonths(4 * v.Index));
        await using var world = await LibraryWorld.StartAsync();
        await RecordLibrariesAsync(world, "boost-1.75.0", [.. files.Values.SelectMany(Names).Distinct(StringComparer.Ordinal)]);

        foreach (var version in versions.OrderBy(v => (versions.IndexOf(v) * 7) % versions.Length))
        {
            var import = await ImportAsync(version);
            Assert.Equal((int)facts["edges_per_version"]![version]!, (int)import["summary"]!["new_dependencies"]!);
            Assert.Empty(import["left_out"]!.AsArray());
        }
        await world.CatchUpAsync();
        Assert.Equal(versions.Select(v => $"{v} {facts["edges_per_version"]![v]}"), await world.ListAsync(Edges));
        Assert.Equal(facts["changes"]!.AsArray().SelectMany(Expected).Order(StringComparer.Ordinal), (await world.ListAsync(Changes)).Order(StringComparer.Ordinal));

        var rows = await world.RowsAsync();
        foreach (var version in versions)
        {
            var again = await ImportAsync(version);
            Assert.Equal((0, 0, 0), ((int)again["summary"]!["new_dependencies"]!, (int)again["summary"]!["changes_logged"]!, (int)again["summary"]!["changes_withdrawn"]!));
        }
        await world.CatchUpAsync();
        Assert.Equal(rows, await world.RowsAsync());

        var page = await world.GetAsync("/boost/dependency-changes?library=beast&from=2021-02-01&limit=5");
        Assert.Equal(dates["boost-1.90.0"].ToString("O"), (string)page["changes"]![0]!["date"]!);
        var rest = await world.GetAsync($"/boost/dependency-changes?library=beast&from=2021-02-01&limit=5&cursor={(string)page["next"]!}");
        Assert.Null(rest["next"]);
        Assert.Equal(await CountAsync("beast"), page["changes"]!.AsArray().Count + rest["changes"]!.AsArray().Count);

        Task<JsonNode> ImportAsync(string version) =>
            world.ImportAsync("dependencies", Encoding.UTF8.GetBytes(files[version]), version + ".txt", $"version={version}&created_at={dates[version]:yyyy-MM-dd}T12:00:00Z");

        IEnumerable<string> Expected(JsonNode? change)
        {
            var (library, date) = ((string)change!["library"]!, dates[(string)change["to"]!]);
            return change["added"]!.AsArray().Select(d => $"{library} {d} add {date:yyyy-MM-dd}").Concat(change["removed"]!.AsArray().Select(d => $"{library} {d} remove {date:yyyy-MM-dd}"));
        }

        async Task<int> CountAsync(string library) => (await world.ListAsync(Changes)).Count(c => c.StartsWith(library + " ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Real_files_of_libraries_become_libraries_people_and_categories_and_again_nothing_changes()
    {
        var folder = SharedFolder.Find("boost");
        if (folder is null) Assert.Skip(SharedFolder.Absent);
        await using var world = await LibraryWorld.StartAsync();
        // Somebody's login is a name of the file.
        await world.CommandAsync("accounts", new { github_account_id = 4711, username = "Various" });
        string[] names = ["beast", "functional", "json", "math"];
        foreach (var name in names)
        {
            var expected = Facts(name);
            var import = await ImportAsync(name);
            Assert.Equal(((int)expected["libraries"]!, (int)expected["libraries"]!), ((int)import["summary"]!["libraries"]!, (int)import["summary"]!["changed"]!));
        }
        await world.CommandAsync("releases", new { version = "boost-1.84.0", created_at = "2023-12-13T10:00:00Z" });
        await world.CatchUpAsync();

        Assert.Equal(["Functional/Factory", "Functional/Forward", "Functional/Overloaded Function", "Math Common Factor", "Math Octonion", "Math Quaternion", "Math/Special Functions",
            "Math/Statistical Distributions", "beast", "functional", "json", "math"], await world.ListAsync("select name from boost.boost_library order by name collate \"C\""));
        foreach (var name in names)
        {
            var expected = Facts(name);
            foreach (var (key, authors) in expected["authors"]!.AsObject())
            {
                var version = $"from boost.boost_library_version v left join boost.boost_library_role_relationship r on r.library_version_id = v.id left join boost.github_account a on a.id = r.account_id where v.key = '{key}'";
                Assert.Equal(
                    authors!.AsArray().Select(a => (string)a!).Select(a => a == "various" ? "Various" : a).Order(StringComparer.Ordinal),
                    await world.ListAsync($"select a.username {version} and r.is_author order by a.username collate \"C\""));
                Assert.Equal((int)expected["maintainers"]![key]!, (await world.ListAsync($"select a.username {version} and r.is_maintainer")).Count);
                Assert.Equal([(string?)expected["cxxstd"]![key] ?? ""], await world.ListAsync($"select distinct v.cpp_version {version}"));
            }
        }
        Assert.Equal(["4711"], await world.ListAsync("select a.github_account_id::text from boost.boost_library_role_relationship r join boost.github_account a on a.id = r.account_id where a.username = 'Various'"));
        Assert.Equal(
            names.SelectMany(n => Facts(n)["categories"]!.AsArray().Select(c => (string)c!)).Distinct().Order(StringComparer.Ordinal),
            await world.ListAsync("select name from boost.boost_library_category order by name collate \"C\""));
        Assert.Contains("2ed4ba2c51@users.example", await world.ListAsync("select email from boost.email"));

        var rows = await world.RowsAsync();
        foreach (var name in names.Reverse()) Assert.Equal(0, (int)(await ImportAsync(name))["summary"]!["changed"]!);
        await world.CommandAsync("releases", new { version = "1.84.0", created_at = "2023-12-13T10:00:00Z" });
        await world.CatchUpAsync();
        Assert.Equal(rows, await world.RowsAsync());

        var versions = await world.GetAsync("/boost/libraries/Math%2FSpecial%20Functions/versions");
        Assert.Equal("boost-1.84.0", (string)Assert.Single(versions["versions"]!.AsArray())!["version"]!);
        Assert.Equal(4, versions["versions"]![0]!["people"]!.AsArray().Count(p => (bool)p!["is_author"]!));
        var list = await world.GetAsync("/boost/libraries?limit=5");
        Assert.Equal(5, list["libraries"]!.AsArray().Count);
        var all = await world.GetAsync("/boost/libraries");
        var beast = Assert.Single(all["libraries"]!.AsArray(), l => (string)l!["name"]! == "beast")!;
        Assert.Equal(("boost-1.84.0", 1, "Concurrent,IO"), ((string)beast["latest_version"]!, (int)beast["versions"]!, string.Join(',', beast["categories"]!.AsArray().Select(c => (string)c!))));

        JsonNode Facts(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "libraries", $"{name}.libraries.json.expected.json")))!;
        async Task<JsonNode> ImportAsync(string name) => await world.ImportAsync(
            "libraries", await File.ReadAllBytesAsync(Path.Combine(folder, "libraries", $"{name}.libraries.json")), "libraries.json", $"repository=boostorg/{name}&version=boost-1.84.0");
    }

    [Fact]
    public async Task The_worked_example_and_reads_in_both_directions()
    {
        await using var world = await LibraryWorld.StartAsync();
        await RecordLibrariesAsync(world, "boost-1.84.0", ["asio", "config", "system", "align", "beast"]);
        await world.CommandAsync("releases", new { version = "boost-1.84.0", created_at = "2023-12-13T00:00:00Z" });
        await world.CommandAsync("releases", new { version = "boost-1.85.0", created_at = "2024-04-15T00:00:00Z" });
        await DependAsync("boost-1.84.0", ("asio", "config system"), ("beast", "asio"), ("system", "config"));
        await DependAsync("boost-1.85.0", ("asio", "config align"), ("beast", "asio"), ("system", "config"));
        await world.CatchUpAsync();
        string[] expected = ["asio align add 2024-04-15", "asio system remove 2024-04-15"];
        Assert.Equal(expected, await world.ListAsync(Changes));

        await DependAsync("boost-1.84.0", ("asio", "config system"));
        await DependAsync("boost-1.85.0", ("asio", "config align"));
        await world.CatchUpAsync();
        Assert.Equal(expected, await world.ListAsync(Changes));

        Assert.Equal("asio 1", Reached(await world.GetAsync("/boost/libraries/beast/dependencies?version=boost-1.84.0")));
        Assert.Equal("asio 1, config 2, system 2", Reached(await world.GetAsync("/boost/libraries/beast/dependencies?version=1.84.0&transitive=true")));
        Assert.Equal("asio 1, align 2, config 2", Reached(await world.GetAsync("/boost/libraries/beast/dependencies?transitive=true")));
        Assert.Equal("asio 1, system 1, beast 2", Reached(await world.GetAsync("/boost/libraries/config/dependents?version=boost-1.84.0&transitive=true")));
        // A cycle ends, and a bound says that there is more.
        await DependAsync("boost-1.86.0", ("align", "config"), ("config", "system"), ("system", "beast"), ("beast", "align"));
        await world.CatchUpAsync();
        Assert.Equal("config 1, system 2, beast 3, align 4", Reached(await world.GetAsync("/boost/libraries/align/dependencies?version=boost-1.86.0&transitive=true")));
        var bounded = await world.GetAsync("/boost/libraries/align/dependencies?version=boost-1.86.0&transitive=true&depth=2");
        Assert.Equal(("config 1, system 2", true), (Reached(bounded), (bool)bounded["truncated"]!));

        Assert.Equal("library_not_found", (string)(await world.GetAsync("/boost/libraries/Asio/versions", 404))["code"]!);
        Assert.Equal("release_not_found", (string)(await world.GetAsync("/boost/libraries/asio/dependencies?version=boost-1.99.0", 404))["code"]!);
        await world.GetAsync("/boost/libraries/asio/dependencies?version=1.65", 400);
        await world.GetAsync("/boost/libraries/asio/dependencies?depth=3", 400);
        await world.GetAsync("/boost/dependency-changes?cursor=x", 400);

        Task<JsonNode> DependAsync(string version, params (string Library, string Dependencies)[] lines) => world.CommandAsync(
            $"releases/{version}/dependencies", new { lines = lines.Select(l => new { library = l.Library, dependencies = l.Dependencies.Split(' ') }) });

        static string Reached(JsonNode list) => string.Join(", ", list["libraries"]!.AsArray().Select(l => $"{l!["name"]} {l["depth"]}"));
    }

    [Fact]
    public async Task A_release_has_all_its_libraries_or_is_refused()
    {
        await using var world = await LibraryWorld.StartAsync();
        await RecordLibrariesAsync(world, "boost-1.84.0", ["asio", "config"]);
        const string Gitmodules = "[submodule \"asio\"]\n\tpath = libs/asio\n\turl = ../asio.git\n[submodule \"config\"]\n\tpath = libs/config\n\turl = ../config.git\n[submodule \"new\"]\n\tpath = libs/new\n\turl = ../new.git\n";
        var complete = await world.CommandAsync("releases", new { version = "boost-1.84.0", gitmodules = Gitmodules });
        Assert.Equal("new", (string)Assert.Single(complete["result"]!["skipped"]!.AsArray())!);
        await RecordLibrariesAsync(world, "boost-1.85.0", ["asio"]);
        var refused = await world.CommandAsync("releases", new { version = "boost-1.85.0", gitmodules = Gitmodules }, 409);
        Assert.Contains("boostorg/config", refused.ToJsonString(), StringComparison.Ordinal);
        await world.CommandAsync("releases", new { version = "boost-1.85.0", gitmodules = "<html>" }, 422);
        await world.CommandAsync("releases", new
        {
            version = "boost-1.85.0",
            gitmodules = Gitmodules,
            collected = new[] { new { repository = "BoostOrg/Config", descriptions = new[] { new { key = "config", name = "Config" } } } },
        });
        await world.CatchUpAsync();
        Assert.Equal(["boost-1.84.0", "boost-1.85.0"], await world.ListAsync("select version from boost.boost_version order by 1"));

        await world.CommandAsync("library-files", new { repository = "boostorg/config", filename = "include/boost/config.hpp", library = "config" });
        await world.CommandAsync("library-files", new { repository = "boostorg/config", filename = "include/boost/config.hpp", library = "other" }, 404);
        await world.CatchUpAsync();
        Assert.Equal(["config"], await world.ListAsync("select l.name from boost.boost_file f join boost.boost_library l on l.id = f.library_id"));
    }

    [Theory]
    [InlineData("libraries", "libraries.json", "{\"key\": \"x\"\n \"name\": \"X\"}", "repository=boostorg/x&version=boost-1.84.0", 422, "line 2, column 2: a comma is missing")]
    [InlineData("libraries", "libraries.json", "{}", "repository=boostorg/x&version=1.65", 400, "three numbers")]
    [InlineData("libraries", "libraries.json", "{}", "repository=x&version=1.65.1", 400, "owner and name")]
    [InlineData("libraries", "libraries.txt", "{}", "repository=boostorg/x&version=1.65.1", 415, ".json are accepted")]
    [InlineData("dependencies", "x.txt", "a -> b\nc", "version=boost-1.84.0", 422, "Line 2 is not")]
    [InlineData("dependencies", "x.yml", "dependencies: [", "version=boost-1.84.0", 422, "not valid YAML: line")]
    [InlineData("dependencies", "x.yml", "dependencies:\n  a:\n    b: c", "version=boost-1.84.0", 422, "Line 3, column 5")]
    [InlineData("dependencies", "x.txt", "a -> b", "version=boost-1.84.0.beta1", 400, "without betas")]
    public async Task Bad_files_are_refused_with_their_place_and_removed(string kind, string filename, string content, string query, int status, string message)
    {
        var world = await shared.WorldAsync();
        Assert.Contains(message, await world.RefusedAsync(kind, Encoding.UTF8.GetBytes(content), filename, query, status), StringComparison.Ordinal);
        Assert.False(Directory.Exists(world.Objects) && Directory.EnumerateFiles(Path.Combine(world.Objects), "*", SearchOption.AllDirectories).Any());
    }

    [Fact]
    public async Task Files_are_linked_to_the_library_of_their_repository_once_and_by_hand_to_another()
    {
        await using var world = await LibraryWorld.StartAsync();
        await world.ImportAsync("git", Encoding.UTF8.GetBytes(Log), "log.txt", "repository=boostorg/math");
        await world.CommandAsync("releases/boost-1.84.0/libraries", new { repository = "boostorg/math", libraries = new[] { new { key = "math", name = "Math" }, new { key = "math/octonion", name = "Math Octonion" } } });
        await RecordLibrariesAsync(world, "boost-1.84.0", ["other"]);
        await world.CommandAsync("library-files", new { repository = "boostorg/math", filename = "include/octonion.hpp", library = "Math Octonion" });
        await world.CatchUpAsync();
        Assert.Equal(2, (int)(await world.CommandAsync("library-files/link", new { }))["result"]!["linked"]!);
        await world.CatchUpAsync();
        Assert.Equal(0, (int)(await world.CommandAsync("library-files/link", new { repository = "BoostOrg/math" }))["result"]!["linked"]!);
        Assert.Equal(
            ["README.md math", "include/math.hpp math", "include/octonion.hpp Math Octonion"],
            await world.ListAsync("select f.filename || ' ' || l.name from boost.boost_file b join boost.github_file f on f.id = b.id join boost.boost_library l on l.id = b.library_id order by f.filename collate \"C\""));
        await world.CommandAsync("library-files/link", new { repository = "boostorg/unknown" }, 404);

        var assigned = await world.ImportAsync("assignments", "library,file,repo\nmath,include/octonion.hpp,boostorg/math\nQuaternion,include/octonion.hpp,boostorg/math\n"u8.ToArray(), "files.csv", "");
        Assert.Equal((2, 1, "library_not_found"), ((int)assigned["summary"]!["assignments"]!, (int)assigned["summary"]!["changed"]!, (string)assigned["left_out"]![0]!["reason"]!));
        await world.CatchUpAsync();
        Assert.Equal(["math"], await world.ListAsync("select l.name from boost.boost_file b join boost.boost_library l on l.id = b.library_id join boost.github_file f on f.id = b.id where f.filename = 'include/octonion.hpp'"));
    }

    [Fact]
    public async Task Unknown_names_are_counted_and_a_library_may_depend_on_itself()
    {
        await using var world = await LibraryWorld.StartAsync();
        await RecordLibrariesAsync(world, "boost-1.84.0", ["a", "b"]);
        var import = await world.ImportAsync("dependencies", "a -> a b nothing\nlost -> a\n"u8.ToArray(), "x.txt", "version=boost-1.84.0");
        Assert.Equal("lost,nothing", string.Join(',', import["summary"]!["unresolved"]!.AsArray().Select(n => (string)n!)));
        Assert.Equal(["unknown_dependency", "unknown_library"], import["left_out"]!.AsArray().Select(l => (string)l!["reason"]!));
        Assert.Single(import["warnings"]!.AsArray());
        await world.CatchUpAsync();
        Assert.Equal(["a", "b"], await world.ListAsync("select d.name from boost.boost_dependency b join boost.boost_library d on d.id = b.dep_library_id order by 1"));
    }

    [Fact]
    public async Task The_yaml_form_of_a_release_has_the_counted_dependencies()
    {
        var folder = SharedFolder.Find("boost");
        if (folder is null) Assert.Skip(SharedFolder.Absent);
        await YamlAsync(
            await File.ReadAllTextAsync(Path.Combine(folder, "dependencies-1.84.0.yml"), TestContext.Current.CancellationToken),
            JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "dependencies-1.84.0.yml.expected.json"), TestContext.Current.CancellationToken))!);
    }

    // The same with a file of our own, which is there everywhere.
    [Fact]
    public Task A_yaml_file_is_imported_to_tables_and_reads() => YamlAsync(
        "configure_options:\n- log\ndependencies:\n  atomic: []\n  log:\n  - thread\n  - atomic\n  log_setup: [log]\n  thread:\n  - atomic\n  graph_parallel:\n  - log_setup\nlibs:\n  log: [boost_log]\n",
        JsonNode.Parse("""
            {"components": 5, "edges": 5, "without_dependencies": ["atomic"], "most_depended_on": [["atomic", 2], ["log", 1]], "transitive_of_log": ["atomic", "thread"],
             "transitive_of_graph_parallel": ["atomic", "log", "log_setup", "thread"]}
            """)!);

    private static async Task YamlAsync(string yaml, JsonNode facts)
    {
        // A name at the beginning of a line of two blanks is a component.
        string[] components = [.. yaml.Split("dependencies:")[1].Split("\nlibs:")[0].Split('\n').Where(l => l.StartsWith("  ", StringComparison.Ordinal) && char.IsAsciiLetter(l[2])).Select(l => l.Trim().Split(':')[0])];
        await using var world = await LibraryWorld.StartAsync();
        await RecordLibrariesAsync(world, "boost-1.84.0", components);
        var import = await ImportAsync();
        var summary = import["summary"]!;
        Assert.Equal(((int)facts["components"]!, (int)facts["edges"]!, (int)facts["edges"]!), ((int)summary["libraries"]!, (int)summary["dependencies"]!, (int)summary["new_dependencies"]!));
        Assert.Empty(import["left_out"]!.AsArray());
        await world.CatchUpAsync();
        Assert.Equal([$"boost-1.84.0 {facts["edges"]}"], await world.ListAsync(Edges));
        Assert.Equal(
            Texts(facts["without_dependencies"]),
            await world.ListAsync("select l.name from boost.boost_library l where not exists (select from boost.boost_dependency d where d.client_library_id = l.id) order by l.name collate \"C\""));
        foreach (var most in facts["most_depended_on"]!.AsArray())
            Assert.Equal((int)most![1]!, (await world.GetAsync($"/boost/libraries/{most[0]}/dependents?version=boost-1.84.0"))["libraries"]!.AsArray().Count);
        foreach (var name in (string[])["log", "graph_parallel"])
        {
            var reached = await world.GetAsync($"/boost/libraries/{name}/dependencies?version=1.84.0&transitive=true");
            Assert.Equal(Texts(facts[$"transitive_of_{name}"]), reached["libraries"]!.AsArray().Select(l => (string)l!["name"]!).Order(StringComparer.Ordinal));
        }
        // The first known release of its repositories logs nothing.
        Assert.Empty(await world.ListAsync(Changes));

        var rows = await world.RowsAsync();
        Assert.Equal(0, (int)(await ImportAsync())["summary"]!["new_dependencies"]!);
        await world.CatchUpAsync();
        Assert.Equal(rows, await world.RowsAsync());

        Task<JsonNode> ImportAsync() => world.ImportAsync("dependencies", Encoding.UTF8.GetBytes(yaml), "dependencies-1.84.0.yml", "version=boost-1.84.0&created_at=2023-12-13T12:00:00Z");

        static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(n => (string)n!);
    }

    // Each library has a repository of its name.
    private static async Task RecordLibrariesAsync(LibraryWorld world, string version, string[] names)
    {
        foreach (var name in names) await world.CommandAsync($"releases/{version}/libraries", new { repository = $"boostorg/{name}", libraries = new[] { new { key = name, name = name.ToUpperInvariant() } } });
    }

    private static IEnumerable<string> Names(string file) => file.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Where(n => n != "->");
}

/// <summary>A world for tests that leave nothing in it.</summary>
public sealed class SharedLibraryWorld : IAsyncDisposable
{
    private readonly Lazy<Task<LibraryWorld>> _world = new(() => LibraryWorld.StartAsync());

    internal Task<LibraryWorld> WorldAsync() => _world.Value;

    public async ValueTask DisposeAsync()
    {
        if (_world.IsValueCreated) await (await _world.Value).DisposeAsync();
    }
}
