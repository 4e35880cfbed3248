using System.Net;
using System.Text.Json.Nodes;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>Deployments, their settings and their resources over HTTP.</summary>
public sealed class DeploymentRouteTests(FastestWorld world)
{
    private const string Token = "a-token-of-a-provider-0123456789";

    [Fact]
    public async Task Without_a_provider_a_deployment_fails_and_says_so()
    {
        using var ann = await world.UserAsync("deployer");
        var (project, workspace, snapshot) = await ProjectAsync(ann, ("index.html", "<p>"));
        var started = (await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/deploy", 201))["deployment"]!;
        Assert.Equal((snapshot, workspace, project, "manual"), ((string)started["snapshot_id"]!, (string)started["workspace_id"]!, (string)started["project_id"]!, (string)started["trigger"]!));
        var failed = await EndAsync(ann, workspace, (string)started["id"]!);
        Assert.Equal("failed", (string?)failed["status"]);
        Assert.Contains("You have no token of cloudflare", (string?)failed["error"], StringComparison.Ordinal);
        Assert.NotNull(failed["completed_at"]);
        Assert.Null(failed["url"]);

        await ann.SendAsync(HttpMethod.Put, "/v1/infrastructure/credentials/railway", 200, new { api_token = Token });
        var second = await EndAsync(ann, workspace, await DeployAsync(ann, workspace));
        Assert.Contains("No provider is configured: this installation cannot provision or deploy at railway", (string?)second["error"], StringComparison.Ordinal);

        // Newest first; a failed deployment is not finished in another way.
        var listed = (await ann.GetAsync($"/v1/workspaces/{workspace}/deployments?limit=1"))["deployments"]!.AsArray();
        Assert.Equal((string?)second["id"], (string?)Assert.Single(listed)!["id"]);
        Assert.Equal(2, (await ann.GetAsync($"/v1/projects/{project}/deployments"))["deployments"]!.AsArray().Count);
        await ann.RefusedAsync(HttpMethod.Get, $"/v1/workspaces/{workspace}/deployments?limit=101", HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR");
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/deployments/{second["id"]}/status", HttpStatusCode.Conflict, "CONFLICT", new { status = "success", url = "https://garden.example" });
    }

    [Fact]
    public async Task A_workspace_without_a_snapshot_is_not_deployed()
    {
        using var ann = await world.UserAsync("nosnapshot");
        var project = await ann.CreateProjectAsync();
        var workspace = await ann.CreateWorkspaceAsync(project, "main");
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/deploy", HttpStatusCode.BadRequest, "NO_SNAPSHOT");
        await ann.RefusedAsync(HttpMethod.Get, $"/v1/projects/{project}/detect", HttpStatusCode.BadRequest, "NO_SNAPSHOT");
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{project}/deploy", HttpStatusCode.BadRequest, "NO_MAIN_WORKSPACE");
        await ann.SendAsync(HttpMethod.Put, $"/v1/projects/{project}/main-workspace", 200, new { workspace_id = workspace });
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{project}/deploy", HttpStatusCode.BadRequest, "NO_SNAPSHOT");
        Assert.Empty((await ann.GetAsync($"/v1/workspaces/{workspace}/deployments"))["deployments"]!.AsArray());
    }

    [Fact]
    public async Task A_deployment_that_runs_ends_once_by_a_status()
    {
        using var ann = await world.UserAsync("callback");
        var (project, workspace, _) = await ProjectAsync(ann, ("worker.js", "x"));
        await ann.SendAsync(HttpMethod.Put, "/v1/infrastructure/credentials/cloudflare", 200, new { api_token = Token, metadata = new { account_id = "a1" } });
        await ann.SendAsync(HttpMethod.Put, $"/v1/workspaces/{workspace}/deployment-settings", 200, new { build_command = "later" });
        var id = await DeployAsync(ann, workspace);
        var status = $"/v1/deployments/{id}/status";
        // The provider got the decrypted token, and says later how it ends.
        await Cli.EsProgram.UntilAsync(() => RecordedProvider.Orders.ContainsKey(Guid.Parse(id)), "the provider is called");
        Assert.Equal((Token, """{"account_id":"a1"}"""), (RecordedProvider.Orders[Guid.Parse(id)].Account.Token, RecordedProvider.Orders[Guid.Parse(id)].Account.Metadata));
        Assert.Equal("deploying", (string?)(await FindAsync(ann, workspace, id))["status"]);
        foreach (var body in (object[])[new { status = "success" }, new { status = "deploying" }, new { status = "failed" }, new { }, new { status = "success", url = "garden" }])
            await ann.RefusedAsync(HttpMethod.Post, status, HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", body);
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/deployments/{Guid.NewGuid()}/status", HttpStatusCode.NotFound, "NOT_FOUND", new { status = "failed", error = "x" });
        var ended = (await ann.SendAsync(HttpMethod.Post, status, 200, new { status = "success", url = "https://garden.example" }))["deployment"]!;
        Assert.Equal(("success", "https://garden.example"), ((string)ended["status"]!, (string)ended["url"]!));
        Assert.NotNull(ended["completed_at"]);
        await ann.SendAsync(HttpMethod.Post, status, 200, new { status = "success", url = "https://garden.example" });
        await ann.RefusedAsync(HttpMethod.Post, status, HttpStatusCode.Conflict, "CONFLICT", new { status = "failed", error = "Late" });
        Assert.Equal("success", (string?)(await FindAsync(ann, workspace, id))["status"]);

        // The page of the project says when it was last deployed, and what was pushed since.
        var insights = (await ann.GetAsync($"/v1/projects/{project}"))["snapshot_insights"]!;
        Assert.Equal(((string)ended["started_at"]!, 0), ((string)insights["last_deploy_at"]!, (int)insights["snapshots_since_deploy"]!));
        Assert.Null(insights["last_merge_at"]);
        Assert.Null(insights["snapshots_since_merge"]);
        await ann.PushAsync(project, workspace, await ann.PutManifestAsync(("worker.js", "y")));
        Assert.Equal(1, (int)(await ann.GetAsync($"/v1/projects/{project}"))["snapshot_insights"]!["snapshots_since_deploy"]!);
    }

    [Fact]
    public async Task Settings_are_written_as_a_whole()
    {
        using var ann = await world.UserAsync("settings");
        var (_, workspace, _) = await ProjectAsync(ann, ("a.txt", "x"));
        var path = $"/v1/workspaces/{workspace}/deployment-settings";
        Assert.Null((await ann.GetAsync(path))["settings"]);
        var first = (await ann.SendAsync(HttpMethod.Put, path, 200, new { auto_deploy = true, runtime_override = "node", build_command = "make", start_command = "run" }))["settings"]!;
        Assert.Equal((true, "node", "make", "run"), ((bool)first["auto_deploy"]!, (string)first["runtime_override"]!, (string)first["build_command"]!, (string)first["start_command"]!));
        await ann.SendAsync(HttpMethod.Put, path, 200, new { start_command = "go" });
        var second = (await ann.GetAsync(path))["settings"]!;
        Assert.Equal((false, "go", (string)first["created_at"]!), ((bool)second["auto_deploy"]!, (string)second["start_command"]!, (string)second["created_at"]!));
        Assert.Null(second["build_command"]);
        await ann.RefusedAsync(HttpMethod.Put, path, HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", new { build_command = new string('x', 5_000) });
    }

    [Fact]
    public async Task A_project_is_detected_provisioned_and_deployed()
    {
        using var ann = await world.UserAsync("provision");
        var (project, workspace, snapshot) = await ProjectAsync(ann,
            ("package.json", """{"dependencies":{"hono":"4"}}"""), ("wrangler.toml", "[[d1_databases]]\n[[kv_namespaces]]\n"), ("src/index.ts", "x"));
        await ann.SendAsync(HttpMethod.Put, "/v1/infrastructure/credentials/cloudflare", 200, new { api_token = Token });
        var detected = await ann.GetAsync($"/v1/projects/{project}/detect");
        Assert.Equal(snapshot, (string?)detected["snapshot_id"]);
        Assert.Equal(("node", 0.7, true, "cloudflare"), ((string)detected["detection"]!["runtime"]!, (double)detected["detection"]!["confidence"]!, (bool)detected["detection"]!["is_edge"]!, (string)detected["detection"]!["provider"]!));
        Assert.Equal(["hono"], detected["detection"]!["frameworks"]!.AsArray().Select(f => (string?)f));
        Assert.Equal(["d1", "kv"], detected["detection"]!["resources"]!.AsArray().Select(r => (string?)r!["name"]));

        var id = (string)(await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/deploy", 201))["deployment"]!["id"]!;
        await Cli.EsProgram.UntilAsync(async () => (string?)(await ResourceAsync(ann, project, "d1"))["status"] == "ready", "the database is ready");
        Assert.Equal("provisioning", (string?)(await ResourceAsync(ann, project, "kv"))["status"]);
        Assert.Equal("deploying", (string?)(await FindAsync(ann, workspace, id))["status"]);
        // A second one would wait for the same store.
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{project}/deploy", HttpStatusCode.Conflict, "CONFLICT");

        var store = $"/v1/projects/{project}/resources/{(await ResourceAsync(ann, project, "kv"))["id"]}";
        await ann.RefusedAsync(HttpMethod.Post, $"{store}/status", HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", new { status = "deleted" });
        await ann.SendAsync(HttpMethod.Post, $"{store}/status", 200, new { status = "ready", provider_resource_id = "kv-1", connection_info = new { password = "store-password" } });
        await ann.SendAsync(HttpMethod.Post, $"{store}/status", 200, new { status = "ready", provider_resource_id = "kv-1", connection_info = new { password = "store-password" } });
        await ann.RefusedAsync(HttpMethod.Post, $"{store}/status", HttpStatusCode.Conflict, "CONFLICT", new { status = "error", error = "No room" });
        var ended = await EndAsync(ann, workspace, id);
        Assert.Equal(("success", $"https://{id}.example"), ((string)ended["status"]!, (string)ended["url"]!));

        // Nothing is missing any more, so the next deployment requests nothing.
        await EndAsync(ann, workspace, (string)(await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/deploy", 201))["deployment"]!["id"]!);
        var resources = (await ann.GetAsync($"/v1/projects/{project}/resources"))["resources"]!.AsArray();
        Assert.Equal(2, resources.Count);
        Assert.All(resources, r => Assert.True((bool)r!["has_connection"]!));
        foreach (var secret in (string[])["password", "enc:v1"]) Assert.DoesNotContain(secret, resources.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(0L, await ScalarAsync("select count(*) from log.mt_events where data::text like '%store-password%' or data::text like '%connection-password%'"));
        Assert.Equal(2L, await ScalarAsync($"select count(*) from fastest.infrastructure_resources where project_id = '{project}' and connection_info like 'enc:v1:%'"));

        // Its row is kept.
        await ann.SendAsync(HttpMethod.Delete, store, 200);
        await ann.SendAsync(HttpMethod.Delete, store, 200);
        Assert.Equal("deleted", (string?)(await ResourceAsync(ann, project, "kv"))["status"]);
        await ann.RefusedAsync(HttpMethod.Delete, $"/v1/projects/{project}/resources/{Guid.NewGuid()}", HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task A_resource_that_cannot_be_provisioned_ends_the_deployment_and_so_does_its_deletion()
    {
        using var ann = await world.UserAsync("noroom");
        var (project, workspace, _) = await ProjectAsync(ann, ("wrangler.json", """{"r2_buckets":[]}"""));
        await ann.SendAsync(HttpMethod.Put, "/v1/infrastructure/credentials/cloudflare", 200, new { api_token = Token });
        var failed = await EndAsync(ann, workspace, (string)(await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/deploy", 201))["deployment"]!["id"]!);
        Assert.Equal("The resource r2 could not be provisioned: No room for buckets", (string?)failed["error"]);
        var bucket = await ResourceAsync(ann, project, "r2");
        Assert.Equal(("error", "No room for buckets"), ((string)bucket["status"]!, (string)bucket["error"]!));

        await ann.PutBlobAsync("[[kv_namespaces]]");
        await ann.PushAsync(project, workspace, await ann.PutManifestAsync(("wrangler.toml", "[[kv_namespaces]]")));
        var waiting = (string)(await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/deploy", 201))["deployment"]!["id"]!;
        await ann.SendAsync(HttpMethod.Delete, $"/v1/projects/{project}/resources/{(await ResourceAsync(ann, project, "kv"))["id"]}", 200);
        Assert.Contains("The resource kv was deleted", (string?)(await EndAsync(ann, workspace, waiting))["error"], StringComparison.Ordinal);

        await ann.SendAsync(HttpMethod.Put, $"/v1/workspaces/{workspace}/deployment-settings", 200, new { build_command = "break" });
        Assert.Equal("The build broke", (string?)(await EndAsync(ann, workspace, await DeployAsync(ann, workspace)))["error"]);
    }

    [Fact]
    public async Task A_deleted_workspace_leaves_its_deployments_and_a_deleted_project_nothing()
    {
        using var ann = await world.UserAsync("cascades");
        using var admin = await world.AdminAsync();
        var (project, workspace, snapshot) = await ProjectAsync(ann, ("requirements.txt", "psycopg2"));
        await ann.SendAsync(HttpMethod.Put, $"/v1/workspaces/{workspace}/deployment-settings", 200, new { auto_deploy = true });
        var id = (string)(await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/deploy", 201))["deployment"]!["id"]!;
        await EndAsync(ann, workspace, id);
        Assert.Equal("error", (string?)(await ResourceAsync(ann, project, "postgres"))["status"]);
        foreach (var (path, body) in Imports(project, workspace)) await admin.SendAsync(HttpMethod.Post, path, 200, body, ("Prefer", "wait=60"));
        await Cli.EsProgram.UntilAsync(async () => (await RowsAsync(project, workspace)).All(n => n == 1), "all rows are there");

        await ann.SendAsync(HttpMethod.Delete, $"/api/fastest/workspaces/{workspace}", 200, headers: ("Prefer", "wait=60"));
        await Cli.EsProgram.UntilAsync(async () => (await RowsAsync(project, workspace)).SequenceEqual((long[])[1L, 1L, 0L, 0L, 0L]), "the rows of the workspace are removed");
        await Cli.EsProgram.UntilAsync(async () => Equals(1L, await ScalarAsync($"select count(*) from fastest.deployments where id = '{id}' and workspace_id is null and snapshot_id = '{snapshot}'")), "the workspace is unset");
        Assert.Null(Assert.Single((await ann.GetAsync($"/v1/projects/{project}/deployments"))["deployments"]!.AsArray())!["workspace_id"]);

        await ann.SendAsync(HttpMethod.Delete, $"/api/fastest/projects/{project}", 200, headers: ("Prefer", "wait=60"));
        await Cli.EsProgram.UntilAsync(async () => (await RowsAsync(project, workspace)).All(n => n == 0), "the rows of the project are removed");
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/deployments/{id}/status", HttpStatusCode.NotFound, "NOT_FOUND", new { status = "failed", error = "x" });
    }

    [Fact]
    public async Task Rows_of_a_former_installation_are_imported_once_and_by_an_admin()
    {
        using var ann = await world.UserAsync("legacy");
        using var admin = await world.AdminAsync();
        var (project, workspace, _) = await ProjectAsync(ann, ("a.txt", "x"));
        foreach (var (path, body) in Imports(project, workspace))
        {
            await ann.SendAsync(HttpMethod.Post, path, 403, body, ("Prefer", "wait=60"));
            await admin.SendAsync(HttpMethod.Post, path, 200, body, ("Prefer", "wait=60"));
            await admin.SendAsync(HttpMethod.Post, path, 200, body, ("Prefer", "wait=60"));
            var other = JsonNode.Parse(body.ToJsonString())!.AsObject();
            other["status"] = "other";
            await admin.SendAsync(HttpMethod.Post, path, 409, other, ("Prefer", "wait=60"));
            other["project_id"] = Guid.NewGuid().ToString();
            other[path.EndsWith("jobs", StringComparison.Ordinal) ? "job_id" : "suggestion_id"] = "another";
            await admin.SendAsync(HttpMethod.Post, path, 404, other, ("Prefer", "wait=60"));
        }
        await Cli.EsProgram.UntilAsync(async () => (await RowsAsync(project, workspace)).Skip(3).SequenceEqual((long[])[1L, 1L]), "the rows are there");
        Assert.Equal("2025-03-01T10:00:00.000Z|null|completed", await ScalarAsync($"select concat_ws('|', created_at, coalesce(started_at, 'null'), status) from fastest.jobs where project_id = '{project}'"));
        Assert.Equal("""["src/a.ts"]|info|pending""", await ScalarAsync($"select concat_ws('|', affected_files::text, severity, status) from fastest.refactoring_suggestions where workspace_id = '{workspace}'"));
    }

    private static (string Path, JsonObject Body)[] Imports(string project, string workspace) =>
    [
        ("/api/fastest/jobs", new JsonObject { ["project_id"] = project, ["workspace_id"] = workspace, ["job_id"] = $"job {project}", ["prompt"] = "Write tests", ["created_at"] = "2025-03-01T10:00:00Z", ["status"] = "completed" }),
        ("/api/fastest/refactoring_suggestions", new JsonObject
        {
            ["project_id"] = project, ["workspace_id"] = workspace, ["suggestion_id"] = $"s {project}", ["type"] = "duplication", ["title"] = "Two parsers", ["created_at"] = "2025-03-01T10:00:00Z",
            ["affected_files"] = new JsonArray("src/a.ts"),
        }),
    ];

    /// <summary>A project with a main workspace and a snapshot of files whose contents are stored.</summary>
    private static async Task<(string Project, string Workspace, string Snapshot)> ProjectAsync(FastestClient user, params (string Path, string Content)[] files)
    {
        var project = await user.CreateProjectAsync();
        var workspace = await user.CreateWorkspaceAsync(project, "main");
        await user.SendAsync(HttpMethod.Put, $"/v1/projects/{project}/main-workspace", 200, new { workspace_id = workspace });
        foreach (var content in files.Select(f => f.Content).Distinct()) await user.PutBlobAsync(content);
        return (project, workspace, await user.PushAsync(project, workspace, await user.PutManifestAsync(files)));
    }

    private static async Task<string> DeployAsync(FastestClient user, string workspace) => (string)(await user.SendAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/deploy", 201))["deployment"]!["id"]!;

    private static async Task<JsonNode> FindAsync(FastestClient user, string workspace, string id) =>
        (await user.GetAsync($"/v1/workspaces/{workspace}/deployments"))["deployments"]!.AsArray().Single(d => (string?)d!["id"] == id)!;

    private static async Task<JsonNode> EndAsync(FastestClient user, string workspace, string id)
    {
        await Cli.EsProgram.UntilAsync(async () => (string?)(await FindAsync(user, workspace, id))["status"] != "deploying", "the deployment ends");
        return await FindAsync(user, workspace, id);
    }

    private static async Task<JsonNode> ResourceAsync(FastestClient user, string project, string name) =>
        (await user.GetAsync($"/v1/projects/{project}/resources"))["resources"]!.AsArray().Single(r => (string?)r!["name"] == name)!;

    private async Task<IReadOnlyList<long>> RowsAsync(string project, string workspace)
    {
        List<long> counts = [];
        foreach (var rows in (string[])[$"deployments where project_id = '{project}'", $"infrastructure_resources where project_id = '{project}'", $"deployment_settings where workspace_id = '{workspace}'",
            $"jobs where project_id = '{project}'", $"refactoring_suggestions where workspace_id = '{workspace}'"])
            counts.Add((long)(await ScalarAsync($"select count(*) from fastest.{rows}"))!);
        return counts;
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = (await world.DatabaseAsync()).DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
