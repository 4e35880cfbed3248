using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using EventSourced.Projections;
using EventSourced.Servers.Processes;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Cli;

public sealed class SystemTests
{
    [Fact]
    public async Task A_detached_system_imports_exports_answers_queries_and_stops()
    {
        await using var es = await EsProgram.CreateAsync("detached");
        var up = (await es.HereAsync("up", "--detach", "--port", "0")).Succeeds();
        var token = es.Connection!["token"]!.GetValue<string>();
        Assert.Contains(token, up.Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(es.ConnectionFile));
        Assert.DoesNotContain(token, await File.ReadAllTextAsync(Path.Combine(es.Folder, "logs", "api.log"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var (api, workers) = (es.PidOf("api"), es.PidOf("workers"));

        // A second start finds the running system and shows no token.
        var again = (await es.HereAsync("up")).Succeeds();
        Assert.Contains($"is already running: {es.Connection!["url"]}", again.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(token, again.All, StringComparison.Ordinal);
        Assert.Equal((api, workers), (es.PidOf("api"), es.PidOf("workers")));

        var status = (await es.HereAsync("status")).Succeeds();
        Assert.Contains("pulse.daily_digests", status.Output, StringComparison.Ordinal);
        using (var http = new HttpClient())
            Assert.Contains($"Owns {string.Join(", ", ReadTableSet.Catalog.Lanes)}.", await http.GetStringAsync($"{es.UrlOf("workers")}/health/ready", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Matches(@"pulse +│ workers +│ +\d+\.\d s ago", status.Output);

        string[] import = ["import", "pulse", "export", "--community-id", "house", "--source-id", "lindenhof", EsProgram.Sample("pulse", "lindenhof-android-de.txt")];
        Assert.Contains("--create", (await es.HereAsync(import)).Fails(1, "There is no community \"house\"").All, StringComparison.Ordinal);
        Assert.True(JsonNode.Parse((await es.HereAsync("status", "--json")).Succeeds().Output)!["well"]!.GetValue<bool>());
        var url = es.Connection!["url"]!.ToString();
        (await es.RunAsync("status", "--url", url, "--token", "bad")).Fails(1, "token");
        Assert.Contains("pulse.daily_digests", (await es.RunAsync("status", "--url", url, "--token", token)).Succeeds().Output, StringComparison.Ordinal);
        // Nothing is created for a refused file.
        var noChat = Path.Combine(es.Folder, "no-chat.pdf");
        await File.WriteAllTextAsync(noChat, "no chat at all\n", TestContext.Current.CancellationToken);
        (await es.HereAsync("import", "pulse", "export", "--community-id", "ghost", "--source-id", "s", "--create", noChat)).Fails(1, "Nothing was created", "no-chat.pdf");
        Assert.Contains("(no rows)", (await es.HereAsync("query", "pulse.communities", "community_id=ghost")).Succeeds().Output, StringComparison.Ordinal);
        (await es.HereAsync("rabbit", "reanalyse", "--tokenizer", "separator", "--child", "nobody")).Fails(1, "nobody");
        Assert.Equal(Figures(485, 485, 0, 39, 6), FiguresIn((await es.HereAsync([.. import, "--create"])).Succeeds(), "lindenhof-android-de.txt"));
        Assert.Equal(Figures(485, 0, 485, 39, 6), FiguresIn((await es.HereAsync(import)).Succeeds(), "lindenhof-android-de.txt"));

        await QueriesAsync(es);
        await AdminToolsAsync(es);
        await CommandsAsync(es);

        var empty = Path.Combine(es.Folder, "empty.txt");
        await File.WriteAllTextAsync(empty, "no chat at all\n", TestContext.Current.CancellationToken);
        var mixed = (await es.HereAsync("import", "pulse", "export", "--community-id", "house", "--source-id", "lindenhof", empty, EsProgram.Sample("pulse", "lindenhof-android-de.txt"))).Fails(1, "empty.txt");
        Assert.Contains("completed", mixed.Output, StringComparison.Ordinal);

        (await es.HereAsync("down")).Succeeds();
        Assert.False(File.Exists(es.ConnectionFile));
        Assert.False(IsAlive(api));
        Assert.False(IsAlive(workers));
        (await es.HereAsync("status")).Fails(1);

        var foreign = Directory.CreateDirectory(Path.Combine(es.Folder, "foreign")).FullName;
        (await es.RunAsync(["down", "--delete", "--data", foreign])).Fails(1, foreign);
        Assert.True(Directory.Exists(foreign));
        // The database is external and contains personal data, so its key is kept.
        (await es.HereAsync("down", "--delete")).Succeeds();
        Assert.Equal([Path.Combine(es.Folder, "secrets", "personal-master-key")], Directory.EnumerateFiles(es.Folder, "*", SearchOption.AllDirectories));
    }

    private static async Task CommandsAsync(EsProgram es)
    {
        string[] create = ["do", "pulse.create_community", "--community-id", "shed", "--name", "Shed"];
        Assert.Matches(@"completed at position \d+.*shed", (await es.HereAsync(create)).Succeeds().Output);
        (await es.HereAsync(create)).Fails(1, "A community \"shed\" exists already");
        (await es.HereAsync("do", "pulse.create_community", "--community-id", "Not so", "--name", "")).Fails(1, "community_id", "name");
        (await es.HereAsync("do", "pulse.create_community", "--name", "Shed")).Fails(2, "--community-id");
        string[] hide = ["do", "pulse.set_community_visibility", "--community-id", "shed", "--is-public"];
        (await es.HereAsync([.. hide, "perhaps"])).Fails(2, "--is-public", "true or false");
        Assert.True(JsonNode.Parse((await es.HereAsync([.. hide, "false", "--json"])).Succeeds().Output)!["position"]!.GetValue<long>() > 0);
        (await es.HereAsync("do", "pulse.delete_community", "--community-id", "shed")).Succeeds();
    }

    [Fact]
    public async Task Tokens_are_created_listed_and_revoked()
    {
        await using var es = await EsProgram.CreateAsync("tokens");
        (await es.HereAsync("up", "--detach", "--port", "0")).Succeeds();
        var url = es.Connection!["url"]!.GetValue<string>();
        var token = (await es.HereAsync("token", "create", "reader", "--days", "2")).Succeeds().Output.Trim();
        string[] query = ["query", "pulse.exports", "--url", url, "--token", token];
        (await es.RunAsync(query)).Succeeds();
        Assert.Contains("reader", (await es.HereAsync("token", "list")).Succeeds().Output, StringComparison.Ordinal);
        (await es.HereAsync("token", "revoke", "reader")).Succeeds();
        (await es.RunAsync(query)).Fails(1, "revoked");
    }

    [Fact]
    public async Task A_killed_host_is_restarted()
    {
        await using var es = await EsProgram.CreateAsync("killed");
        var up = await es.StayAsync("up", "--port", "0");
        foreach (var host in new[] { "workers", "api" })
        {
            var pid = es.PidOf(host);
            EsProgram.Signal(pid, "KILL");
            await EsProgram.UntilAsync(() => es.PidOf(host) is var next && next != pid && IsAlive(next), $"another {host}");
        }
        await HealthyAsync(es);
        (await es.HereAsync("import", "pulse", "export", "--community-id", "c", "--source-id", "s", "--create", EsProgram.Sample("pulse", "choir-weekend-ios.zip"))).Succeeds();

        var hosts = new[] { es.PidOf("api"), es.PidOf("workers") };
        EsProgram.Signal(up.Id, "TERM");
        await EsProgram.UntilAsync(() => up.HasExited, "the end of es up");
        Assert.Equal(0, up.ExitCode);
        Assert.DoesNotContain(hosts, IsAlive);
        Assert.Null(es.Connection);
    }

    [Fact]
    public async Task A_killed_host_of_a_detached_system_is_restarted_until_the_system_is_stopped()
    {
        await using var es = await EsProgram.CreateAsync("looked-after");
        (await es.HereAsync("up", "--detach", "--port", "0", "--transport", "memory")).Succeeds();
        var supervisor = es.State!["supervisor"]!["pid"]!.GetValue<int>();
        var pid = es.PidOf("all");
        EsProgram.Signal(pid, "KILL");
        await EsProgram.UntilAsync(() => es.PidOf("all") is var next && next != pid && IsAlive(next), "another host");
        await HealthyAsync(es);
        Assert.Contains($"Supervised by process {supervisor}", (await es.HereAsync("status")).Output, StringComparison.Ordinal);
        var log = await File.ReadAllTextAsync(Path.Combine(es.Folder, "logs", "supervisor.log"), TestContext.Current.CancellationToken);
        Assert.Contains($"all (process {pid}) ended", log, StringComparison.Ordinal);
        Assert.Contains("all runs again", log, StringComparison.Ordinal);

        // A log that has grown large is rotated while its process continues to write.
        var hostLog = Path.Combine(es.Folder, "logs", "all.log");
        var size = new FileInfo(hostLog).Length;
        await File.AppendAllTextAsync(hostLog, new string('x', 21 * 1024 * 1024) + "\n", TestContext.Current.CancellationToken);
        await EsProgram.UntilAsync(() => File.Exists(hostLog + ".1") && new FileInfo(hostLog).Length < size + 1_000_000, "the rotation of the log");
        Assert.True(new FileInfo(hostLog + ".1").Length > size + 20_000_000);

        // When the supervisor is gone, the next start takes over, and the hosts keep running.
        pid = es.PidOf("all");
        EsProgram.Signal(supervisor, "KILL");
        await EsProgram.UntilAsync(() => !IsAlive(supervisor), "the end of the supervisor");
        (await es.HereAsync("up", "--detach", "--transport", "memory")).Succeeds();
        var next = es.State!["supervisor"]!["pid"]!.GetValue<int>();
        Assert.Equal(pid, es.PidOf("all"));
        Assert.True(next != supervisor && IsAlive(next));

        (await es.HereAsync("down")).Succeeds();
        Assert.False(IsAlive(next));
        Assert.False(IsAlive(pid));
    }

    [Fact]
    public async Task A_system_of_another_build_is_restarted_or_reported()
    {
        await using var es = await EsProgram.CreateAsync("builds");
        (await es.HereAsync("up", "--detach", "--port", "0", "--transport", "memory")).Succeeds();
        var (pid, url) = (es.PidOf("all"), es.Connection!["url"]!.GetValue<string>());
        es.ChangeState(state => state["build"] = "anotherbuild/0");
        Assert.Contains("another build", (await es.HereAsync("up", "--detach", "--transport", "memory")).Succeeds().All, StringComparison.Ordinal);
        Assert.False(IsAlive(pid));
        Assert.NotEqual(pid, es.PidOf("all"));
        Assert.Equal(url, es.Connection!["url"]!.GetValue<string>());
        (await es.HereAsync("down")).Succeeds();

        var up = await es.StayAsync("up", "--port", "0", "--transport", "memory");
        es.ChangeState(state => state["build"] = "anotherbuild/0");
        (await es.HereAsync("up", "--transport", "memory")).Fails(1, "another build", $"process {up.Id}", "es down");
    }

    [Fact]
    public async Task After_es_up_was_killed_the_next_one_takes_over()
    {
        await using var es = await EsProgram.CreateAsync("takeover");
        var up = await es.StayAsync("up", "--port", "0");
        var (api, workers, url) = (es.PidOf("api"), es.PidOf("workers"), es.Connection!["url"]!.GetValue<string>());
        EsProgram.Signal(up.Id, "KILL");
        await EsProgram.UntilAsync(() => up.HasExited, "the end of es up");
        EsProgram.Signal(workers, "KILL");
        await EsProgram.UntilAsync(() => !IsAlive(workers), "the end of the workers");

        (await es.HereAsync("up", "--detach")).Succeeds();
        Assert.Equal(api, es.PidOf("api"));
        Assert.NotEqual(workers, es.PidOf("workers"));
        Assert.Equal(url, es.Connection!["url"]!.GetValue<string>());
        await HealthyAsync(es);
    }

    [Fact]
    public async Task A_port_in_use_is_reported()
    {
        await using var es = await EsProgram.CreateAsync("port");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        (await es.HereAsync("up", "--detach", "--port", port)).Fails(1, port, "--port");
        Assert.Null(es.Connection);
    }

    [Fact]
    public async Task Without_a_broker_everything_runs_in_one_process()
    {
        await using var es = await EsProgram.CreateAsync("memory");
        (await es.HereAsync("up", "--detach", "--port", "0", "--transport", "memory")).Succeeds();
        Assert.True(IsAlive(es.PidOf("all")));
        Assert.Null(es.Connection!["rabbitmq"]);
        var run = (await es.HereAsync("import", "pulse", "export", "--community-id", "c", "--source-id", "s", "--create", EsProgram.Sample("pulse", "choir-weekend-ios.zip"))).Succeeds();
        Assert.Equal(Figures(190, 190, 0, 5, 2), FiguresIn(run, "choir-weekend-ios.zip"));
    }

    [Fact]
    public async Task A_single_process_keeps_accepted_commands_in_the_broker_when_it_is_killed()
    {
        await using var es = await EsProgram.CreateAsync("single");
        (await es.HereAsync("up", "--single", "--workers", "2")).Fails(2, "--single", "--workers");
        (await es.HereAsync("up", "--detach", "--port", "0", "--single")).Succeeds();
        Assert.Equal(["all"], es.State!["hosts"]!.AsArray().Select(h => h!["name"]!.ToString()));
        var pid = es.PidOf("all");
        using var admin = new HttpClient { BaseAddress = new Uri(es.Connection!["url"]!.ToString()), DefaultRequestHeaders = { Authorization = new("Bearer", es.Connection!["token"]!.ToString()) } };
        List<string> accepted = [];
        for (var n = 0; n < 200; n++)
        {
            using var answer = await admin.PostAsJsonAsync("/api/pulse/communities", new { community_id = $"c{n}", name = "A choir" }, TestContext.Current.CancellationToken);
            Assert.True(answer.Has(HttpStatusCode.Accepted), $"{answer.StatusCode}");
            accepted.Add(Assert.Single(answer.Headers.GetValues("X-Command-Id")));
        }
        EsProgram.Signal(pid, "KILL");
        await EsProgram.UntilAsync(() => es.PidOf("all") is var next && next != pid && IsAlive(next), "another process");
        await HealthyAsync(es);
        foreach (var id in accepted)
            await EsProgram.UntilAsync(async () => (await admin.GetFromJsonAsync<JsonNode>($"/commands/{id}"))!["status"]!.ToString() == "completed", $"command {id}");
    }

    private static async Task AdminToolsAsync(EsProgram es)
    {
        string[] day = ["explain", "pulse.daily_digests", "community_id=house", "source_id=lindenhof", "day_date=2024-09-01"];
        var told = (await es.HereAsync(day)).Succeeds();
        foreach (var text in new[] { "pulse.day_digested.v1", "fold: creates the row", "by pulse-import", "sentiment_label", "The table's row matches its events." })
            Assert.Contains(text, told.Output, StringComparison.Ordinal);
        var json = JsonNode.Parse((await es.HereAsync([.. day, "--json"])).Succeeds().Output)!;
        var position = json["events"]![0]!["event"]!["position"]!.ToString();
        (await es.HereAsync("explain", "pulse.daily_digests", "community_id=house")).Fails(1, "day_date", "source_id");
        (await es.HereAsync("explain", "pulse.daily_digests", "house")).Fails(2, "column=value");

        Assert.Contains("community_id=house source_id=lindenhof day_date=2024-09-01", (await es.HereAsync("effects", position)).Succeeds().Output, StringComparison.Ordinal);
        (await es.HereAsync("effects", "99999999")).Fails(1, "the watermark is");
        Assert.Contains("pulse.community_created.v1", (await es.HereAsync("events", "--from", "1", "--limit", "1")).Succeeds().Output, StringComparison.Ordinal);
        Assert.Equal("house", JsonNode.Parse((await es.HereAsync("events", "--stream", "pulse/house", "--json")).Succeeds().Output)!["data"]!["community_id"]!.ToString());
        (await es.HereAsync("events")).Fails(2, "--stream", "--from");

        Assert.Contains("pulse.message_hashes: the new generation is live", (await es.HereAsync("rebuild", "--all")).Succeeds().Output, StringComparison.Ordinal);
        Assert.Contains("pulse.message_hashes: 485 rows", (await es.HereAsync("verify", "--all")).Succeeds().Output, StringComparison.Ordinal);
        await using (var database = Npgsql.NpgsqlDataSource.Create(es.Connection!["postgres"]!.ToString()))
        await using (var tamper = database.CreateCommand("UPDATE pulse.daily_digests SET message_count = 4711 WHERE day_date = '2024-09-01'"))
            Assert.Equal(1, await tamper.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        var wrong = (await es.HereAsync("verify", "pulse.daily_digests", "--where", "community_id=house")).Fails(3);
        Assert.DoesNotContain("✓ 1 table", wrong.Output, StringComparison.Ordinal);
        Assert.Contains("✗ 1 of 1 table do not match", wrong.Output, StringComparison.Ordinal);
        Assert.False(JsonNode.Parse((await es.HereAsync("verify", "pulse.daily_digests", "--json")).Fails(3).Output)!["holds"]!.GetValue<bool>());
        Assert.Matches(@"message_count: 4711 → \d+\n +from \d+ pulse.day_digested.v1", wrong.Output);
        (await es.HereAsync("rebuild", "pulse.daily_digests", "--where", "community_id=house")).Succeeds();
        (await es.HereAsync("verify", "pulse.daily_digests", "--sample", "50%")).Succeeds();
        Assert.Contains("previous", (await es.HereAsync("generations")).Succeeds().Output, StringComparison.Ordinal);
        (await es.HereAsync("generations", "rollback", "pulse.communities")).Succeeds();
        (await es.HereAsync("generations", "release")).Fails(2, "--yes", "generations release ", $"--data {es.Folder}");
        Assert.Contains("previous", (await es.HereAsync("generations")).Succeeds().Output, StringComparison.Ordinal);
        (await es.HereAsync("generations", "release", "--yes")).Succeeds();
        // The chat was written in 2024 and recorded now.
        (await es.HereAsync("replay", "--to", "2024-09-05T00:00:00Z", "--into", "then")).Fails(1, "before the first event", "recorded at 20");
        (await es.HereAsync("replay", "--to", "0", "--into", "nothing")).Fails(1, "before the first event");
        Assert.Matches(@"as of position 3 \(recorded at 20", (await es.HereAsync("replay", "--to", "3", "--into", "early")).Succeeds().Output);
        Assert.Contains("house", (await es.HereAsync("query", "pulse.communities", "asOf=early")).Succeeds().Output, StringComparison.Ordinal);
        (await es.HereAsync("replay", "drop", "early")).Succeeds();
        (await es.HereAsync("rebuild")).Fails(2, "--all");

        (await es.HereAsync("projections", "pause", "pulse.exports", "--reason", "a look")).Succeeds();
        Assert.Contains("a look", (await es.HereAsync("projections")).Succeeds().Output, StringComparison.Ordinal);
        (await es.HereAsync("projections", "skip", "pulse.exports", "1", "--reason", "why not")).Fails(1, "not a dead letter");
        (await es.HereAsync("projections", "resume", "pulse.exports")).Succeeds();
        Assert.DoesNotContain("paused", (await es.HereAsync("projections")).Succeeds().Output, StringComparison.Ordinal);
    }

    private static async Task QueriesAsync(EsProgram es)
    {
        string[] query = ["query", "pulse.daily_digests", "community_id=house", "source_id=lindenhof", "day_date.gte=2024-09-01", "day_date.lt=2024-09-08", "order=day_date.desc"];
        var json = JsonNode.Parse((await es.HereAsync([.. query, "--json"])).Succeeds().Output)!.AsArray();
        var csv = (await es.HereAsync([.. query, "--csv", "--limit", "2"])).Succeeds().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(json);
        Assert.All(json, r => Assert.InRange(r!["day_date"]!.GetValue<string>(), "2024-09-01", "2024-09-07"));
        Assert.Equal(json.Select(r => r!["day_date"]!.GetValue<string>()).OrderDescending(), json.Select(r => r!["day_date"]!.GetValue<string>()));
        Assert.Equal(3, csv.Length);
        Assert.StartsWith("community_id,source_id,day_date,", csv[0], StringComparison.Ordinal);

        var narrow = (await es.HereAsync(query)).Succeeds();
        Assert.Contains("community_id, source_id", narrow.Errors, StringComparison.Ordinal);
        Assert.Contains("--all-columns", narrow.Errors, StringComparison.Ordinal);
        var whole = (await es.HereAsync([.. query, "--all-columns"])).Succeeds();
        foreach (var column in json[0]!.AsObject().Select(c => c.Key)) Assert.Contains(column, whole.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", whole.Errors, StringComparison.Ordinal);
        var table = (await es.HereAsync([.. query, "select=day_date,sentiment_label"])).Succeeds().Output;
        Assert.Contains(json[0]!["day_date"]!.GetValue<string>(), table, StringComparison.Ordinal);
        // All pages, one after another.
        var all = JsonNode.Parse((await es.HereAsync("query", "pulse.message_hashes", "community_id=house", "select=content_hash", "--json", "--limit", "0")).Succeeds().Output)!.AsArray();
        Assert.Equal(485, all.Count);

        (await es.HereAsync("query", "pulse.daily_digest")).Fails(1, "pulse.daily_digests");
        (await es.HereAsync("query", "pulse.daily_digests", "colour=red")).Fails(1, "colour");
    }

    private static bool IsAlive(int pid) => ProcessIdentity.Of(pid) is not null;

    private static async Task HealthyAsync(EsProgram es)
    {
        while ((await es.HereAsync("status")).ExitCode != 0) TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
    }

    private static string[] Figures(params int[] figures) => [.. figures.Select(f => f.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Messages, new, duplicates, days and weeks in the summary of an import.</summary>
    private static string[] FiguresIn(Run import, string file) =>
        [.. import.Output.Split('\n').Last(l => l.Contains(file, StringComparison.Ordinal)).Split('│', StringSplitOptions.TrimEntries).Skip(3).Take(5)];
}
