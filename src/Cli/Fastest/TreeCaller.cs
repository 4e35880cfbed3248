using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Fastest;

/// <summary>Imports the trees of made-up projects: of the main workspace and of two others that drift from it, sometimes one twice at the same time.</summary>
internal sealed class TreeCaller(int number, NemesisWorld world, ConcurrentBag<SentTree> trees)
{
    private const int TreesOfProject = 14;
    private static readonly string[] s_workspaces = [SentTree.Main, SentTree.Main, "ann", "bob"];
    private static readonly string[] s_first = ["fastest.user_registered.v1", "fastest.project_created.v1", "fastest.project_main_set.v1"];
    private static readonly string[] s_created = ["fastest.project_workspace_added.v1", "fastest.workspace_created.v1"];
    private static readonly string[] s_always = ["fastest.snapshot_registered.v1", "fastest.workspace_head_moved.v1", "fastest.manifest_imported.v1"];

    private readonly Random _random = new(unchecked(world.Seed * 503 + number));

    public async Task RunAsync(CancellationToken stop)
    {
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            var (project, heads) = ($"tree-{number}-{round}", new Dictionary<string, SentTree>());
            SentTree? last = null;
            for (var n = 0; n < TreesOfProject; n++)
            {
                var workspace = n == 0 ? SentTree.Main : s_workspaces[_random.Next(s_workspaces.Length)];
                last = Tree(project, workspace, $"{n}", heads);
                if (!await (_random.Next(4) > 0 ? world.Book.RunAsync(last.Command, stop) : world.Book.RunTwiceAsync(last.Command, stop))) return;
                heads[workspace] = last;
            }
            // Some projects go, with everything in them.
            if (_random.Next(4) == 0 && last!.Command.Answered("project_id") is { } id && await DeleteAsync(id, stop)) world.Tally.Count("projects deleted");
        }
    }

    /// <summary>The next tree of a workspace: its last one with some files added, changed and removed.</summary>
    public SentTree Tree(string project, string workspace, string label, IReadOnlyDictionary<string, SentTree> heads)
    {
        var main = heads.GetValueOrDefault(SentTree.Main);
        var files = new Dictionary<string, string>((heads.GetValueOrDefault(workspace) ?? main)?.Files ?? new Dictionary<string, string>());
        foreach (var path in files.Keys.Where(_ => _random.Next(9) == 0).ToList()) files.Remove(path);
        foreach (var path in files.Keys.Where(_ => _random.Next(7) == 0).ToList()) files[path] = Hash();
        for (var n = _random.Next(1, 12); n > 0; n--) files[$"{(char)('a' + _random.Next(5))}/{_random.Next(40)}.txt"] = Hash();
        IReadOnlyList<string> writes =
            [.. main is null ? s_first : [], .. heads.ContainsKey(workspace) ? [] : s_created, .. main is null ? [] : (string[])["fastest.drift_compared.v1"], .. s_always];
        var tree = new SentTree(project, workspace, label, files, main, world.Book.Write("fastest.import_manifest", writes, id => Request(id, project, workspace, label, files)));
        trees.Add(tree);
        world.Tally.Count("trees");
        return tree;
    }

    private static HttpRequestMessage Request(Guid id, string project, string workspace, string label, Dictionary<string, string> files)
    {
        var lines = files.Select(f => JsonSerializer.Serialize(new { path = f.Key, mode = "100644", size = 1, sha256 = f.Value }));
        return new HttpRequestMessage(HttpMethod.Post, $"api/fastest/imports/manifests?project={project}&workspace={workspace}&label={label}&owner_email={project}@example.org&filename=tree.jsonl")
        {
            Headers = { { "Idempotency-Key", id.ToString() }, { "Prefer", "wait=5" } },
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join('\n', lines))),
        };
    }

    private Task<bool> DeleteAsync(string project, CancellationToken stop) => world.Book.RunAsync(
        world.Book.Write(HttpMethod.Delete, $"api/fastest/projects/{project}", "fastest.delete_project", new JsonObject { ["project_id"] = project }, "fastest.project_deleted.v1"), stop);

    private string Hash() => Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(_random.NextInt64())));
}
