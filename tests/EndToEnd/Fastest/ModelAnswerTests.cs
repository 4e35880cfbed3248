using System.Text.Json.Nodes;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>Everything that a language model and an embedder answer is recorded once: later reads and rebuilds of the tables do not ask them again.</summary>
public sealed class ModelAnswerTests
{
    private const string Gate = "export function open() { latch.lift() }";
    private static readonly string[] s_tables = ["next_steps", "project_decisions", "action_items", "atlas_concepts", "atlas_chunks", "atlas_embeddings", "atlas_decision_links"];

    [Fact]
    public async Task Answers_of_models_are_in_the_tables_and_a_rebuild_does_not_ask_again()
    {
        await using var service = await ModelService.StartAsync(
            ("steps", """{"steps": [{"title": "Oil the hinge", "category": "improvement", "priority": 2, "effort": "small"}]}"""),
            ("decisions", """{"decisions": [{"decision": "The gate opens inwards", "rationale": "the path is narrow", "category": "design", "conversation": 1}]}"""),
            ("findings", """{"findings": [{"kind": "security", "severity": "critical", "title": "A latch without a lock", "file": "src/gate.js"}]}"""),
            ("capabilities", """{"capabilities": [{"name": "Opening gates", "description": "Lets people in"}]}"""));
        await using var world = new FastestWorld { Settings = [$"--Fastest:Models:BaseUrl={service.Url}"] };
        using var ann = await world.UserAsync("modelled");
        var project = await ann.CreateProjectAsync();
        var workspace = await ann.CreateWorkspaceAsync(project, "main");
        await ann.PutBlobAsync(Gate);
        await ann.PushAsync(project, workspace, await ann.PutManifestAsync(("src/gate.js", Gate)));

        await ann.SendAsync(HttpMethod.Patch, $"/v1/projects/{project}/brief", 200, new { intent = "other", brief = new { intent = "other" } });
        var suggested = await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/next-steps/generate", 200);
        Assert.Equal(("gpt-4o-mini", "Oil the hinge"), ((string)suggested["model"]!, (string)Assert.Single(suggested["next_steps"]!.AsArray())!["title"]!));

        var talk = (string)(await ann.SendAsync(HttpMethod.Post, "/v1/conversations", 201, new { workspace_id = workspace }))["conversation"]!["id"]!;
        await ann.SendAsync(HttpMethod.Post, $"/v1/conversations/{talk}/messages", 201, new { content = "Inwards, then." });
        var decision = Assert.Single((await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/decisions/extract", 200, new { }))["decisions"]!.AsArray())!;
        Assert.Equal(("The gate opens inwards", "the path is narrow", talk), ((string)decision["decision"]!, (string)decision["rationale"]!, (string)decision["conversation_id"]!));

        var item = Assert.Single((await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/analyse", 200))["action_items"]!.AsArray())!;
        Assert.Equal(("security", "critical", "A latch without a lock", "src/gate.js"), ((string)item["type"]!, (string)item["severity"]!, (string)item["title"]!, (string)item["affected_files"]![0]!));

        var counts = await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/atlas/index", 200, new { });
        Assert.Equal((2, 2), ((int)counts["chunks"]!, (int)counts["embeddings"]!));
        var atlas = await ann.GetAsync($"/v1/projects/{project}/atlas");
        Assert.Equal(("capability:opening-gates", "Lets people in"), ((string)atlas["concepts"]!["capability"]![0]!["id"]!, (string)atlas["concepts"]!["capability"]![0]!["description"]!));

        string[] asked = ["steps", "decisions", "findings", "capabilities", "embeddings"];
        Assert.Equal(asked, service.Asked);
        var rows = await RowsAsync(world);
        Assert.All(rows, table => Assert.NotEqual("[]", table));
        using var admin = await world.AdminAsync();
        await RebuildAsync(admin);
        Assert.Equal(rows, await RowsAsync(world));
        Assert.Equal(asked, service.Asked);
    }

    private static async Task RebuildAsync(FastestClient admin)
    {
        var rebuild = (string)(await admin.SendAsync(HttpMethod.Post, "/admin/rebuilds", 202, new { tables = s_tables.Select(t => $"fastest.{t}") }))["id"]!;
        JsonNode? ended = null;
        await Cli.EsProgram.UntilAsync(async () => (bool)(ended = await admin.GetAsync($"/admin/rebuilds/{rebuild}"))["is_final"]!, "the rebuild ends");
        Assert.Equal("completed", (string?)ended!["state"]);
    }

    private static async Task<IReadOnlyList<string>> RowsAsync(FastestWorld world)
    {
        List<string> rows = [];
        foreach (var table in s_tables)
        {
            await using var read = (await world.DatabaseAsync()).DataSource.CreateCommand($"select coalesce(jsonb_agg(to_jsonb(t) order by t.id), '[]')::text from fastest.{table} t");
            rows.Add((string)(await read.ExecuteScalarAsync())!);
        }
        return rows;
    }
}
