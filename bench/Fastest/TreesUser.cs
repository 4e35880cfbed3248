using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EventSourced.Bench.Frame;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Bench.Fastest;

/// <summary>A user of the product routes who works on trees of any size.</summary>
internal sealed class TreesUser(HttpClient api)
{
    // Files share contents, because a sync needs all of them stored.
    private const int Contents = 1_000, AtOnce = 8;

    /// <summary>Token of the session.</summary>
    public string Token => api.DefaultRequestHeaders.Authorization!.Parameter!;

    /// <summary>Signs in with a code that an admin issues.</summary>
    public static async Task<TreesUser> SignInAsync(RunningEs system)
    {
        const string Email = "trees@example.org";
        var user = new TreesUser(new HttpClient { BaseAddress = system.Client.BaseAddress, Timeout = TimeSpan.FromMinutes(5) });
        using var issued = await system.Client.PostAsJsonAsync("/v1/auth/code", new { email = Email });
        var code = (string)(await OfAsync(issued))["code"]!;
        var session = await user.PostAsync("auth/code/redeem", new { email = Email, code });
        user.Authorize((string)session["access_token"]!);
        return user;
    }

    /// <summary>Makes a project whose two workspaces diverge by a fiftieth of their files, compares them, lists the documents, syncs them, and asks what could be collected.</summary>
    public async Task WorkAsync(int files)
    {
        await Parallel.ForAsync(0, Contents, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, stop) =>
        {
            var content = BitConverter.GetBytes(i);
            using var answer = await api.PutAsync($"/v1/blobs/upload/{ContentHash.Of(content)}", new ByteArrayContent(content), stop);
            answer.EnsureSuccessStatusCode();
        });
        var project = (string)(await PostAsync("projects", new { name = $"{files} files" }))["project"]!["id"]!;
        var main = await WorkspaceAsync(project, "main");
        using (var set = await api.PutAsJsonAsync($"/v1/projects/{project}/main-workspace", new { workspace_id = main })) set.EnsureSuccessStatusCode();
        var work = await WorkspaceAsync(project, "work");
        var root = await PushAsync(project, main, Tree(files, -1));
        await PushAsync(project, work, Tree(files, 7), root);
        await PushAsync(project, main, Tree(files, 11), root);
        await OfAsync(await api.GetAsync($"/v1/workspaces/{work}/drift/compare"));
        await OfAsync(await api.GetAsync($"/v1/projects/{project}/docs"));
        var preview = (await PostAsync($"workspaces/{work}/sync/prepare", new { }))["preview"]!;
        await PostAsync($"workspaces/{work}/sync/execute", new { preview_id = (string)preview["preview_id"]! });
        await PostAsync("blobs/gc", new { });
    }

    // Every fiftieth file has other content on a side.
    private static FileTree Tree(int files, int changed) => FileTree.Of(Enumerable.Range(0, files).Select(i => TreeEntry.File(
        $"src/area{i / 2_000}/part{i / 20}/file{i}.cs", ContentHash.Of(BitConverter.GetBytes((i + (i % 50 == changed ? 1 : 0)) % Contents)), sizeof(int), 0x1A4)));

    private async Task<string> WorkspaceAsync(string project, string name) => (string)(await PostAsync($"projects/{project}/workspaces", new { name }))["workspace"]!["id"]!;

    private async Task<string> PushAsync(string project, string workspace, FileTree tree, params string[] parents)
    {
        using var manifest = new MemoryStream();
        await ManifestWriter.WriteAsync(tree, manifest);
        var bytes = manifest.ToArray();
        var hash = ContentHash.Of(bytes).ToString();
        using (var stored = await api.PutAsync($"/v1/blobs/manifests/{hash}", new ByteArrayContent(bytes))) stored.EnsureSuccessStatusCode();
        return (string)(await PostAsync($"projects/{project}/snapshots", new { manifest_hash = hash, workspace_id = workspace, parent_snapshot_ids = parents }))["snapshot"]!["id"]!;
    }

    private void Authorize(string token) => api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

    private async Task<JsonNode> PostAsync(string route, object body)
    {
        using var answer = await api.PostAsJsonAsync($"/v1/{route}", body);
        return await OfAsync(answer);
    }

    private static async Task<JsonNode> OfAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{answer.RequestMessage!.RequestUri}: {(int)answer.StatusCode} {text}");
    }
}
