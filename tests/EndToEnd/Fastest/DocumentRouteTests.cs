using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>Documents of workspaces over HTTP.</summary>
public sealed class DocumentRouteTests(FastestWorld world)
{
    [Fact]
    public async Task Documents_of_the_current_trees_are_listed_main_first()
    {
        using var ann = await world.UserAsync("docs");
        var project = await ann.CreateProjectAsync();
        var beds = await ann.CreateWorkspaceAsync(project, "beds");
        var main = await ann.CreateWorkspaceAsync(project, "main");
        var saved = await ann.PutManifestAsync(("README.md", "one"), ("src/main.go", "two"), ("docs/notes.txt", "three"));
        var snapshot = await ann.PushAsync(project, main, saved);
        await ann.CreateWorkspaceAsync(project, "alley", snapshot);
        await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{beds}/current-manifest", 200, new { manifest_hash = FastestClient.HashOf("never uploaded") });
        await ann.CreateWorkspaceAsync(project, "empty");
        var list = (await ann.GetAsync($"/v1/projects/{project}/docs"))["workspaces"]!.AsArray();
        Assert.Equal(
            ["main True README.md docs/notes.txt", "alley True README.md docs/notes.txt", "beds False ", "empty False "],
            list.Select(w => $"{w!["name"]} {w["stored"]!.GetValue<bool>()} {string.Join(' ', w["documents"]!.AsArray().Select(d => (string?)d!["path"]))}"));
        Assert.Equal((FastestClient.HashOf("three"), 5L), ((string)list[0]!["documents"]![1]!["hash"]!, (long)list[0]!["documents"]![1]!["size"]!));

        // An unsaved tree comes before the snapshot.
        await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{main}/current-manifest", 200, new { manifest_hash = await ann.PutManifestAsync(("TODO", "x")), previous_manifest_hash = saved });
        Assert.Equal(["TODO"], (await ann.GetAsync($"/v1/projects/{project}/docs"))["workspaces"]![0]!["documents"]!.AsArray().Select(d => (string?)d!["path"]));
    }

    [Fact]
    public async Task The_text_of_a_document_is_returned_or_why_not()
    {
        using var ann = await world.UserAsync("docs2");
        var project = await ann.CreateProjectAsync();
        var workspace = await ann.CreateWorkspaceAsync(project, "main");
        var route = $"/v1/projects/{project}/docs/content?workspace_id={workspace}&path=";
        Assert.Contains("no tree", await ann.RefusedAsync(HttpMethod.Get, route + "README.md", HttpStatusCode.NotFound, "NOT_FOUND"), StringComparison.Ordinal);
        const string text = "# Gärten\n";
        byte[][] blobs = [Encoding.UTF8.GetBytes(text), [0xff, 0xfe], [(byte)'a', 0]];
        string[] hashes = [.. blobs.Select(b => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(b)))];
        foreach (var (hash, bytes) in hashes.Zip(blobs)) await ann.SendAsync(HttpMethod.Put, $"/v1/blobs/upload/{hash}", 201, new ByteArrayContent(bytes));
        var gone = FastestClient.HashOf("gone");
        var manifest = new JsonObject
        {
            ["version"] = "1",
            ["files"] = new JsonArray([.. new[] { ("README.md", hashes[0]), ("latin.txt", hashes[1]), ("nul.txt", hashes[2]), ("gone.md", gone), ("main.go", hashes[0]) }
                .Select(f => (JsonNode)new JsonObject { ["path"] = f.Item1, ["hash"] = f.Item2, ["size"] = 9 })]),
        }.ToJsonString();
        await ann.SendAsync(HttpMethod.Put, $"/v1/blobs/manifests/{FastestClient.HashOf(manifest)}", 201, new StringContent(manifest));
        await ann.PushAsync(project, workspace, FastestClient.HashOf(manifest));

        var found = await ann.GetAsync(route + "README.md");
        Assert.Equal((text, hashes[0], 10L), ((string)found["content"]!, (string)found["hash"]!, (long)found["size"]!));
        foreach (var name in (string[])["latin.txt", "nul.txt"])
            Assert.Contains("/v1/blobs/download/", await ann.RefusedAsync(HttpMethod.Get, route + name, HttpStatusCode.UnprocessableEntity, "NOT_TEXT"), StringComparison.Ordinal);
        Assert.Contains($"/v1/blobs/upload/{gone}", await ann.RefusedAsync(HttpMethod.Get, route + "gone.md", HttpStatusCode.NotFound, "NOT_FOUND"), StringComparison.Ordinal);
        foreach (var name in (string[])["main.go", "nowhere.md"])
            Assert.Contains("no document", await ann.RefusedAsync(HttpMethod.Get, route + name, HttpStatusCode.NotFound, "NOT_FOUND"), StringComparison.Ordinal);
        await ann.RefusedAsync(HttpMethod.Get, route, HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR");
        var other = await ann.CreateProjectAsync("Other");
        await ann.RefusedAsync(HttpMethod.Get, $"/v1/projects/{other}/docs/content?workspace_id={workspace}&path=README.md", HttpStatusCode.NotFound, "NOT_FOUND");
    }
}
