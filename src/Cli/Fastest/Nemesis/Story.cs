using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Fastest.Nemesis;

/// <summary>A project of a user with two workspaces and a conversation, in which the areas of the product are used.</summary>
/// <param name="World">The run's tools.</param>
/// <param name="User">The owner.</param>
/// <param name="Random">Choices.</param>
/// <param name="Project">The project.</param>
/// <param name="Main">Its main workspace.</param>
/// <param name="Side">Its other workspace.</param>
/// <param name="Talk">A conversation about the main workspace.</param>
internal sealed record Story(NemesisWorld World, StoryUser User, Random Random, Place Project, Place Main, Place Side, Place Talk)
{
    private const string Needs = """{"dependencies": {"pg": "8"}}""";

    /// <summary>The row of the other workspace, for later changes.</summary>
    public required AcknowledgedRow SideRow { get; init; }

    /// <summary>The snapshot that both workspaces start from.</summary>
    public required string Root { get; init; }

    /// <summary>The files of the first snapshot: enough code without tests for an action item, and a package that needs a database.</summary>
    public static IReadOnlyList<(string Path, string Content)> FirstFiles { get; } =
    [
        ("README.md", "# Pond\nFeed the ducks in the morning."), ("package.json", Needs), .. Enumerable.Range(0, 6).Select(n => ($"src/part{n}.js", $"export const part{n} = {n};")),
    ];

    /// <summary>Begins a story; null when something was refused.</summary>
    public static async Task<Story?> BeginAsync(NemesisWorld world, StoryUser user, Random random, string name, CancellationToken stop)
    {
        if (await CreatedAsync(user, "v1/projects", "project", new() { ["name"] = name }, stop) is not { } project) return null;
        user.Acknowledged.Add(new("projects", [("id", project.Id)], project)).With("name", name);
        user.Acknowledged.Add(new("activity_events", [("project_id", project.Id), ("type", "project.created")], project)).Count = 1;
        if (await PushAsync(user, project, null, FirstFiles, [], stop) is not { } root) return null;
        if (await WorkspaceAsync(user, project, "main", root, stop) is not var (main, _)) return null;
        if (await WorkspaceAsync(user, project, "side", root, stop) is not var (side, sideRow)) return null;
        if (await user.SendAsync(HttpMethod.Put, $"v1/projects/{project.Id}/main-workspace", new() { ["workspace_id"] = main.Id }, stop) is null) return null;
        foreach (var workspace in (Place[])[main, side])
            if (await PushAsync(user, project, workspace, [.. FirstFiles, ($"{workspace.Id}.txt", workspace.Id)], [root], stop) is null) return null;
        if (await CreatedAsync(user, "v1/conversations", "conversation", new() { ["workspace_id"] = main.Id, ["title"] = name }, stop) is not { } talk) return null;
        user.Acknowledged.Add(new("conversations", [("id", talk.Id)], project, main, talk)).With("title", name);
        return new Story(world, user, random, project, main, side, talk) { SideRow = sideRow, Root = root };
    }

    /// <summary>Uploads files and their manifest; returns its hash, or null.</summary>
    public static async Task<string?> UploadAsync(StoryUser user, IReadOnlyList<(string Path, string Content)> files, CancellationToken stop)
    {
        foreach (var (_, content) in files)
            if (await PutAsync(user, "v1/blobs/upload", Encoding.UTF8.GetBytes(content), stop) is null) return null;
        var manifest = new { version = "1", files = files.Select(f => new { type = "file", path = f.Path, hash = HashOf(Encoding.UTF8.GetBytes(f.Content)), size = Encoding.UTF8.GetByteCount(f.Content) }) };
        return await PutAsync(user, "v1/blobs/manifests", JsonSerializer.SerializeToUtf8Bytes(manifest), stop);
    }

    /// <summary>Pushes a tree; returns the snapshot's id, or null.</summary>
    public static async Task<string?> PushAsync(StoryUser user, Place project, Place? workspace, IReadOnlyList<(string Path, string Content)> files, IReadOnlyList<string> parents, CancellationToken stop)
    {
        if (await UploadAsync(user, files, stop) is not { } manifest) return null;
        var body = new JsonObject { ["manifest_hash"] = manifest, ["workspace_id"] = workspace?.Id, ["parent_snapshot_ids"] = new JsonArray([.. parents.Select(p => JsonValue.Create(p))]) };
        if ((await user.SendAsync(HttpMethod.Post, $"v1/projects/{project.Id}/snapshots", body, stop))?["snapshot"]?["id"]?.ToString() is not { } id) return null;
        user.Acknowledged.Add(new("snapshots", [("id", id)], project)).With("manifest_hash", manifest);
        return id;
    }

    /// <summary>Creates something; null when it was refused.</summary>
    public static async Task<Place?> CreatedAsync(StoryUser user, string path, string kind, JsonObject body, CancellationToken stop) =>
        (await user.SendAsync(HttpMethod.Post, path, body, stop))?[kind]?["id"]?.ToString() is { } id ? new Place(id) : null;

    private static async Task<(Place Workspace, AcknowledgedRow Row)?> WorkspaceAsync(StoryUser user, Place project, string name, string root, CancellationToken stop)
    {
        if (await CreatedAsync(user, $"v1/projects/{project.Id}/workspaces", "workspace", new() { ["name"] = name, ["base_snapshot_id"] = root }, stop) is not { } workspace) return null;
        return (workspace, user.Acknowledged.Add(new("workspaces", [("id", workspace.Id)], project, workspace)).With("name", name).With("base_snapshot_id", root));
    }

    private static async Task<string?> PutAsync(StoryUser user, string folder, byte[] bytes, CancellationToken stop)
    {
        var hash = HashOf(bytes);
        return await user.UploadAsync($"{folder}/{hash}", bytes, stop) ? hash : null;
    }

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
