using System.Net;
using System.Text.Json.Nodes;
using EventSourced.EndToEnd.Cli;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>The Atlas over HTTP: from a pushed tree to its index, searches and diagrams.</summary>
public sealed class AtlasRouteTests(FastestWorld world)
{
    private const string Readme = "# Garden\nWater the tomatoes in the evening.", Gate = "func openGate() { latch.lift() }", Pump = "func startPump() { valve.turn() }";

    [Fact]
    public async Task A_tree_is_indexed_searched_and_drawn()
    {
        using var ann = await world.UserAsync("atlas");
        var (project, workspace) = await ProjectAsync(ann);
        await PushAsync(ann, project, workspace, ("README.md", Readme), ("src/gate.go", Gate), ("src/water/pump.go", Pump), (".env", "SECRET=1"), ("logo.png", "png"));

        var counts = await IndexAsync(ann, project);
        Assert.Equal(
            (true, 9, 7, 0, 3, 3, 3, 0), ((bool)counts["changed"]!, (int)counts["concepts"]!, (int)counts["edges"]!, (int)counts["decision_links"]!, (int)counts["chunks"]!, (int)counts["embeddings"]!,
                (int)counts["files_read"]!, (int)counts["files_unchanged"]!));
        Assert.Equal("""{"binary":1,"ignored_path":1}""", counts["files_skipped"]!.ToJsonString());

        var atlas = await ann.GetAsync($"/v1/projects/{project}/atlas");
        Assert.Equal((string?)counts["snapshot_id"], (string?)atlas["snapshot_id"]);
        Assert.Equal(["system:root", "system:src"], Ids(atlas["concepts"]!["system"]!));
        Assert.Equal(["code:README.md", "code:logo.png", "code:src/gate.go", "code:src/water/pump.go"], Ids(atlas["concepts"]!["code"]!).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["module:root code:README.md", "module:root code:logo.png", "module:src code:src/gate.go", "module:src/water code:src/water/pump.go", "system:root module:root", "system:src module:src", "system:src module:src/water"],
            atlas["edges"]!.AsArray().Select(e => $"{e!["from_concept_id"]} {e["to_concept_id"]}").Order(StringComparer.Ordinal));
        Assert.Empty(atlas["decision_links"]!.AsArray());

        // The word is in the content alone.
        var found = await SearchAsync(ann, project, new { query = "lift the latch" });
        Assert.True((bool)found["indexed"]!);
        Assert.Equal(("code:src/gate.go", "code", "gate.go"), ((string)found["results"]![0]!["id"]!, (string)found["results"]![0]!["layer"]!, (string)found["results"]![0]!["name"]!));
        Assert.Single((await SearchAsync(ann, project, new { query = "func", limit = 1 }))["results"]!.AsArray());

        var drawn = (await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/atlas/diagrams", 201, new { concept_id = "module:src/water" }))["diagram"]!;
        Assert.Equal(("Diagram for src/water", "component"), ((string)drawn["data"]!["title"]!, (string)drawn["type"]!));
        Assert.Equal(["module:src/water", "system:src", "code:src/water/pump.go"], Ids(drawn["data"]!["nodes"]!));
        await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/atlas/diagrams", 201);
        Assert.Equal(["Project diagram", "Diagram for src/water"], (await ann.GetAsync($"/v1/projects/{project}/atlas/diagrams"))["diagrams"]!.AsArray().Select(d => (string?)d!["data"]!["title"]));
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{project}/atlas/diagrams", HttpStatusCode.NotFound, "NOT_FOUND", new { concept_id = "code:nowhere" });
    }

    [Fact]
    public async Task An_index_of_a_changed_tree_reads_what_is_new_and_removes_what_is_gone()
    {
        using var ann = await world.UserAsync("atlas2");
        var (project, workspace) = await ProjectAsync(ann);
        await PushAsync(ann, project, workspace, ("README.md", Readme), ("src/gate.go", Gate), ("src/water/pump.go", Pump));
        await IndexAsync(ann, project);
        var before = await RowsAsync(project);
        var again = await IndexAsync(ann, project);
        Assert.Equal((false, 0, 3), ((bool)again["changed"]!, (int)again["files_read"]!, (int)again["files_unchanged"]!));
        Assert.Equal(before, await RowsAsync(project));

        await PushAsync(ann, project, workspace, ("README.md", Readme), ("src/gate.go", Gate + " // oiled hinge"));
        var counts = await IndexAsync(ann, project);
        Assert.Equal((true, 1, 1, 2), ((bool)counts["changed"]!, (int)counts["files_read"]!, (int)counts["files_unchanged"]!, (int)counts["chunks"]!));
        Assert.Equal(("6 concepts", "4 edges", "2 chunks", "2 embeddings"), await RowsAsync(project));
        Assert.Equal("code:src/gate.go", (string?)(await SearchAsync(ann, project, new { query = "hinge" }))["results"]![0]!["id"]);
        Assert.DoesNotContain("pump", (await ann.GetAsync($"/v1/projects/{project}/atlas")).ToJsonString(), StringComparison.Ordinal);

        await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/atlas/diagrams", 201);
        await ann.SendAsync(HttpMethod.Delete, $"/api/fastest/projects/{project}", 200, headers: ("Prefer", "wait=60"));
        await EsProgram.UntilAsync(async () => await RowsAsync(project) == ("0 concepts", "0 edges", "0 chunks", "0 embeddings") && await CountAsync("atlas_diagrams", project) == 0, "the rows are removed");
    }

    [Fact]
    public async Task Before_an_index_concepts_are_found_by_their_words()
    {
        using var ann = await world.UserAsync("atlas3");
        var (project, workspace) = await ProjectAsync(ann);
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{project}/atlas/index", HttpStatusCode.BadRequest, "NO_SNAPSHOT");
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{project}/atlas/search", HttpStatusCode.BadRequest, "NO_SNAPSHOT", new { query = "gate" });
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{project}/atlas/diagrams", HttpStatusCode.BadRequest, "INVALID_OPERATION");
        await PushAsync(ann, project, workspace, ("src/gate.go", Gate), ("src/pump.go", Pump));
        var found = await SearchAsync(ann, project, new { query = "gate" });
        Assert.False((bool)found["indexed"]!);
        Assert.Equal([("code:src/gate.go", 1)], found["results"]!.AsArray().Select(r => ((string)r!["id"]!, (int)r["score"]!)));
        Assert.Empty((await ann.GetAsync($"/v1/projects/{project}/atlas"))["concepts"]!["code"]!.AsArray());
        foreach (var body in (object[])[new { }, new { query = " " }, new { query = "x", limit = 0 }, new { query = "x", limit = 21 }])
            await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{project}/atlas/search", HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", body);
        foreach (var files in (int[])[19, 1_001])
            await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{project}/atlas/index", HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", new { max_files = files });
    }

    [Fact]
    public async Task A_tree_without_contents_is_indexed_by_its_paths_and_the_answer_says_so()
    {
        using var ann = await world.UserAsync("atlas4");
        var (project, workspace) = await ProjectAsync(ann);
        await ann.PushAsync(project, workspace, await ann.PutManifestAsync(("src/gate.go", "never uploaded"), ("src/pump.go", "neither")));
        var counts = await IndexAsync(ann, project);
        Assert.Equal((4, 0, """{"not_stored":2}"""), ((int)counts["concepts"]!, (int)counts["chunks"]!, counts["files_skipped"]!.ToJsonString()));
        Assert.Equal("code:src/gate.go", (string?)(await SearchAsync(ann, project, new { query = "gate" }))["results"]![0]!["id"]);
    }

    [Fact]
    public async Task A_model_that_fails_is_named_and_nothing_is_indexed()
    {
        using var ann = await world.UserAsync("atlas5");
        var (project, workspace) = await ProjectAsync(ann);
        await PushAsync(ann, project, workspace, ("a.md", Readme));
        await IndexAsync(ann, project);
        await PushAsync(ann, project, workspace, ("a.md", FragileEmbedder.Trigger));
        Assert.Contains("did not respond", await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{project}/atlas/index", HttpStatusCode.BadGateway, "MODEL_UNAVAILABLE"), StringComparison.Ordinal);
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{project}/atlas/search", HttpStatusCode.BadGateway, "MODEL_UNAVAILABLE", new { query = FragileEmbedder.Trigger });
        Assert.Equal("code:a.md", (string?)(await SearchAsync(ann, project, new { query = "tomatoes" }))["results"]![0]!["id"]);
    }

    private static async Task<(string Project, string Workspace)> ProjectAsync(FastestClient user)
    {
        var project = await user.CreateProjectAsync();
        return (project, await user.CreateWorkspaceAsync(project, "main"));
    }

    private static async Task PushAsync(FastestClient user, string project, string workspace, params (string Path, string Content)[] files)
    {
        foreach (var (_, content) in files)
            await user.Http.PutAsync($"/v1/blobs/upload/{FastestClient.HashOf(content)}", new StringContent(content));
        await user.PushAsync(project, workspace, await user.PutManifestAsync(files));
    }

    private static Task<JsonNode> IndexAsync(FastestClient user, string project) => user.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/atlas/index", 200);

    private static Task<JsonNode> SearchAsync(FastestClient user, string project, object body) => user.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/atlas/search", 200, body);

    private static IEnumerable<string> Ids(JsonNode items) => items.AsArray().Select(i => (string)i!["id"]!);

    private async Task<(string, string, string, string)> RowsAsync(string project) => (
        $"{await CountAsync("atlas_concepts", project)} concepts", $"{await CountAsync("atlas_edges", project)} edges", $"{await CountAsync("atlas_chunks", project)} chunks",
        $"{await CountAsync("atlas_embeddings", project)} embeddings");

    private async Task<long> CountAsync(string table, string project)
    {
        await using var count = (await world.DatabaseAsync()).DataSource.CreateCommand($"select count(*) from fastest.{table} where project_id = '{project}'");
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
