using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EventSourced.Contracts.Fastest;
using EventSourced.EventStore;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>Syncs with the main workspace over HTTP (specification, 2.4 and 7).</summary>
public sealed class SyncRouteTests(FastestWorld world)
{
    [Fact]
    public async Task The_worked_example_of_the_specification_and_its_undoing()
    {
        using var ann = await world.UserAsync("sync");
        var example = await ExampleAsync(ann);
        var preview = await PrepareAsync(ann, example.Workspace);
        Assert.Equal([("c.txt", "copy_from_main")], preview["auto_actions"]!.AsArray().Select(a => ((string)a!["path"]!, (string)a["action"]!)));
        Assert.Equal((1, 0, 2), ((int)preview["files_to_add"]!, (int)preview["files_to_update"]!, (int)preview["files_unchanged"]!));
        Assert.Equal((example.Root, example.WorkspaceHead, example.MainHead), ((string)preview["base_snapshot_id"]!, (string)preview["workspace_snapshot_id"]!, (string)preview["main_snapshot_id"]!));

        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var body = new { preview_id = (string)preview["preview_id"]! };
        var answer = await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{example.Workspace}/sync/execute", 200, body, key);
        Assert.Equal((string?)answer["snapshot_id"], (string?)(await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{example.Workspace}/sync/execute", 200, body, key))["snapshot_id"]);
        var manifest = JsonNode.Parse(await ann.Http.GetStringAsync($"/v1/blobs/manifests/{(string)answer["manifest_hash"]!}"))!["files"]!.AsArray();
        Assert.Equal([("a.txt", "h1"), ("b.txt", "h9"), ("c.txt", "h3"), ("d.txt", "h4")], manifest.Select(f => ((string)f!["path"]!, Content((string)f["hash"]!))));

        var shown = (await ann.GetAsync($"/v1/workspaces/{example.Workspace}"))["workspace"]!;
        Assert.Equal(((string)answer["snapshot_id"]!, (string)answer["manifest_hash"]!, 2), ((string)shown["current_snapshot_id"]!, (string)shown["current_manifest_hash"]!, (int)shown["version"]!));
        Assert.Equal(example.MainHead, (string?)shown["merge_history"]![example.Main]!["last_merged_snapshot"]);
        var snapshot = (await ann.GetAsync($"/v1/snapshots/{(string)answer["snapshot_id"]!}"))["snapshot"]!;
        Assert.Equal([example.WorkspaceHead, example.MainHead], snapshot["parent_snapshot_ids"]!.AsArray().Select(p => (string?)p));
        Assert.Equal("web", (string?)snapshot["source"]);
        var before = (await ann.GetAsync($"/v1/snapshots/{(string)answer["before_snapshot_id"]!}"))["snapshot"]!;
        Assert.Equal(("system", example.WorkspaceManifest), ((string)before["source"]!, (string)before["manifest_hash"]!));
        var merged = (await EventsAsync(ann, example.Project))[0];
        Assert.Equal(("merge.completed", "web", "Synced with main: +1 files, ~0 updated", example.Workspace), Activity(merged));
        var project = (await ann.GetAsync($"/v1/projects/{example.Project}"))["project"]!;
        Assert.Equal(((string)answer["snapshot_id"]!, (string)merged["created_at"]!), ((string)project["last_snapshot_id"]!, (string)project["updated_at"]!));

        var again = (await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{example.Workspace}/sync/prepare", 200))["preview"]!;
        Assert.Equal((null, "Your workspace is already in sync with main."), ((string?)again["preview_id"], (string)again["summary"]!));
        var undone = (await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{example.Workspace}/sync/undo", 200, new { snapshot_id = example.WorkspaceHead }))["workspace"]!;
        Assert.Equal((example.WorkspaceHead, example.WorkspaceManifest, 3), ((string)undone["current_snapshot_id"]!, (string)undone["current_manifest_hash"]!, (int)undone["version"]!));
        Assert.Equal(("snapshot.pulled", "web", "Reverted to previous snapshot (undo sync)", example.Workspace), Activity((await EventsAsync(ann, example.Project))[0]));

        static string Content(string hash) => ((string[])["h1", "h9", "h3", "h4"]).Single(c => FastestClient.HashOf(c) == hash);
    }

    [Fact]
    public async Task Lines_of_stored_texts_are_merged_and_conflicts_are_decided()
    {
        using var ann = await world.UserAsync("lines");
        var (project, main, workspace) = await WorkspacesAsync(ann);
        var root = await PushAsync(ann, project, main, [("lines", "1\n2\n3\n"), ("both", "1\n")]);
        await PushAsync(ann, project, workspace, [("lines", "1\n2\nthree\n"), ("both", "9\n")], root);
        await PushAsync(ann, project, main, [("lines", "one\n2\n3\n"), ("both", "7\n")], root);
        var preview = await PrepareAsync(ann, workspace);
        var action = Assert.Single(preview["auto_actions"]!.AsArray())!;
        Assert.Equal(("lines", "merged"), ((string)action["path"]!, (string)action["action"]!));
        Assert.Equal("one\n2\nthree\n", await ann.Http.GetStringAsync($"/v1/blobs/download/{(string)action["hash"]!}"));
        var route = $"/v1/workspaces/{workspace}/sync/execute";
        var id = (string)preview["preview_id"]!;
        await ann.RefusedAsync(HttpMethod.Post, route, HttpStatusCode.BadRequest, "MISSING_DECISIONS", new { preview_id = id });
        await ann.RefusedAsync(HttpMethod.Post, route, HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", new { preview_id = id, decisions = new Dictionary<string, string> { ["both"] = "mine" } });
        var answer = await ann.SendAsync(HttpMethod.Post, route, 200, new { preview_id = id, decisions = new Dictionary<string, string> { ["both"] = "use_main" } });
        Assert.Equal((0, 2), ((int)answer["files_added"]!, (int)answer["files_updated"]!));
    }

    [Fact]
    public async Task A_sync_that_cannot_be_executed_changes_nothing()
    {
        using var ann = await world.UserAsync("nosync");
        using var bob = await world.UserAsync("nosync2");
        var example = await ExampleAsync(ann);
        string Route(string workspace, string action) => $"/v1/workspaces/{workspace}/sync/{action}";
        await ann.RefusedAsync(HttpMethod.Post, Route(example.Main, "prepare"), HttpStatusCode.BadRequest, "INVALID_OPERATION");
        var empty = await ann.CreateWorkspaceAsync(example.Project, "empty");
        await ann.RefusedAsync(HttpMethod.Post, Route(empty, "prepare"), HttpStatusCode.BadRequest, "NO_SNAPSHOT");
        await ann.RefusedAsync(HttpMethod.Post, Route(await ann.CreateWorkspaceAsync(await ann.CreateProjectAsync("Other"), "x"), "prepare"), HttpStatusCode.BadRequest, "NO_MAIN_WORKSPACE");
        var lost = await ann.CreateWorkspaceAsync(example.Project, "lost", example.Root);
        await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{lost}/current-manifest", 200, new { manifest_hash = FastestClient.HashOf("nowhere") });
        await ann.RefusedAsync(HttpMethod.Post, Route(lost, "prepare"), HttpStatusCode.NotFound, "NOT_FOUND");

        var body = new { preview_id = (string)(await PrepareAsync(ann, example.Workspace))["preview_id"]! };
        var (_, _, bobs) = await WorkspacesAsync(bob);
        await bob.RefusedAsync(HttpMethod.Post, Route(example.Workspace, "execute"), HttpStatusCode.NotFound, "NOT_FOUND", body);
        await bob.RefusedAsync(HttpMethod.Post, Route(bobs, "execute"), HttpStatusCode.NotFound, "PREVIEW_EXPIRED", body);
        await ann.RefusedAsync(HttpMethod.Post, Route(empty, "execute"), HttpStatusCode.BadRequest, "INVALID_OPERATION", body);
        await ann.RefusedAsync(HttpMethod.Post, Route(example.Workspace, "undo"), HttpStatusCode.NotFound, "NOT_FOUND", new { snapshot_id = "elsewhere" });
        await ann.RefusedAsync(HttpMethod.Post, Route(example.Workspace, "undo"), HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", new { });
        // A blob that is gone.
        File.Delete(Path.Combine(world.Objects, await UserIdAsync(ann), "blobs", FastestClient.HashOf("h3")));
        await ann.RefusedAsync(HttpMethod.Post, Route(example.Workspace, "execute"), HttpStatusCode.UnprocessableEntity, "MANIFEST_INVALID", body);
        await ann.PutBlobAsync("h3");
        await PushAsync(ann, example.Project, example.Main, [("a.txt", "h1")], example.MainHead);
        await ann.RefusedAsync(HttpMethod.Post, Route(example.Workspace, "execute"), HttpStatusCode.Conflict, "CONCURRENT_MODIFICATION", body);
        var shown = (await ann.GetAsync($"/v1/workspaces/{example.Workspace}"))["workspace"]!;
        Assert.Equal((example.WorkspaceHead, 1), ((string)shown["current_snapshot_id"]!, (int)shown["version"]!));
        Assert.Null(shown["merge_history"]);
        Assert.DoesNotContain(await EventsAsync(ann, example.Project), e => (string?)e["type"] == "merge.completed");
    }

    [Fact]
    public async Task Of_two_executions_and_a_push_at_the_same_time_the_sync_happens_at_most_once_and_never_stale()
    {
        using var ann = await world.UserAsync("race");
        var example = await ExampleAsync(ann);
        var body = new { preview_id = (string)(await PrepareAsync(ann, example.Workspace))["preview_id"]! };
        var manifest = await ann.PutManifestAsync(("a.txt", "h9"));
        var push = ann.SendAsync(HttpMethod.Post, $"/v1/projects/{example.Project}/snapshots", 201, new { manifest_hash = manifest, workspace_id = example.Main, parent_snapshot_ids = new[] { example.MainHead } });
        var executed = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => ann.Http.PostAsJsonAsync($"/v1/workspaces/{example.Workspace}/sync/execute", body)));
        await push;
        var done = executed.Count(r => r.StatusCode == HttpStatusCode.OK);
        Assert.InRange(done, 0, 1);
        Assert.All(executed, r => Assert.Contains(r.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.Conflict]));
        var shown = (await ann.GetAsync($"/v1/workspaces/{example.Workspace}"))["workspace"]!;
        Assert.Equal(1 + done, (int)shown["version"]!);
        if (done == 1) Assert.Equal(example.MainHead, (string?)shown["merge_history"]![example.Main]!["last_merged_snapshot"]);
    }

    [Fact]
    public async Task A_preview_is_executed_once_and_not_after_it_has_expired()
    {
        using var ann = await world.UserAsync("expiry");
        var example = await ExampleAsync(ann);
        var prepared = (string)(await PrepareAsync(ann, example.Workspace))["preview_id"]!;
        var route = $"/v1/workspaces/{example.Workspace}/sync/execute";
        // The same preview, whose life is over.
        var services = await world.ServicesAsync();
        var codec = services.GetRequiredService<EventCodec>();
        var stream = $"fastest-workspace-{example.Workspace}";
        var recorded = (await services.GetRequiredService<IEventStore>().ReadStreamsAsync([stream], [.. codec.NamesOf(typeof(SyncPrepared))], Tenants.Default, TestContext.Current.CancellationToken))
            .Select(codec.Decode).OfType<SyncPrepared>().Single(e => e.PreviewId == prepared);
        var expired = recorded with { PreviewId = $"{prepared}-expired", ExpiresAt = DateTimeOffset.UtcNow.AddSeconds(-1) };
        await world.AppendAsync(stream, expired);

        Assert.Contains("prepare", await ann.RefusedAsync(HttpMethod.Post, route, HttpStatusCode.NotFound, "PREVIEW_EXPIRED", new { preview_id = expired.PreviewId }), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, (int)(await ann.GetAsync($"/v1/workspaces/{example.Workspace}"))["workspace"]!["version"]!);
        await ann.SendAsync(HttpMethod.Post, route, 200, new { preview_id = prepared });
        await ann.RefusedAsync(HttpMethod.Post, route, HttpStatusCode.NotFound, "PREVIEW_EXPIRED", new { preview_id = prepared });
        Assert.Equal(2, (int)(await ann.GetAsync($"/v1/workspaces/{example.Workspace}"))["workspace"]!["version"]!);
    }

    [Fact]
    public async Task A_project_that_is_deleted_during_a_sync_stays_deleted()
    {
        for (var round = 0; round < 4; round++)
        {
            using var ann = await world.UserAsync($"delsync{round}");
            var example = await ExampleAsync(ann);
            var body = new { preview_id = (string)(await PrepareAsync(ann, example.Workspace))["preview_id"]! };
            var route = $"/v1/workspaces/{example.Workspace}/sync/execute";
            var executing = ann.Http.PostAsJsonAsync(route, body);
            await Task.Delay(round * 3, TestContext.Current.CancellationToken);
            await ann.SendAsync(HttpMethod.Delete, $"/api/fastest/projects/{example.Project}", 200, headers: ("Prefer", "wait=60"));
            // Whichever came first: the sync, whose rows may be gone when it answers, or the deletion.
            using var executed = await executing;
            Assert.Contains(executed.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.NotFound]);
            await ann.RefusedAsync(HttpMethod.Post, route, HttpStatusCode.NotFound, "NOT_FOUND", body);
            await Cli.EsProgram.UntilAsync(async () =>
            {
                await using var count = (await world.DatabaseAsync()).DataSource.CreateCommand($"""
                    select (select count(*) from fastest.projects where id = '{example.Project}') + (select count(*) from fastest.workspaces where project_id = '{example.Project}')
                         + (select count(*) from fastest.snapshots where project_id = '{example.Project}') + (select count(*) from fastest.activity_events where project_id = '{example.Project}')
                    """);
                return await count.ExecuteScalarAsync() is 0L;
            }, "the rows are removed");
        }
    }

    private static async Task<Example> ExampleAsync(FastestClient user)
    {
        var (project, main, workspace) = await WorkspacesAsync(user);
        var root = await PushAsync(user, project, main, [("a.txt", "h1"), ("b.txt", "h2")]);
        var head = await PushAsync(user, project, workspace, [("a.txt", "h1"), ("b.txt", "h9"), ("d.txt", "h4")], root);
        var mainHead = await PushAsync(user, project, main, [("a.txt", "h1"), ("b.txt", "h2"), ("c.txt", "h3")], root);
        return new(project, main, workspace, root, head, (string)(await user.GetAsync($"/v1/snapshots/{head}"))["snapshot"]!["manifest_hash"]!, mainHead);
    }

    private static async Task<(string Project, string Main, string Workspace)> WorkspacesAsync(FastestClient user)
    {
        var project = await user.CreateProjectAsync();
        var main = await user.CreateWorkspaceAsync(project, "main");
        await user.SendAsync(HttpMethod.Put, $"/v1/projects/{project}/main-workspace", 200, new { workspace_id = main });
        return (project, main, await user.CreateWorkspaceAsync(project, "beds"));
    }

    // With the blobs, which a sync needs.
    private static async Task<string> PushAsync(FastestClient user, string project, string workspace, (string Path, string Content)[] files, params string[] parents)
    {
        foreach (var (_, content) in files)
        {
            using var put = await user.Http.PutAsync($"/v1/blobs/upload/{FastestClient.HashOf(content)}", new StringContent(content));
            put.EnsureSuccessStatusCode();
        }
        return await user.PushAsync(project, workspace, await user.PutManifestAsync(files), parents);
    }

    private static async Task<JsonNode> PrepareAsync(FastestClient user, string workspace) => (await user.SendAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/sync/prepare", 200))["preview"]!;

    private static async Task<string> UserIdAsync(FastestClient user) => (string)(await user.GetAsync("/v1/auth/me"))["user"]!["id"]!;

    private static async Task<IReadOnlyList<JsonNode>> EventsAsync(FastestClient user, string project) => [.. (await user.GetAsync($"/v1/projects/{project}/events"))["events"]!.AsArray().Select(e => e!)];

    private static (string, string, string, string) Activity(JsonNode e) => ((string)e["type"]!, (string)e["actor"]!, (string)e["message"]!, (string)e["workspace_id"]!);

    private sealed record Example(string Project, string Main, string Workspace, string Root, string WorkspaceHead, string WorkspaceManifest, string MainHead);
}
