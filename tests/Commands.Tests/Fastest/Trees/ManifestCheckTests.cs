using System.Text;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Commands.Tests.Fastest.Trees;

/// <summary>Manifests that are checked before they are accepted.</summary>
public sealed class ManifestCheckTests
{
    [Fact]
    public async Task A_path_that_occurs_twice_is_found_wherever_it_is()
    {
        foreach (var (paths, entry) in ((string[] Paths, int Entry)[])[(["a", "a"], 1), (["a", "b", "b"], 2), (["b", "a", "b"], 2)])
        {
            var text = $$"""{"version":"1","files":[{{string.Join(',', paths.Select(p => $$"""{"path":"{{p}}","type":"dir"}"""))}}]}""";
            var error = await Assert.ThrowsAsync<ManifestException>(() => new ManifestCheck(() => Open(Encoding.UTF8.GetBytes(text))).RunAsync((_, _) => Task.CompletedTask, TestContext.Current.CancellationToken));
            Assert.Equal(entry, error.Entry);
        }
    }

    [Fact]
    public async Task Blobs_of_a_manifest_without_order_and_types_are_reported()
    {
        List<ContentHash> blobs = [];
        var text = $$"""{"files":[{"path":"b","hash":"{{TreeTexts.Hash("2")}}"},{"path":"d","type":"dir"},{"path":"a","hash":"{{TreeTexts.Hash("1")}}"}],"version":"1"}""";
        await new ManifestCheck(() => Open(Encoding.UTF8.GetBytes(text))).RunAsync((hash, _) =>
        {
            blobs.Add(hash);
            return Task.CompletedTask;
        }, TestContext.Current.CancellationToken);
        Assert.Equal([TreeTexts.Hash("2"), TreeTexts.Hash("1")], blobs);
    }

    private static MemoryStream Open(byte[] content) => new(content, writable: false);
}
