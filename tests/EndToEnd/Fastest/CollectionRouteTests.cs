using System.Text.Json.Nodes;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>The collection of manifests and blobs that nothing needs, over HTTP.</summary>
public sealed class CollectionRouteTests(FastestWorld world)
{
    [Fact]
    public async Task What_no_snapshot_and_no_workspace_names_is_deleted_after_the_grace_and_nothing_else()
    {
        using var ann = await world.UserAsync("collector");
        var project = await ann.CreateProjectAsync();
        var workspace = await ann.CreateWorkspaceAsync(project, "main");
        var former = await StoreAsync(ann, "former");
        await ann.PushAsync(project, workspace, former);
        await ann.PushAsync(project, workspace, await StoreAsync(ann, "pushed"));
        var unsaved = await StoreAsync(ann, "unsaved");
        await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/current-manifest", 200, new { manifest_hash = unsaved, previous_manifest_hash = await CurrentAsync(ann, workspace) });
        var gone = await ann.CreateProjectAsync("Gone");
        var deleted = await StoreAsync(ann, "deleted");
        await ann.PushAsync(gone, null, deleted);
        await ann.SendAsync(HttpMethod.Delete, $"/api/fastest/projects/{gone}", 200, headers: ("Prefer", "wait=60"));
        // As a sync leaves it that loses a race.
        var left = await StoreAsync(ann, "left");
        Assert.Equal((0, 0), await CollectAsync(ann));
        foreach (var file in new DirectoryInfo(Path.Combine(world.Objects, await UserIdAsync(ann))).EnumerateFiles("*", SearchOption.AllDirectories)) file.LastWriteTimeUtc = DateTime.UtcNow.AddHours(-2);
        var young = await StoreAsync(ann, "young");

        var dry = await ann.SendAsync(HttpMethod.Post, "/v1/blobs/gc", 200, new { });
        Assert.Equal(new[] { deleted, left }.Order(), Texts(dry["orphan_manifests"]!).Order());
        Assert.Equal(new[] { "deleted", "left" }.Select(FastestClient.HashOf).Order(), Texts(dry["orphan_hashes"]!).Order());
        Assert.Equal((0, 0), ((int)dry["deleted_manifests"]!, (int)dry["deleted"]!));

        Assert.Equal((2, 2), await CollectAsync(ann));
        foreach (var (manifest, content) in new[] { (former, "former"), (unsaved, "unsaved"), (young, "young") })
        {
            Assert.Contains(FastestClient.HashOf(content), await ann.Http.GetStringAsync($"/v1/blobs/manifests/{manifest}"), StringComparison.Ordinal);
            Assert.Equal(content, await ann.Http.GetStringAsync($"/v1/blobs/download/{FastestClient.HashOf(content)}"));
        }
        await ann.GetAsync($"/v1/blobs/manifests/{left}", 404);
        await ann.GetAsync($"/v1/blobs/download/{FastestClient.HashOf("left")}", 404);
        // Whoever wants to name it after all is told what to do.
        Assert.Contains("PUT /v1/blobs/manifests", await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{project}/snapshots", System.Net.HttpStatusCode.UnprocessableEntity, "MANIFEST_NOT_FOUND", new { manifest_hash = left }), StringComparison.Ordinal);
    }

    private static async Task<string> StoreAsync(FastestClient user, string content)
    {
        await user.PutBlobAsync(content);
        return await user.PutManifestAsync(("a.txt", content));
    }

    private static async Task<(int Manifests, int Blobs)> CollectAsync(FastestClient user)
    {
        var answer = await user.SendAsync(HttpMethod.Post, "/v1/blobs/gc", 200, new { dryRun = false });
        return ((int)answer["deleted_manifests"]!, (int)answer["deleted"]!);
    }

    private static async Task<string?> CurrentAsync(FastestClient user, string workspace) => (string?)(await user.GetAsync($"/v1/workspaces/{workspace}"))["workspace"]!["current_manifest_hash"];

    private static async Task<string> UserIdAsync(FastestClient user) => (string)(await user.GetAsync("/v1/auth/me"))["user"]!["id"]!;

    private static IEnumerable<string> Texts(JsonNode list) => list.AsArray().Select(n => (string)n!);
}
