using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EventSourced.Testing;
using Npgsql;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>Recorded trees become snapshots and drift reports, over HTTP.</summary>
public sealed class TreeImportTests(FastestWorld world)
{
    [Fact]
    public async Task A_history_becomes_snapshots_with_drift_from_release_to_release_and_again_changes_nothing()
    {
        using var admin = await world.AdminAsync();
        var releases = new[] { Lines("a=1", "b=2", "c=3"), Lines("a=1", "b=9", "d=4"), Lines("a=1", "b=9", "d=4", "e=5") };
        var first = await ImportAsync(admin, releases[0], "project=history&label=1.0");
        Assert.Equal((true, 3L, 3L), ((bool)first["summary"]!["new"]!, (long)first["summary"]!["files"]!, (long)first["summary"]!["bytes"]!));
        await ImportAsync(admin, releases[1], "project=history&label=1.1");
        await ImportAsync(admin, releases[2], "project=history&label=1.2");
        var rows = await RowsAsync("history");
        Assert.Equal(["1.0 main 0 parents", "1.1 main 1 parents", "1.2 main 1 parents"], rows.Snapshots);
        Assert.Equal(["""1.1: ["d"] ["c"] ["a"] ["b"]""", """1.2: ["e"] [] ["a", "b", "d"] []"""], rows.Drift);

        // The whole history again, in another order.
        foreach (var (n, label) in ((int, string)[])[(2, "1.2"), (0, "1.0"), (1, "1.1")])
        {
            var again = await ImportAsync(admin, releases[n], $"project=history&label={label}");
            Assert.False((bool)again["summary"]!["new"]!);
            Assert.Contains("nothing new was recorded", (string)Assert.Single(again["warnings"]!.AsArray())!, StringComparison.Ordinal);
        }
        Assert.Equivalent(rows, await RowsAsync("history"), strict: true);
    }

    [Fact]
    public async Task Another_workspace_starts_from_main_and_is_compared_with_main()
    {
        using var admin = await world.AdminAsync();
        await ImportAsync(admin, Lines("a=1", "b=2"), "project=branches&label=1");
        await ImportAsync(admin, Lines("a=1", "b=2", "x=7"), "project=branches&label=fix&workspace=ann");
        await ImportAsync(admin, Lines("a=1", "b=3", "c=3"), "project=branches&label=2");
        await ImportAsync(admin, Lines("a=1", "b=5", "x=7"), "project=branches&label=fix-2&workspace=ann");
        var (snapshots, drift) = await RowsAsync("branches");
        Assert.Equal(["1 main 0 parents", "fix ann 1 parents", "2 main 1 parents", "fix-2 ann 1 parents"], snapshots);
        Assert.Equal(["""fix: [] ["x"] ["a", "b"] []""", """2: ["c"] [] ["a"] ["b"]""", """fix-2: ["c"] ["x"] ["a"] ["b"]"""], drift);
    }

    [Fact]
    public async Task Imports_of_one_project_that_are_sent_together_are_recorded_in_the_order_of_their_acceptance()
    {
        using var admin = await world.AdminAsync();
        List<string> urls = [];
        for (var n = 0; n < 12; n++) urls.Add((string)(await SendAsync(admin, Lines($"f={n}"), $"project=together&label={n}", 202))["import_url"]!);
        foreach (var url in urls) await EndAsync(admin, url);
        Assert.Equal(Enumerable.Range(0, 12).Select(n => $"{n} main {(n == 0 ? 0 : 1)} parents"), (await RowsAsync("together")).Snapshots);
    }

    [Fact]
    public async Task A_user_imports_into_projects_of_their_own_and_an_owner_sees_what_an_admin_imported()
    {
        using var ann = await world.UserAsync("importer");
        using var bob = await world.UserAsync("import-stranger");
        using var admin = await world.AdminAsync();
        var own = await ImportAsync(ann, Lines("a=1"), "project=mine", owner: null);
        var project = (string)own["summary"]!["project_id"]!;
        Assert.Equal("mine", (string)(await ann.GetAsync($"/v1/projects/{project}"))["project"]!["name"]!);
        await bob.GetAsync($"/v1/projects/{project}", 404);
        await bob.GetAsync($"/imports/{(string)own["import_id"]!}", 404);
        Assert.Equal("rejected", (string)(await ImportAsync(bob, Lines("a=1"), $"project=mine&project_id={project}", owner: null, "rejected"))["state"]!);

        var given = await ImportAsync(admin, Lines("a=1", "b=2"), $"project=x&project_id={project}", "importer@example.org");
        Assert.Equal(project, (string)given["summary"]!["project_id"]!);
        Assert.Equal(2, (await ann.GetAsync($"/v1/projects/{project}/snapshots"))["snapshots"]!.AsArray().Count);
        var manifest = await ann.GetAsync($"/v1/blobs/manifests/{(string)given["summary"]!["manifest_hash"]!}");
        Assert.Equal(["a", "b"], manifest["files"]!.AsArray().Select(f => (string)f!["path"]!));
    }

    [Fact]
    public async Task Blobs_of_an_imported_tree_that_are_stored_count_as_used()
    {
        using var ann = await world.UserAsync("import-blobs");
        await ann.PutBlobAsync("kept by an import");
        var user = (string)(await ann.GetAsync("/v1/auth/me"))["user"]!["id"]!;
        var blob = new FileInfo(Path.Combine(world.Objects, user, "blobs", FastestClient.HashOf("kept by an import"))) { LastWriteTimeUtc = DateTime.UtcNow.AddHours(-2) };
        await ImportAsync(ann, Lines("a=kept by an import", "b=not stored"), "project=import-blobs", owner: null);
        blob.Refresh();
        Assert.True(blob.LastWriteTimeUtc > DateTime.UtcNow.AddHours(-1));
    }

    [Theory]
    [InlineData("project=bad", null, "owner_email must be an address")]
    [InlineData("project=bad", "nobody", "owner_email must be an address")]
    public async Task An_admin_says_whose_project_it_is(string query, string? owner, string expected)
    {
        using var admin = await world.AdminAsync();
        var refused = await ImportAsync(admin, Lines("a=1"), query, owner, "rejected");
        Assert.Contains(expected, (string)refused["error"]!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_tree_is_rejected_with_its_place_and_removed()
    {
        using var admin = await world.AdminAsync();
        var refused = await ImportAsync(admin, Lines("a=1") + "\n{\"path\":\"../up\",\"mode\":\"100644\"}", "project=bad", state: "rejected");
        Assert.Contains("Entry 2: the path \"../up\" has the part \"..\"", (string)refused["error"]!["detail"]!, StringComparison.Ordinal);
        var uploads = Path.Combine(world.Objects, "fastest", "imports", (string)refused["import_id"]!);
        Assert.False(Directory.Exists(uploads) && Directory.EnumerateFiles(uploads, "*", SearchOption.AllDirectories).Any());
    }

    [Fact]
    public async Task The_releases_of_beast_have_the_counted_files_bytes_and_drift()
    {
        var folder = SharedFolder.Find("tree");
        if (folder is null) Assert.Skip(SharedFolder.Absent);
        using var admin = await world.AdminAsync();
        var facts = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "beast.expected.json"), TestContext.Current.CancellationToken))!;
        foreach (var snapshot in facts["snapshots"]!.AsArray())
        {
            var file = Path.Combine(folder, "..", (string)snapshot!["file"]!);
            var imported = await ImportAsync(admin, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), $"project=beast&label={(string)snapshot["ref"]!}&filename=tree.jsonl.gz");
            var summary = imported["summary"]!;
            Assert.Equal(((long)snapshot["files"]!, (long)snapshot["total_bytes"]!), ((long)summary["files"]!, (long)summary["bytes"]!));
            Assert.Empty(imported["left_out"]!.AsArray());
        }
        await using var source = NpgsqlDataSource.Create((await world.DatabaseAsync()).ConnectionString);
        foreach (var step in facts["steps"]!.AsArray())
        {
            await using var command = source.CreateCommand("""
                select d.files_added, jsonb_array_length(d.workspace_only), d.files_modified, jsonb_array_length(d.both_same), d.source_only::text, d.workspace_only::text, d.both_different::text
                from fastest.drift_reports d join fastest.snapshots s on s.id = d.source_snapshot_id join fastest.snapshots f on f.id = d.workspace_snapshot_id
                join fastest.projects p on p.id = s.project_id where p.name = 'beast' and s.summary = $1 and f.summary = $2
                """);
            command.Parameters.AddWithValue((string)step!["to"]!);
            command.Parameters.AddWithValue((string)step["frm"]!);
            await using var row = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            Assert.True(await row.ReadAsync(TestContext.Current.CancellationToken));
            Assert.Equal(
                ((int)step["added"]!, (int)step["removed"]!, (int)step["modified"]!, (int)step["unchanged"]! + (int)step["mode_only"]!),
                (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)));
            foreach (var (name, column) in ((string, int)[])[("added", 4), ("removed", 5), ("modified", 6)])
            {
                var paths = string.Join('\n', JsonNode.Parse(row.GetString(column))!.AsArray().Select(p => (string)p!));
                Assert.Equal((string)step["paths_sha256"]![name]!, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(paths))));
            }
        }
    }

    // A line per file, whose content is one character.
    private static string Lines(params IReadOnlyList<string> files) => string.Join('\n', files.Select(f => f.Split('=')).Select(f =>
        $$"""{"path":"{{f[0]}}","mode":"100644","type":"blob","size":1,"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(f[1])))}}"}"""));

    private static Task<JsonNode> SendAsync(FastestClient client, string file, string query, int expected) =>
        client.SendAsync(HttpMethod.Post, $"/api/fastest/imports/manifests?{query}&owner_email=history@example.org&filename=tree.jsonl", expected, new ByteArrayContent(Encoding.UTF8.GetBytes(file)));

    private static Task<JsonNode> ImportAsync(FastestClient client, string file, string query, string? owner = "history@example.org", string state = "completed") =>
        ImportAsync(client, Encoding.UTF8.GetBytes(file), $"{query}&filename=tree.jsonl", owner, state);

    private static async Task<JsonNode> ImportAsync(FastestClient client, byte[] file, string query, string? owner = "history@example.org", string state = "completed")
    {
        var accepted = await client.SendAsync(HttpMethod.Post, $"/api/fastest/imports/manifests?{query}{(owner is null ? "" : $"&owner_email={owner}")}", 202, new ByteArrayContent(file));
        return await EndAsync(client, (string)accepted["import_url"]!, state);
    }

    private static async Task<JsonNode> EndAsync(FastestClient client, string url, string state = "completed")
    {
        // The stream of its progress ends with the import.
        await client.Http.GetStringAsync($"{url}/events", TestContext.Current.CancellationToken);
        var import = await client.GetAsync(url);
        Assert.True(state == (string)import["state"]!, import.ToJsonString());
        return import;
    }

    private async Task<(IReadOnlyList<string> Snapshots, IReadOnlyList<string> Drift)> RowsAsync(string project)
    {
        await using var source = NpgsqlDataSource.Create((await world.DatabaseAsync()).ConnectionString);
        return (
            await ListAsync(source, """
                select s.summary || ' ' || w.name || ' ' || jsonb_array_length(s.parent_snapshot_ids) || ' parents' from fastest.snapshots s
                join fastest.workspaces w on w.id = s.workspace_id join fastest.projects p on p.id = s.project_id where p.name = $1 order by s.created_at, s.id
                """, project),
            await ListAsync(source, """
                select s.summary || ': ' || d.source_only || ' ' || d.workspace_only || ' ' || d.both_same || ' ' || d.both_different from fastest.drift_reports d
                join fastest.workspaces w on w.id = d.workspace_id join fastest.projects p on p.id = w.project_id
                join fastest.snapshots s on s.id = case when d.source_workspace_id = d.workspace_id then d.source_snapshot_id else d.workspace_snapshot_id end
                where p.name = $1 order by d.reported_at, d.id
                """, project));
    }

    private static async Task<IReadOnlyList<string>> ListAsync(NpgsqlDataSource source, string sql, string project)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.AddWithValue(project);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return rows;
    }
}
