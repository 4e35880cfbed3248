using EventSourced.Cli.Fastest.Folder;
using EventSourced.Cli.Fastest.Http;

namespace EventSourced.EndToEnd.Fastest.Client;

/// <summary>Parts of the client that need no server.</summary>
public sealed class FstFolderTests
{
    [Theory]
    [InlineData("a>b b>c", "a", "c", 2, 0, true)]
    [InlineData("a>c b>c", "a", "b", 1, 1, true)]
    [InlineData("a>c a>d b>c", "a", "b", 2, 1, false)]
    [InlineData("a>c c>old b>c", "a", "b", 1, 1, true)]
    [InlineData("m>a m>b a>c b>c", "m", "b", 2, 0, true)]
    [InlineData("a>b b>a", "a", null, 2, 0, true)]
    [InlineData("a", "a", "gone", 1, 1, false)]
    public void Heads_are_ahead_and_behind_as_in_git(string graph, string? first, string? second, int ahead, int behind, bool isExact)
    {
        var parents = graph.Split(' ').Select(edge => edge.Split('>')).ToLookup(e => e[0], e => e.ElementAtOrDefault(1));
        // "c" without an edge is a root, "old" and "d" are older than what the API shows.
        var known = parents.Select(p => p.Key).Concat(graph.Contains(">c", StringComparison.Ordinal) ? ["c"] : Array.Empty<string>()).Distinct();
        var snapshots = known.Select(id => new Snapshot(id, null, "h", [.. parents[id].OfType<string>()], "cli", null, ""));
        Assert.Equal(new Distance(ahead, behind, isExact), new SnapshotGraph(snapshots).Between(first, second));
    }

    [Theory]
    [InlineData("/home/ann", "/home/ann/.config/eventsourced/fst-sessions.json", true)]
    [InlineData("/home/ann/garden", "/home/ann/.config/eventsourced/fst-sessions.json", false)]
    public void The_file_of_the_sessions_is_ignored_where_it_lies(string root, string sessions, bool ignored) =>
        Assert.Equal(ignored, FolderReading.RulesOf(root, sessions).Ignores(".config/eventsourced/fst-sessions.json", false));

    [Fact]
    public async Task A_damaged_manifest_is_not_taken_from_the_cache()
    {
        using var folder = new FstFolder();
        var working = WorkingFolder.Create(folder.Root, new("http://127.0.0.1:1", "p", "w"), new(null, null));
        var cache = new ManifestCache(working);
        var manifest = "{\"version\":\"1\",\"files\":[]}"u8.ToArray();
        var hash = FastestClient.HashOf("{\"version\":\"1\",\"files\":[]}");
        using var api = new FastestApi(new Uri("http://127.0.0.1:1"), null);
        cache.Keep([1]);
        cache.Keep(manifest);
        Assert.Empty((await cache.OfAsync(hash, api, TestContext.Current.CancellationToken)).Entries);
        await File.WriteAllBytesAsync(folder.Full(".fst/manifest"), manifest[..5], TestContext.Current.CancellationToken);
        // It is asked for, and nobody answers here.
        await Assert.ThrowsAsync<FastestApiException>(() => cache.OfAsync(hash, api, TestContext.Current.CancellationToken));
    }
}
