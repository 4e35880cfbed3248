using System.Text;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Commands.Tests.Fastest.Trees;

/// <summary>The memory that the check of a large manifest takes.</summary>
[CollectionDefinition(nameof(ManifestMemoryTests), DisableParallelization = true)]
[Collection(nameof(ManifestMemoryTests))]
public sealed class ManifestMemoryTests
{
    private const long MiB = 1024 * 1024;

    [Fact]
    public async Task A_manifest_of_ten_megabytes_on_one_line_is_checked_in_a_few_and_every_blob_is_reported()
    {
        var content = Manifest(90_000);
        Assert.InRange(content.Length, 10 * MiB, 20 * MiB);
        Assert.DoesNotContain((byte)'\n', content);
        var blobs = 0;
        // Code that runs for the first time needs some memory.
        await new ManifestCheck(() => Open(Manifest(10))).RunAsync((_, _) => Task.CompletedTask, TestContext.Current.CancellationToken);
        var (before, most) = (GC.GetTotalMemory(forceFullCollection: true), 0L);
        await new ManifestCheck(() => Open(content)).RunAsync((_, _) =>
        {
            if (++blobs % 10_000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            return Task.CompletedTask;
        }, TestContext.Current.CancellationToken);
        Assert.Equal(90_000, blobs);
        Assert.True(most < 4 * MiB, $"{most} bytes are in use.");
    }

    [Fact]
    public async Task A_million_entries_are_refused_at_the_first_above_the_limit_without_keeping_any()
    {
        var content = new EndlessManifest();
        await new ManifestCheck(() => Open(Manifest(10))).RunAsync((_, _) => Task.CompletedTask, TestContext.Current.CancellationToken);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        content.EachStep = () => content.Most = Math.Max(content.Most, GC.GetTotalMemory(forceFullCollection: true) - before);
        var error = await Assert.ThrowsAsync<ManifestException>(() => new ManifestCheck(() => content).RunAsync(
            (_, _) => throw new InvalidOperationException("Nothing may be reported of a manifest that is refused."), TestContext.Current.CancellationToken));
        Assert.Equal(TreeLimits.MaxEntries, error.Entry);
        Assert.Contains("at most 500,000 entries. Leave generated files out", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Position);
        Assert.True(content.Most < 4 * MiB, $"{content.Most} bytes are in use.");
    }

    private static MemoryStream Open(byte[] content) => new(content, writable: false);

    private static byte[] Manifest(int entries) =>
        Encoding.UTF8.GetBytes($$"""{"version":"1","files":[{{string.Join(',', Enumerable.Range(0, entries).Select(EndlessManifest.Entry))}}]}""");
}
