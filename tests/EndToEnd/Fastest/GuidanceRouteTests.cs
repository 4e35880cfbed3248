using System.Net;
using System.Text.Json.Nodes;
using EventSourced.Contracts.Fastest;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>Conversations, next steps, decisions and action items over HTTP (specification, 2.6 to 2.9).</summary>
public sealed class GuidanceRouteTests(FastestWorld world)
{
    [Fact]
    public async Task A_conversation_has_a_title_messages_and_a_workspace_of_its_project()
    {
        using var ann = await world.UserAsync("talker");
        var project = await ann.CreateProjectAsync("Beds");
        var (main, side) = (await ann.CreateWorkspaceAsync(project, "main"), await ann.CreateWorkspaceAsync(project, "side"));
        var first = await StartAsync(ann, main);
        for (var n = 1; n <= 5; n++) await SayAsync(ann, first, $"Message {n}", n % 2 == 0 ? "assistant" : "user");
        var shown = (await ann.GetAsync($"/v1/conversations/{first}"))["conversation"]!;
        Assert.Equal(("Message 1", "main", "Beds"), ((string)shown["title"]!, (string)shown["workspace_name"]!, (string)shown["project_name"]!));

        var page = await ann.GetAsync($"/v1/conversations/{first}/messages?limit=2");
        Assert.Equal([(4, "assistant", "Message 4"), (5, "user", "Message 5")], page["messages"]!.AsArray().Select(Message));
        Assert.True((bool)page["has_more"]!);
        await ann.SendAsync(HttpMethod.Patch, $"/v1/conversations/{first}", 200, new { title = "Plans", workspace_id = side });
        page = await ann.GetAsync($"/v1/conversations/{first}/messages?limit=2&before=3");
        Assert.Equal([(1, "user", "Message 1"), (2, "assistant", "Message 2")], page["messages"]!.AsArray().Select(Message));
        Assert.False((bool)page["has_more"]!);

        var second = await StartAsync(ann, main, "Later");
        Assert.Equal([(second, "main"), (first, "side")], (await ann.GetAsync("/v1/conversations"))["conversations"]!.AsArray().Select(c => ((string)c!["id"]!, (string)c["workspace_name"]!)));
        await SayAsync(ann, first, "Again");
        Assert.Equal([second], (await ann.GetAsync("/v1/conversations?offset=1"))["conversations"]!.AsArray().Select(c => (string)c!["id"]!));
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/conversations/{first}/messages", (HttpStatusCode)422, "VALIDATION_ERROR", new { content = "  " });
        await ann.RefusedAsync(HttpMethod.Get, $"/v1/conversations/{first}/messages?before=0", (HttpStatusCode)422, "VALIDATION_ERROR");

        await ann.SendAsync(HttpMethod.Delete, $"/api/fastest/workspaces/{side}", 200, headers: ("Prefer", "wait=60"));
        await Cli.EsProgram.UntilAsync(async () => (await ann.GetAsync("/v1/conversations"))["conversations"]!.AsArray().Count == 1, "the conversation of the deleted workspace is removed");
    }

    [Fact]
    public async Task What_was_said_is_stored_encrypted_and_only_in_the_log()
    {
        using var ann = await world.UserAsync("secretive");
        var project = await ann.CreateProjectAsync();
        var talk = await StartAsync(ann, await ann.CreateWorkspaceAsync(project, "main"), "A title");
        await SayAsync(ann, talk, "Zwetschgendatschi");
        var database = await world.DatabaseAsync();
        await using var find = database.DataSource.CreateCommand($"select count(*) from log.mt_events where stream_id = 'fastest-conversation-{talk}' and data::text like '%Zwetschgendatschi%'");
        Assert.Equal(0L, await find.ExecuteScalarAsync());
        Assert.Equal("Zwetschgendatschi", (string?)(await ann.GetAsync($"/v1/conversations/{talk}/messages"))["messages"]![0]!["content"]);
    }

    [Fact]
    public async Task Next_steps_follow_from_the_brief_and_are_acted_on()
    {
        using var ann = await world.UserAsync("planner");
        var project = await ann.CreateProjectAsync();
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{project}/next-steps/generate", (HttpStatusCode)422, "VALIDATION_ERROR");
        var brief = new { intent = "personal_tool", problem = "p", must_have = new[] { "Plan beds" }, nice_to_have = new[] { "Weather" }, platforms = Array.Empty<string>(), polish_level = "hacky" };
        await ann.SendAsync(HttpMethod.Patch, $"/v1/projects/{project}/brief", 200, new { intent = "personal_tool", brief });
        var answer = await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/next-steps/generate", 200);
        Assert.Equal("built-in", (string?)answer["model"]);
        var steps = answer["next_steps"]!.AsArray();
        Assert.Equal(("Build: Plan beds", "feature", 1, "pending"), ((string)steps[0]!["title"]!, (string)steps[0]!["category"]!, (int)steps[0]!["priority"]!, (string)steps[0]!["status"]!));
        // All suggestions are known now.
        Assert.Empty((await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/next-steps/generate", 200))["next_steps"]!.AsArray());

        var id = (string)steps[0]!["id"]!;
        var changed = (await ann.SendAsync(HttpMethod.Patch, $"/v1/projects/{project}/next-steps/{id}", 200, new { status = "accepted" }))["next_step"]!;
        Assert.Equal("accepted", (string?)changed["status"]);
        Assert.NotNull(changed["acted_on_at"]);
        Assert.Null((await ann.SendAsync(HttpMethod.Patch, $"/v1/projects/{project}/next-steps/{id}", 200, new { status = "pending" }))["next_step"]!["acted_on_at"]);
        foreach (var helpful in (bool[])[true, true, false]) await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/next-steps/{id}/feedback", 200, new { helpful });
        var rated = (await ann.GetAsync($"/v1/projects/{project}/next-steps?status=pending"))["next_steps"]!.AsArray().Single(s => (string)s!["id"]! == id)!;
        Assert.Equal((2, 1), ((int)rated["helpful_count"]!, (int)rated["not_helpful_count"]!));
        await ann.RefusedAsync(HttpMethod.Patch, $"/v1/projects/{project}/next-steps/{id}", (HttpStatusCode)422, "VALIDATION_ERROR", new { status = "done" });
        await ann.RefusedAsync(HttpMethod.Patch, $"/v1/projects/{project}/next-steps/{Guid.NewGuid()}", HttpStatusCode.NotFound, "NOT_FOUND", new { status = "accepted" });
    }

    [Fact]
    public async Task Decisions_are_found_in_the_newest_conversations_once()
    {
        using var ann = await world.UserAsync("decider");
        var project = await ann.CreateProjectAsync();
        var workspace = await ann.CreateWorkspaceAsync(project, "main");
        var (old, recent) = (await StartAsync(ann, workspace), await StartAsync(ann, workspace));
        await SayAsync(ann, old, "We decided to number beds from 1.");
        await SayAsync(ann, recent, "Let's use SQLite because it needs no server. Should we use Vue?");
        var found = await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/decisions/extract", 200, new { max_conversations = 1 });
        var decision = Assert.Single(found["decisions"]!.AsArray())!;
        Assert.Equal(("Let's use SQLite", "it needs no server", recent), ((string)decision["decision"]!, (string)decision["rationale"]!, (string)decision["conversation_id"]!));
        Assert.Equal(1, (int)found["conversations"]!);
        Assert.Single((await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/decisions/extract", 200, new { conversation_id = old }))["decisions"]!.AsArray());
        Assert.Empty((await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/decisions/extract", 200, new { }))["decisions"]!.AsArray());
        Assert.Equal(2, (await ann.GetAsync($"/v1/projects/{project}/decisions"))["decisions"]!.AsArray().Count);
        await ann.SendAsync(HttpMethod.Delete, $"/api/fastest/conversations/{recent}", 200, headers: ("Prefer", "wait=60"));
        await Cli.EsProgram.UntilAsync(
            async () => (await ann.GetAsync($"/v1/projects/{project}/decisions"))["decisions"]!.AsArray().Count(d => d!["conversation_id"] is null) == 1, "the decision of the deleted conversation");
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{project}/decisions/extract", HttpStatusCode.NotFound, "NOT_FOUND", new { conversation_id = Guid.NewGuid() });
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{project}/decisions/extract", (HttpStatusCode)422, "VALIDATION_ERROR", new { max_conversations = 11 });
    }

    [Fact]
    public async Task Missing_tests_become_an_item_that_a_program_works_on()
    {
        using var ann = await world.UserAsync("worker");
        var project = await ann.CreateProjectAsync();
        var workspace = await ann.CreateWorkspaceAsync(project, "main");
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/analyse", HttpStatusCode.BadRequest, "NO_SNAPSHOT");
        await ann.PushAsync(project, workspace, await ann.PutManifestAsync([.. Enumerable.Range(0, 6).Select(i => ($"src/{i}.go", $"package p{i}"))]));
        var item = Assert.Single((await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/analyse", 200))["action_items"]!.AsArray())!;
        Assert.Equal(("test_coverage", "warning", "No tests detected", 5), ((string)item["type"]!, (string)item["severity"]!, (string)item["title"]!, item["affected_files"]!.AsArray().Count));
        Assert.Empty((await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/analyse", 200))["action_items"]!.AsArray());
        var id = (string)item["id"]!;
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/action-items/{id}/runs", HttpStatusCode.BadRequest, "INVALID_STATE");
        await StartAsync(ann, workspace);

        var run = (string)(await ann.SendAsync(HttpMethod.Post, $"/v1/action-items/{id}/runs", 201))["run"]!["id"]!;
        Assert.Equal("running", (string?)(await ann.SendAsync(HttpMethod.Post, $"/v1/action-items/runs/{run}/begin", 200))["run"]!["status"]);
        var attempt = new { checks = new[] { new { kind = "test", command = "go test", success = true, output = "ok" } }, report = "Tests were added.", patch = "+++" };
        var ready = (await ann.SendAsync(HttpMethod.Post, $"/v1/action-items/runs/{run}/attempts", 200, attempt))["run"]!;
        Assert.Equal(("ready", 1, "go test"), ((string)ready["status"]!, (int)ready["attempt_count"]!, (string)ready["checks"]![0]!["command"]!));
        Assert.Equal("applied", (string?)(await ann.SendAsync(HttpMethod.Post, $"/v1/action-items/runs/{run}/apply", 200))["run"]!["status"]);
        Assert.Equal(run, (string?)(await ann.GetAsync($"/v1/action-items/{id}/runs"))["runs"]![0]!["id"]);
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/action-items/{id}/dismiss", HttpStatusCode.BadRequest, "INVALID_STATE");
    }

    [Fact]
    public async Task The_feed_shows_drift_and_pending_items_by_severity()
    {
        using var ann = await world.UserAsync("reader");
        var project = await ann.CreateProjectAsync();
        var workspace = await ann.CreateWorkspaceAsync(project, "main");
        await ann.PushAsync(project, workspace, await ann.PutManifestAsync([.. Enumerable.Range(0, 6).Select(i => ($"src/{i}.py", $"{i}"))]));
        await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/drift", 201, new { files_added = 2, files_modified = 6 });
        await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/analyse", 200);
        var feed = (await ann.GetAsync("/v1/action-items"))["action_items"]!.AsArray();
        Assert.Equal([("drift", "critical", 8), ("test_coverage", "warning", 0)], feed.Select(e => ((string)e!["type"]!, (string)e["severity"]!, (int)e["drift_files"]!)));
        await ann.SendAsync(HttpMethod.Post, $"/v1/action-items/drift-{workspace}/dismiss", 200);
        await ann.SendAsync(HttpMethod.Post, $"/v1/action-items/{(string)feed[1]!["id"]!}/dismiss", 200);
        Assert.Single((await ann.GetAsync("/v1/action-items"))["action_items"]!.AsArray());
    }

    [Fact]
    public async Task A_large_change_of_a_conversation_becomes_a_snapshot()
    {
        using var ann = await world.UserAsync("capturer");
        var project = await ann.CreateProjectAsync();
        var workspace = await ann.CreateWorkspaceAsync(project, "main");
        var talk = await StartAsync(ann, workspace);
        var first = await ann.PutManifestAsync(("a.txt", "1"));
        var pushed = await ann.PushAsync(project, workspace, first);
        var second = await ann.PutManifestAsync([.. Enumerable.Range(0, 10).Select(i => ($"{i}.txt", $"{i}"))]);
        await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/current-manifest", 200, new { manifest_hash = second, previous_manifest_hash = first, conversation_id = talk });
        JsonNode? taken = null;
        await Cli.EsProgram.UntilAsync(async () => (taken = (await ann.GetAsync($"/v1/projects/{project}/snapshots"))["snapshots"]![0]!) is { } newest && (string)newest["id"]! != pushed, "the snapshot of the change");
        Assert.Equal(("system", second, pushed), ((string)taken!["source"]!, (string)taken["manifest_hash"]!, (string)taken["parent_snapshot_ids"]![0]!));
        await Cli.EsProgram.UntilAsync(async () => (string?)(await ann.GetAsync($"/v1/workspaces/{workspace}"))["workspace"]!["current_snapshot_id"] == (string)taken["id"]!, "the head");
        // It is no push: the project keeps its last snapshot.
        Assert.Equal(pushed, (string?)(await ann.GetAsync($"/v1/projects/{project}"))["project"]!["last_snapshot_id"]);

        await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/current-manifest", 409, new { manifest_hash = first, previous_manifest_hash = first, conversation_id = talk });
        Assert.Equal("workspace.out_of_date", (string?)(await ann.GetAsync($"/v1/projects/{project}/events"))["events"]![0]!["type"]);
    }

    [Fact]
    public async Task The_schedule_captures_compares_and_analyses_unsaved_trees_with_conversations()
    {
        using var ann = await world.UserAsync("scheduled");
        var project = await ann.CreateProjectAsync();
        var (main, side) = (await ann.CreateWorkspaceAsync(project, "main"), await ann.CreateWorkspaceAsync(project, "side"));
        await ann.SendAsync(HttpMethod.Put, $"/v1/projects/{project}/main-workspace", 200, new { workspace_id = main });
        var tree = await ann.PutManifestAsync(("a.go", "1"));
        await ann.PushAsync(project, main, tree);
        await ann.PushAsync(project, side, tree);
        var changed = await ann.PutManifestAsync([("a.go", "1"), .. Enumerable.Range(0, 6).Select(i => ($"{i}.go", $"{i}"))]);
        await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{side}/current-manifest", 200, new { manifest_hash = changed, previous_manifest_hash = tree });
        // Without a conversation nothing is captured.
        await world.RunAsync(new CaptureTrees(DateTimeOffset.UtcNow));
        Assert.Equal(2, (await ann.GetAsync($"/v1/projects/{project}/snapshots"))["snapshots"]!.AsArray().Count);
        await StartAsync(ann, side);
        await world.RunAsync(new CaptureTrees(DateTimeOffset.UtcNow));
        await Cli.EsProgram.UntilAsync(async () => (await ann.GetAsync("/v1/action-items"))["action_items"]!.AsArray().Any(e => (string)e!["type"]! == "test_coverage"), "the analysis");
        Assert.Equal(("system", changed), await NewestAsync());
        var report = (await ann.GetAsync($"/v1/workspaces/{side}/drift"))["reports"]![0]!;
        Assert.Equal((main, 6), ((string)report["source_workspace_id"]!, report["workspace_only"]!.AsArray().Count));

        async Task<(string, string)> NewestAsync() => (await ann.GetAsync($"/v1/projects/{project}/snapshots"))["snapshots"]![0]! is { } newest ? ((string)newest["source"]!, (string)newest["manifest_hash"]!) : default;
    }

    [Fact]
    public async Task A_failed_deployment_is_in_the_feed_and_a_run_makes_it_an_item()
    {
        using var ann = await world.UserAsync("failing-deployer");
        var project = await ann.CreateProjectAsync();
        var workspace = await ann.CreateWorkspaceAsync(project, "main");
        await ann.PushAsync(project, workspace, await ann.PutManifestAsync(("a.txt", "1")));
        // Without a token of a provider it fails.
        var deployment = (string)(await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/deploy", 201))["deployment"]!["id"]!;
        Assert.Equal(["Deployment"], (await ann.GetAsync("/v1/conversations"))["conversations"]!.AsArray().Select(c => (string)c!["title"]!));
        JsonNode? entry = null;
        await Cli.EsProgram.UntilAsync(async () => (entry = (await ann.GetAsync("/v1/action-items"))["action_items"]!.AsArray().SingleOrDefault()) is not null, "the failed deployment");
        Assert.Equal(($"deploy-{deployment}", "build_failure", "critical"), ((string)entry!["id"]!, (string)entry["type"]!, (string)entry["severity"]!));
        await ann.SendAsync(HttpMethod.Post, $"/v1/action-items/deploy-{deployment}/dismiss", 200);

        var run = (await ann.SendAsync(HttpMethod.Post, $"/v1/action-items/deploy-{deployment}/runs", 201))["run"]!;
        Assert.Equal(("queued", workspace), ((string)run["status"]!, (string)run["workspace_id"]!));
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/action-items/deploy-{deployment}/runs", HttpStatusCode.BadRequest, "INVALID_STATE");
        var database = await world.DatabaseAsync();
        await using var item = database.DataSource.CreateCommand($"select title || ', ' || source || ', ' || status from fastest.action_items where id = '{(string)run["action_item_id"]!}'");
        Assert.Equal("Analyze build failure, deployment, running", await item.ExecuteScalarAsync());
        // The second deployment finds the conversation of the first.
        await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/deploy", 201);
        Assert.Single((await ann.GetAsync("/v1/conversations"))["conversations"]!.AsArray());
        using var bob = await world.UserAsync("nosy");
        await bob.RefusedAsync(HttpMethod.Post, $"/v1/action-items/deploy-{deployment}/runs", HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task Decisions_name_the_concepts_of_the_atlas_that_they_concern()
    {
        using var ann = await world.UserAsync("linker");
        var project = await ann.CreateProjectAsync();
        var workspace = await ann.CreateWorkspaceAsync(project, "main");
        await ann.PutBlobAsync("package parser");
        await ann.PushAsync(project, workspace, await ann.PutManifestAsync(("parser/main.go", "package parser")));
        await SayAsync(ann, await StartAsync(ann, workspace), "We decided to rewrite the parser.");
        await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/decisions/extract", 200, new { });
        await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/atlas/index", 200, new { max_files = 20 });
        var decision = (await ann.GetAsync($"/v1/projects/{project}/decisions?include_links=true"))["decisions"]![0]!;
        Assert.Contains("system:parser", decision["links"]!.AsArray().Select(l => (string)l!["concept_id"]!));
        Assert.Contains($"narrative:decision:{(string)decision["id"]!}", decision["links"]!.AsArray().Select(l => (string)l!["concept_id"]!));
        Assert.Null((await ann.GetAsync($"/v1/projects/{project}/decisions"))["decisions"]![0]!["links"]);
    }

    private static (int, string, string) Message(JsonNode? message) => ((int)message!["number"]!, (string)message["role"]!, (string)message["content"]!);

    private static async Task<string> StartAsync(FastestClient user, string workspace, string? title = null) =>
        (string)(await user.SendAsync(HttpMethod.Post, "/v1/conversations", 201, new { workspace_id = workspace, title }))["conversation"]!["id"]!;

    private static Task<JsonNode> SayAsync(FastestClient user, string conversation, string content, string role = "user") =>
        user.SendAsync(HttpMethod.Post, $"/v1/conversations/{conversation}/messages", 201, new { content, role });
}
