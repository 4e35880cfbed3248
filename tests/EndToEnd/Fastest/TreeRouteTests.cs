using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>Blobs, manifests and snapshots over HTTP.</summary>
public sealed class TreeRouteTests(FastestWorld world)
{
    [Fact]
    public async Task A_blob_is_stored_under_the_hash_of_its_bytes_and_for_its_user_alone()
    {
        using var ann = await world.UserAsync("blobs");
        using var bob = await world.UserAsync("blobs2");
        var hash = FastestClient.HashOf("leaf");
        var message = await ann.RefusedAsync(HttpMethod.Put, $"/v1/blobs/upload/{hash}", HttpStatusCode.BadRequest, "HASH_MISMATCH", new StringContent("stem"));
        Assert.Contains(FastestClient.HashOf("stem"), message, StringComparison.Ordinal);
        Assert.Equal((0L, 0L), await StatsAsync(ann));
        Assert.True((bool)(await ann.PutBlobAsync("leaf"))["created"]!);
        var second = await ann.PutBlobAsync("leaf", 200);
        Assert.Equal((hash, 4L, false), ((string)second["hash"]!, (long)second["size"]!, (bool)second["created"]!));
        Assert.Equal((1L, 4L), await StatsAsync(ann));
        Assert.Equal([hash], (await bob.SendAsync(HttpMethod.Post, "/v1/blobs/exists", 200, new { hashes = new[] { hash } }))["missing"]!.AsArray().Select(h => (string?)h));
        using var download = await ann.Http.GetAsync($"/v1/blobs/download/{hash}");
        Assert.Equal("leaf", await download.Content.ReadAsStringAsync());
        Assert.Equal("max-age=31536000, private, immutable", download.Headers.CacheControl!.ToString());
        await ann.RefusedAsync(HttpMethod.Put, "/v1/blobs/upload/ABC", HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", new StringContent("x"));
        await ann.RefusedAsync(HttpMethod.Put, $"/v1/blobs/upload/{hash}", HttpStatusCode.RequestEntityTooLarge, "TOO_LARGE", new ByteArrayContent(new byte[200_001]));
        await ann.RefusedAsync(HttpMethod.Post, "/v1/blobs/exists", HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", new { hashes = Enumerable.Range(0, 101).Select(i => FastestClient.HashOf($"{i}")) });
    }

    [Fact]
    public async Task An_upload_that_breaks_leaves_nothing()
    {
        using var ann = await world.UserAsync("broken");
        var (address, token, content) = (ann.Http.BaseAddress!, ann.Http.DefaultRequestHeaders.Authorization!.Parameter, new string('x', 100_000));
        using (var socket = new TcpClient(address.Host, address.Port))
        {
            var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"PUT /v1/blobs/upload/{FastestClient.HashOf(content)} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\nContent-Length: {content.Length}\r\n\r\n{content[..50_000]}"));
            // The server has begun to receive before the connection ends.
            await Cli.EsProgram.UntilAsync(() => Task.FromResult(Parts().Length > 0), "the upload has begun");
            socket.LingerState = new LingerOption(true, 0);
        }
        await Cli.EsProgram.UntilAsync(() => Task.FromResult(Parts().Length == 0), "the part is removed");
        Assert.Equal((0L, 0L), await StatsAsync(ann));
        Assert.True((bool)(await ann.PutBlobAsync(content))["created"]!);

        string[] Parts() => [.. Directory.GetFiles(Path.Combine(world.Objects, ".tmp")).Where(f => new FileInfo(f) is { Exists: true, Length: 50_000 })];
    }

    [Fact]
    public async Task A_manifest_is_checked_before_it_is_stored()
    {
        using var ann = await world.UserAsync("manifests");
        var leaf = FastestClient.HashOf("leaf");
        foreach (var (manifest, reason) in new[]
        {
            ("{", "byte"),
            ("""{"version":"1","files":[{"path":"../x","hash":"LEAF"}]}""", "\"..\""),
            ("""{"version":"1","files":[{"path":"/x","hash":"LEAF"}]}""", "absolute"),
            ("""{"version":"1","files":[{"path":"x","hash":"LEAF"},{"path":"x","hash":"LEAF"}]}""", "entry 1"),
            ("""{"version":"1","files":[{"path":"x"}]}""", "hash"),
        })
        {
            var bytes = manifest.Replace("LEAF", leaf, StringComparison.Ordinal);
            Assert.Contains(reason, await ann.RefusedAsync(HttpMethod.Put, $"/v1/blobs/manifests/{FastestClient.HashOf(bytes)}", HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", new StringContent(bytes)), StringComparison.Ordinal);
        }
        await ann.RefusedAsync(HttpMethod.Put, $"/v1/blobs/manifests/{leaf}", HttpStatusCode.BadRequest, "HASH_MISMATCH", new StringContent("{}"));
        Assert.Equal(0, (int)(await ann.GetAsync("/v1/blobs/stats"))["manifests"]!);
        // Unsorted entries and a missing type are what another writer sends; the bytes stay as they are.
        var odd = $$"""{ "files":[{"path":"b","hash":"{{leaf}}"},{"path":"a","hash":"{{leaf}}"}], "version":"1" }""";
        await ann.SendAsync(HttpMethod.Put, $"/v1/blobs/manifests/{FastestClient.HashOf(odd)}", 201, new StringContent(odd));
        Assert.Equal(odd, await ann.Http.GetStringAsync($"/v1/blobs/manifests/{FastestClient.HashOf(odd)}"));
    }

    [Fact]
    public async Task Of_two_pushes_at_the_same_time_one_is_refused_and_nothing_of_the_other_is_lost()
    {
        using var ann = await world.UserAsync("pushers");
        var project = await ann.CreateProjectAsync();
        var workspace = await ann.CreateWorkspaceAsync(project, "main");
        var manifests = new[] { await ann.PutManifestAsync(("a.txt", "left")), await ann.PutManifestAsync(("a.txt", "right")) };
        var answers = await Task.WhenAll(manifests.Select(async manifest =>
        {
            using var response = await ann.Http.PostAsJsonAsync($"/v1/projects/{project}/snapshots", new { manifest_hash = manifest, workspace_id = workspace, expected_head = "" });
            return (Status: (int)response.StatusCode, Text: await response.Content.ReadAsStringAsync());
        }));
        Assert.Equal([201, 409], answers.Select(a => a.Status).Order());
        Assert.Contains("CONCURRENT_MODIFICATION", answers.Single(a => a.Status == 409).Text, StringComparison.Ordinal);
        Assert.Single((await ann.GetAsync($"/v1/projects/{project}/snapshots"))["snapshots"]!.AsArray());
    }

    [Fact]
    public async Task A_snapshot_is_registered_once_for_its_id()
    {
        using var ann = await world.UserAsync("snapshots");
        var project = await ann.CreateProjectAsync();
        var workspace = await ann.CreateWorkspaceAsync(project, "main");
        var (one, two) = (await ann.PutManifestAsync(("a", "1")), await ann.PutManifestAsync(("a", "2")));
        var route = $"/v1/projects/{project}/snapshots";
        var first = await ann.PushAsync(project, workspace, one);
        Assert.Matches("^snap-[0-9A-HJKMNP-TV-Z]{26}$", first);
        var id = FastestClient.HashOf("own id");
        var second = await ann.PushAsync(project, null, one);
        object Own(string manifest, params string[] parents) => new { manifest_hash = manifest, snapshot_id = id, parent_snapshot_ids = parents };
        Assert.True((bool)(await ann.SendAsync(HttpMethod.Post, route, 201, Own(one, first, "", second, first)))["created"]!);
        var again = await ann.SendAsync(HttpMethod.Post, route, 200, Own(one, first, second));
        Assert.False((bool)again["created"]!);
        Assert.Equal([first, second], again["snapshot"]!["parent_snapshot_ids"]!.AsArray().Select(p => (string?)p));
        await ann.RefusedAsync(HttpMethod.Post, route, HttpStatusCode.Conflict, "CONFLICT", Own(one, second, first));
        await ann.RefusedAsync(HttpMethod.Post, route, HttpStatusCode.Conflict, "CONFLICT", Own(two, first, second));
        var other = await ann.CreateProjectAsync("Other");
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{other}/snapshots", HttpStatusCode.Conflict, "CONFLICT", Own(one));
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{other}/snapshots", HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", new { manifest_hash = one, parent_snapshot_ids = new[] { first } });
        await ann.RefusedAsync(HttpMethod.Post, $"/v1/projects/{other}/snapshots", HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", new { manifest_hash = one, workspace_id = workspace });
        await ann.RefusedAsync(HttpMethod.Post, route, HttpStatusCode.UnprocessableEntity, "MANIFEST_NOT_FOUND", new { manifest_hash = FastestClient.HashOf("nowhere") });
        await ann.RefusedAsync(HttpMethod.Post, route, HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", new { });

        var shown = (await ann.GetAsync($"/v1/workspaces/{workspace}"))["workspace"]!;
        Assert.Equal((first, one, 1), ((string)shown["current_snapshot_id"]!, (string)shown["current_manifest_hash"]!, (int)shown["version"]!));
        var pushed = (await ann.GetAsync($"/v1/projects/{project}/events"))["events"]!.AsArray().Where(e => (string?)e!["type"] == "snapshot.pushed").ToList();
        Assert.Equal(3, pushed.Count);
        Assert.Equal(($"Snapshot {first[..8]}... pushed", workspace), ((string)pushed[^1]!["message"]!, (string)pushed[^1]!["workspace_id"]!));
        Assert.Equal(id, (string?)(await ann.GetAsync($"/v1/projects/{project}"))["project"]!["last_snapshot_id"]);
    }

    [Fact]
    public async Task Of_two_updates_of_a_tree_the_second_is_told_what_the_first_wrote()
    {
        using var ann = await world.UserAsync("dirty");
        var route = $"/v1/workspaces/{await ann.CreateWorkspaceAsync(await ann.CreateProjectAsync(), "main")}/current-manifest";
        var (one, two) = (FastestClient.HashOf("1"), FastestClient.HashOf("2"));
        Assert.True((bool)(await ann.SendAsync(HttpMethod.Post, route, 200, new { manifest_hash = one }))["updated"]!);
        var lost = await ann.SendAsync(HttpMethod.Post, route, 409, new { manifest_hash = two });
        Assert.Equal((false, true, one), ((bool)lost["updated"]!, (bool)lost["conflict"]!, (string)lost["current_manifest_hash"]!));
        await ann.SendAsync(HttpMethod.Post, route, 200, new { manifest_hash = two, previous_manifest_hash = one });
    }

    private static async Task<(long Blobs, long Bytes)> StatsAsync(FastestClient user)
    {
        var stats = await user.GetAsync("/v1/blobs/stats");
        return ((long)stats["blobs"]!, (long)stats["blob_bytes"]!);
    }
}
