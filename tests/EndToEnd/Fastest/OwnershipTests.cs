using System.Net;
using EventSourced.Contracts.Fastest;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>Others' objects are answered as if there were none: every route is walked.</summary>
public sealed class OwnershipTests(FastestWorld world)
{
    // Below these, the address names a kind of the caller's own objects.
    private static readonly string[] s_own = ["auth/", "infrastructure/credentials/"];

    [Fact]
    public async Task Others_objects_answer_404_on_every_route()
    {
        using var ann = await world.UserAsync("owner");
        using var bob = await world.UserAsync("stranger");
        var project = await ann.CreateProjectAsync();
        var workspace = await ann.CreateWorkspaceAsync(project, "main");
        var manifest = await ann.PutManifestAsync(("a.txt", "owned"));
        var snapshot = await ann.PushAsync(project, workspace, manifest);
        await ann.PutBlobAsync("owned");
        await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/env-vars", 200, new { key = "HOST", value = "x" });
        var conversation = (string)(await ann.SendAsync(HttpMethod.Post, "/v1/conversations", 201, new { workspace_id = workspace }))["conversation"]!["id"]!;
        await ann.SendAsync(HttpMethod.Patch, $"/v1/projects/{project}/brief", 200, new { intent = "game", brief = new { intent = "game" } });
        var step = (string)(await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/next-steps/generate", 200))["next_steps"]![0]!["id"]!;
        var (item, run) = await ItemAsync(project, workspace);
        await ann.SendAsync(HttpMethod.Put, $"/v1/projects/{project}/main-workspace", 200, new { workspace_id = workspace });
        var deployment = (string)(await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/deploy", 201))["deployment"]!["id"]!;
        var bodies = new Dictionary<string, object?>
        {
            ["PUT projects/{id}/main-workspace"] = new { workspace_id = workspace },
            ["PATCH projects/{id}/brief"] = new { intent = "game", brief = new { intent = "game" } },
            ["POST projects/{id}/env-vars"] = new { key = "HOST", value = "y" },
            ["PUT projects/{id}/env-vars"] = new { variables = new[] { new { key = "HOST", value = "y" } } },
            ["POST projects/{id}/workspaces"] = new { name = "mine" },
            ["POST projects/{id}/snapshots"] = new { manifest_hash = manifest },
            ["POST projects/{id}/next-steps/generate"] = null,
            ["PATCH projects/{id}/next-steps/{step}"] = new { status = "accepted" },
            ["POST projects/{id}/next-steps/{step}/feedback"] = new { helpful = true },
            ["POST projects/{id}/decisions/extract"] = new { },
            ["PATCH conversations/{id}"] = new { title = "mine" },
            ["POST conversations/{id}/messages"] = new { content = "mine" },
            ["POST action-items/{id}/dismiss"] = null,
            ["POST action-items/{id}/runs"] = null,
            ["POST action-items/runs/{id}/begin"] = null,
            ["POST action-items/runs/{id}/attempts"] = new { patch = "mine" },
            ["POST action-items/runs/{id}/apply"] = null,
            ["POST workspaces/{id}/analyse"] = null,
            ["POST projects/{id}/atlas/index"] = new { max_files = 20 },
            ["POST projects/{id}/atlas/search"] = new { query = "garden" },
            ["POST projects/{id}/atlas/diagrams"] = null,
            ["POST workspaces/{id}/current-manifest"] = new { manifest_hash = manifest, previous_manifest_hash = manifest },
            ["POST workspaces/{id}/drift"] = new { files_added = 1 },
            ["POST workspaces/{id}/heartbeat"] = null,
            ["POST workspaces/{id}/deploy"] = null,
            ["PUT workspaces/{id}/deployment-settings"] = new { auto_deploy = true },
            ["POST projects/{id}/deploy"] = null,
            ["POST projects/{id}/resources/{resource}/status"] = new { status = "ready" },
            ["POST deployments/{id}/status"] = new { status = "success", url = "https://stolen.example" },
            ["POST workspaces/{id}/sync/prepare"] = null,
            ["POST workspaces/{id}/sync/execute"] = new { preview_id = "any" },
            ["POST workspaces/{id}/sync/undo"] = new { snapshot_id = snapshot },
        };
        var walked = 0;
        foreach (var (method, pattern) in await RoutesAsync())
        {
            if (!pattern.Contains('{') || s_own.Any(own => pattern.StartsWith(own, StringComparison.Ordinal)) || (method == HttpMethod.Put && pattern.StartsWith("blobs/", StringComparison.Ordinal))) continue;
            Assert.True(method == HttpMethod.Get || method == HttpMethod.Delete || bodies.ContainsKey($"{method} {pattern}"), $"Add a body of {method} {pattern} to this test.");
            var path = "/v1/" + pattern.Replace("{key}", "HOST").Replace("{hash}", pattern.Contains("manifests") ? manifest : FastestClient.HashOf("owned"))
                .Replace("{step}", step).Replace("{resource}", Guid.NewGuid().ToString())
                .Replace("{id}", pattern.Split('/') switch
                {
                    ["projects", ..] => project,
                    ["workspaces", ..] => workspace,
                    ["snapshots", ..] => snapshot,
                    ["deployments", ..] => deployment,
                    ["conversations", ..] => conversation,
                    ["action-items", "runs", ..] => run,
                    ["action-items", ..] => item,
                    ["blobs", ..] => "",
                    _ => throw new InvalidOperationException($"Say whose id {pattern} takes."),
                });
            var message = await bob.RefusedAsync(method, path, HttpStatusCode.NotFound, "NOT_FOUND", bodies.GetValueOrDefault($"{method} {pattern}"));
            Assert.DoesNotContain("Garden", message, StringComparison.Ordinal);
            walked++;
        }
        Assert.True(walked > 20, $"Only {walked} routes were walked.");
        foreach (var path in (string[])[$"/api/fastest/projects/{project}", $"/api/fastest/workspaces/{workspace}"])
            await bob.SendAsync(HttpMethod.Delete, path, 404, headers: ("Prefer", "wait=60"));

        // Nothing of the owner has changed.
        var page = await ann.GetAsync($"/v1/projects/{project}");
        Assert.Single(page["workspaces"]!.AsArray());
        Assert.Equal("pending", (string?)(await ann.GetAsync($"/v1/projects/{project}/next-steps"))["next_steps"]![0]!["status"]);
        Assert.Empty((await ann.GetAsync($"/v1/conversations/{conversation}/messages"))["messages"]!.AsArray());
        Assert.Equal("queued", (string?)(await ann.GetAsync($"/v1/action-items/runs/{run}"))["run"]!["status"]);
        Assert.Single((await ann.GetAsync($"/v1/projects/{project}/deployments"))["deployments"]!.AsArray(), d => (string?)d!["url"] is null);
        Assert.Null((await ann.GetAsync($"/v1/workspaces/{workspace}/deployment-settings"))["settings"]);
        Assert.Equal("x", (string?)(await ann.GetAsync($"/v1/projects/{project}/env-vars/values"))["values"]!["HOST"]);
        Assert.Empty((await bob.GetAsync("/v1/projects"))["projects"]!.AsArray());
    }

    [Fact]
    public async Task Without_a_session_every_route_answers_401_in_the_products_format()
    {
        using var anyone = await world.AnyoneAsync();
        foreach (var (method, pattern) in await RoutesAsync())
            await anyone.RefusedAsync(method, "/v1/" + pattern.Replace("{", "").Replace("}", ""), HttpStatusCode.Unauthorized, "UNAUTHORIZED");
        anyone.Http.DefaultRequestHeaders.Add("Authorization", "Bearer fst_guessed");
        Assert.Contains("unknown", await anyone.RefusedAsync(HttpMethod.Get, "/v1/auth/me", HttpStatusCode.Unauthorized, "UNAUTHORIZED"));
    }

    [Fact]
    public async Task A_token_in_the_query_is_no_credential()
    {
        using var ann = await world.UserAsync("query");
        var token = ann.Http.DefaultRequestHeaders.Authorization!.Parameter;
        using var anyone = await world.AnyoneAsync();
        foreach (var (method, pattern) in await RoutesAsync())
        {
            foreach (var name in (string[])["token", "access_token"])
                await anyone.RefusedAsync(method, $"/v1/{pattern.Replace("{", "").Replace("}", "")}?{name}={token}", HttpStatusCode.Unauthorized, "UNAUTHORIZED");
        }
    }

    [Fact]
    public async Task Deleting_a_project_removes_everything_in_it()
    {
        using var ann = await world.UserAsync("deleter");
        var project = await ann.CreateProjectAsync();
        var workspace = await ann.CreateWorkspaceAsync(project, "main");
        await ann.SendAsync(HttpMethod.Put, $"/v1/projects/{project}/main-workspace", 200, new { workspace_id = workspace });
        var snapshot = await ann.PushAsync(project, workspace, await ann.PutManifestAsync(("a.txt", "deleted")));
        await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/drift", 201, new { files_added = 1 });
        var second = await ann.CreateWorkspaceAsync(project, "second", snapshot);
        await ann.SendAsync(HttpMethod.Delete, $"/api/fastest/workspaces/{workspace}", 200, headers: ("Prefer", "wait=60"));
        await UntilAsync(async () => (await ann.GetAsync($"/v1/projects/{project}"))["project"]!["main_workspace_id"] is null, "the main workspace is unset");
        await ann.SendAsync(HttpMethod.Delete, $"/api/fastest/projects/{project}", 200, headers: ("Prefer", "wait=60"));
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{project}/workspaces", HttpStatusCode.NotFound, "NOT_FOUND", new { name = "late" });
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/workspaces/{second}/heartbeat", HttpStatusCode.NotFound, "NOT_FOUND");
        var database = await world.DatabaseAsync();
        await UntilAsync(async () =>
        {
            await using var count = database.DataSource.CreateCommand($"""
                select (select count(*) from fastest.projects where id = '{project}') + (select count(*) from fastest.workspaces where project_id = '{project}')
                     + (select count(*) from fastest.snapshots where project_id = '{project}') + (select count(*) from fastest.activity_events where project_id = '{project}')
                     + (select count(*) from fastest.drift_reports where workspace_id = '{workspace}')
                """);
            return await count.ExecuteScalarAsync() is 0L;
        }, "the rows are removed");
    }

    /// <summary>An action item with a queued run. The built-in analysis finds nothing in one small file, so it is recorded directly.</summary>
    private async Task<(string Item, string Run)> ItemAsync(string project, string workspace)
    {
        var (item, run) = (Guid.NewGuid(), Guid.NewGuid());
        await world.AppendAsync($"fastest-workspace-{workspace}",
            new ActionItemsFound(Guid.Parse(workspace), Guid.Parse(project), "analysis", [new(item, "security", "info", "Owned", null, [], null, null)]),
            new RunQueued(run, item, Guid.Parse(workspace), Guid.Parse(project), 3));
        return (item.ToString(), run.ToString());
    }

    private static Task UntilAsync(Func<Task<bool>> condition, string what) => Cli.EsProgram.UntilAsync(condition, what);

    private async Task<IReadOnlyList<(HttpMethod Method, string Pattern)>> RoutesAsync() =>
        [.. (await world.ServicesAsync()).GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("v1/", StringComparison.Ordinal) && e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(e => (new HttpMethod(e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0]), e.RoutePattern.RawText!.Trim('/')[3..]))];
}
