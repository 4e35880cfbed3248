using System.Net;
using System.Net.Http.Json;
using EventSourced.Contracts.Fastest;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>Snapshots with unusual parents and ids.</summary>
public sealed class SnapshotRouteTests(FastestWorld world)
{
    [Fact]
    public async Task A_thousand_parents_are_kept_and_more_are_refused()
    {
        using var ann = await world.UserAsync("parents");
        var project = await ann.CreateProjectAsync();
        var manifest = await ann.PutManifestAsync(("a", "1"));
        string[] parents = [.. Enumerable.Range(0, 1_001).Select(i => FastestClient.HashOf($"parent {project} {i}"))];
        await world.AppendAsync($"fastest-project-{project}", [.. parents.Select(id => new SnapshotRegistered(Guid.Parse(project), id, manifest, [], null, "cli", null))]);
        var route = $"/v1/projects/{project}/snapshots";
        var message = await ann.RefusedAsync(HttpMethod.Post, route, HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", new { manifest_hash = manifest, parent_snapshot_ids = parents });
        Assert.Contains("at most 1000", (await ann.SendAsync(HttpMethod.Post, route, 422, new { manifest_hash = manifest, parent_snapshot_ids = parents })).ToJsonString(), StringComparison.Ordinal);
        Assert.NotEmpty(message);
        var merged = await ann.PushAsync(project, null, manifest, parents[1..]);
        Assert.Equal(parents[1..], (await ann.GetAsync($"/v1/snapshots/{merged}"))["snapshot"]!["parent_snapshot_ids"]!.AsArray().Select(p => (string?)p));
    }

    [Fact]
    public async Task A_parent_that_the_project_does_not_have_is_named()
    {
        using var ann = await world.UserAsync("unknown-parents");
        using var bob = await world.UserAsync("foreign-parents");
        var project = await ann.CreateProjectAsync();
        var manifest = await ann.PutManifestAsync(("a", "1"));
        var foreign = await bob.PushAsync(await bob.CreateProjectAsync(), null, await bob.PutManifestAsync(("a", "1")));
        foreach (var parent in new[] { "nowhere", foreign })
        {
            var answer = await ann.SendAsync(HttpMethod.Post, $"/v1/projects/{project}/snapshots", 422, new { manifest_hash = manifest, parent_snapshot_ids = new[] { parent } });
            Assert.Contains($"The project has no snapshot {parent}.", answer.ToJsonString(), StringComparison.Ordinal);
        }
        Assert.Empty((await ann.GetAsync($"/v1/projects/{project}/snapshots"))["snapshots"]!.AsArray());
    }

    [Fact]
    public async Task Ids_cannot_be_forged_into_a_cycle()
    {
        using var ann = await world.UserAsync("cycles");
        var route = $"/v1/projects/{await ann.CreateProjectAsync()}/snapshots";
        var manifest = await ann.PutManifestAsync(("a", "1"));
        var (one, two) = (FastestClient.HashOf("cycle one"), FastestClient.HashOf("cycle two"));
        object Of(string id, params string[] parents) => new { manifest_hash = manifest, snapshot_id = id, parent_snapshot_ids = parents };
        // A parent must be there first, and what is there keeps its parents.
        await ann.RefusedAsync(HttpMethod.Post, route, HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", Of(one, one));
        await ann.RefusedAsync(HttpMethod.Post, route, HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", Of(one, two));
        await ann.SendAsync(HttpMethod.Post, route, 201, Of(two));
        await ann.SendAsync(HttpMethod.Post, route, 201, Of(one, two));
        await ann.RefusedAsync(HttpMethod.Post, route, HttpStatusCode.Conflict, "CONFLICT", Of(two, one));
    }

    [Fact]
    public async Task Of_two_callers_with_the_same_id_and_other_content_at_the_same_moment_one_is_refused()
    {
        using var ann = await world.UserAsync("same-id");
        var project = await ann.CreateProjectAsync();
        var workspace = await ann.CreateWorkspaceAsync(project, "main");
        for (var round = 0; round < 5; round++)
        {
            var id = FastestClient.HashOf($"{project} {round}");
            string[] manifests = [await ann.PutManifestAsync(("a", $"left {round}")), await ann.PutManifestAsync(("a", $"right {round}"))];
            var answers = await Task.WhenAll(manifests.Select(manifest =>
                ann.Http.PostAsJsonAsync($"/v1/projects/{project}/snapshots", new { manifest_hash = manifest, snapshot_id = id, workspace_id = workspace })));
            Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
            var won = manifests[Array.FindIndex(answers, a => a.StatusCode == HttpStatusCode.Created)];
            Assert.Equal(won, (string?)(await ann.GetAsync($"/v1/snapshots/{id}"))["snapshot"]!["manifest_hash"]);
            Assert.Equal(won, (string?)(await ann.GetAsync($"/v1/workspaces/{workspace}"))["workspace"]!["current_manifest_hash"]);
        }
    }

    [Fact]
    public async Task Of_two_users_with_the_same_id_at_the_same_moment_one_is_refused()
    {
        using var ann = await world.UserAsync("same-id-ann");
        using var bob = await world.UserAsync("same-id-bob");
        var pushes = await Task.WhenAll(new[] { ann, bob }.Select(async user => (User: user, Project: await user.CreateProjectAsync(), Manifest: await user.PutManifestAsync(("a", "1")))));
        for (var round = 0; round < 5; round++)
        {
            var id = FastestClient.HashOf($"two users {round}");
            var answers = await Task.WhenAll(pushes.Select(p => p.User.Http.PostAsJsonAsync($"/v1/projects/{p.Project}/snapshots", new { manifest_hash = p.Manifest, snapshot_id = id })));
            Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
        }
    }
}
