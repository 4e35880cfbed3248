using System.Net;
using System.Text.Json.Nodes;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>Drift reports over HTTP.</summary>
public sealed class DriftRouteTests(FastestWorld world)
{
    [Fact]
    public async Task The_worked_example_of_the_specification()
    {
        using var ann = await world.UserAsync("drift");
        var (project, main, workspace) = await ExampleAsync(ann);

        var report = (await ann.GetAsync($"/v1/workspaces/{workspace}/drift/compare"))["report"]!;

        Assert.Equal(["c.txt"], Paths(report, "source_only"));
        Assert.Equal(["d.txt"], Paths(report, "workspace_only"));
        Assert.Equal(["a.txt"], Paths(report, "both_same"));
        Assert.Equal(["b.txt"], Paths(report, "both_different"));
        Assert.Equal((1, 1, 0, 0L), ((int)report["files_added"]!, (int)report["files_modified"]!, (int)report["files_deleted"]!, (long)report["bytes_changed"]!));
        Assert.Equal((0.5, "medium", 2, true), ((double)report["overlap_ratio"]!, (string)report["risk_level"]!, (int)report["total_drift_files"]!, (bool)report["has_overlaps"]!));
        Assert.Equal((main, false), ((string)report["source_workspace_id"]!, (bool)report["large_files_changed"]!));
        var listed = Assert.Single((await ann.GetAsync($"/v1/workspaces/{workspace}/drift"))["reports"]!.AsArray())!;
        Assert.Equal((string?)report["id"], (string?)listed["id"]);
        Assert.Null(listed["large_files_changed"]);
        // A comparison is no activity of the project.
        Assert.DoesNotContain((await ann.GetAsync($"/v1/projects/{project}/events"))["events"]!.AsArray(), e => (string?)e!["type"] == "drift.reported");
    }

    [Fact]
    public async Task Counters_of_a_client_become_a_report_without_lists_and_an_event_unless_all_are_zero()
    {
        using var ann = await world.UserAsync("counters");
        var project = await ann.CreateProjectAsync();
        var workspace = await ann.CreateWorkspaceAsync(project, "main");
        await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/drift", 201, new { });
        var report = (await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{workspace}/drift", 201, new { files_added = 3, files_modified = 2, files_deleted = 1, bytes_changed = 70 }))["report"]!;
        Assert.Null(report["source_workspace_id"]);
        Assert.Empty(report["source_only"]!.AsArray());
        Assert.Equal((3, 2, 1, 70L), ((int)report["files_added"]!, (int)report["files_modified"]!, (int)report["files_deleted"]!, (long)report["bytes_changed"]!));
        var drift = Assert.Single((await ann.GetAsync($"/v1/projects/{project}/events"))["events"]!.AsArray(), e => (string?)e!["type"] == "drift.reported")!;
        Assert.Equal(("cli", "Drift: +3 ~2 -1", workspace), ((string)drift["actor"]!, (string)drift["message"]!, (string)drift["workspace_id"]!));
        Assert.Equal(2, (int)Assert.Single((await ann.GetAsync($"/v1/projects/{project}/workspaces"))["workspaces"]!.AsArray())!["drift"]!["files_modified"]!);
    }

    [Fact]
    public async Task Without_a_comparison_there_is_no_report()
    {
        using var ann = await world.UserAsync("nodrift");
        var (project, main, workspace) = await ExampleAsync(ann);
        var empty = await ann.CreateWorkspaceAsync(project, "empty");
        var other = await ann.CreateWorkspaceAsync(await ann.CreateProjectAsync("Other"), "main");
        string To(string target, string? source) => $"/v1/workspaces/{target}/drift/compare{(source is null ? "" : $"?source_workspace_id={source}")}";
        await ann.RefusedAsync(HttpMethod.Get, To(workspace, workspace), HttpStatusCode.BadRequest, "INVALID_OPERATION");
        await ann.RefusedAsync(HttpMethod.Get, To(workspace, other), HttpStatusCode.BadRequest, "INVALID_OPERATION");
        await ann.RefusedAsync(HttpMethod.Get, To(other, null), HttpStatusCode.BadRequest, "NO_MAIN_WORKSPACE");
        await ann.RefusedAsync(HttpMethod.Get, To(empty, main), HttpStatusCode.BadRequest, "NO_SNAPSHOT");
        await ann.RefusedAsync(HttpMethod.Get, To(workspace, Guid.NewGuid().ToString()), HttpStatusCode.NotFound, "NOT_FOUND");
        foreach (var id in (string[])[workspace, other, empty]) Assert.Empty((await ann.GetAsync($"/v1/workspaces/{id}/drift"))["reports"]!.AsArray());
        // An unsaved tree is compared when it is asked for; its snapshot is then null.
        await ann.SendAsync(HttpMethod.Post, $"/v1/workspaces/{empty}/current-manifest", 200, new { manifest_hash = await ann.PutManifestAsync(("a.txt", "h1")) });
        var dirty = (await ann.GetAsync($"{To(empty, main)}&include_dirty=true"))["report"]!;
        Assert.Null(dirty["workspace_snapshot_id"]);
        Assert.Equal(["b.txt", "c.txt"], Paths(dirty, "source_only"));
    }

    private static async Task<(string Project, string Main, string Workspace)> ExampleAsync(FastestClient user)
    {
        var project = await user.CreateProjectAsync();
        var main = await user.CreateWorkspaceAsync(project, "main");
        await user.SendAsync(HttpMethod.Put, $"/v1/projects/{project}/main-workspace", 200, new { workspace_id = main });
        await user.PushAsync(project, main, await user.PutManifestAsync(("a.txt", "h1"), ("b.txt", "h2"), ("c.txt", "h3")));
        var workspace = await user.CreateWorkspaceAsync(project, "beds");
        await user.PushAsync(project, workspace, await user.PutManifestAsync(("a.txt", "h1"), ("b.txt", "h9"), ("d.txt", "h4")));
        return (project, main, workspace);
    }

    private static IEnumerable<string?> Paths(JsonNode report, string list) => report[list]!.AsArray().Select(p => (string?)p);
}
