using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>
/// Large bodies take little memory of the API. A large blob is streamed in both directions. <c>ES_BLOB_MEBIBYTES</c> is its size, 256 by default.
/// </summary>
public sealed class BlobMemoryTests(ServedUser served) : IClassFixture<ServedUser>
{
    private const int MiB = 1024 * 1024;
    private static readonly int s_size = int.Parse(Environment.GetEnvironmentVariable("ES_BLOB_MEBIBYTES") ?? "256", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_manifest_of_a_million_entries_is_refused_in_little_memory()
    {
        var (system, ann) = (served.System, served.User);
        // Code that runs for the first time needs some memory.
        await PutManifestAsync(ann, 10_000, HttpStatusCode.Created);
        var before = system.ApiMemory;
        using var measured = new CancellationTokenSource();
        var peak = system.PeakAsync(measured.Token);
        var error = (await PutManifestAsync(ann, 1_000_000, HttpStatusCode.UnprocessableEntity))["error"]!;
        await measured.CancelAsync();
        var grown = await peak - before;
        Assert.Equal("VALIDATION_ERROR", (string?)error["code"]);
        Assert.Matches("Manifest, entry 500000, byte [0-9]+: a tree has at most 500,000 entries. Leave", (string)error["message"]!);
        TestContext.Current.TestOutputHelper?.WriteLine($"{before / MiB} MiB before, {grown / MiB} MiB more at the peak.");
        Assert.True(grown < 64 * MiB, $"The API had {before / MiB} MiB, and {grown / MiB} MiB more.");
    }

    [Fact]
    public async Task A_large_blob_goes_up_and_down_in_little_memory_and_a_broken_upload_leaves_nothing()
    {
        var (system, ann) = (served.System, served.User);
        // Code that runs for the first time needs some memory.
        await UpAsync(ann, 16, seed: 1);
        await DownAsync(ann, 16, seed: 1);
        var before = system.ApiMemory;
        using var measured = new CancellationTokenSource();
        var peak = system.PeakAsync(measured.Token);
        var watch = Stopwatch.StartNew();
        await UpAsync(ann, s_size, seed: 2);
        await DownAsync(ann, s_size, seed: 2);
        await BreakAsync(ann, s_size, seed: 3);
        await measured.CancelAsync();
        var grown = await peak - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{s_size} MiB up and down and half of it again in {watch.Elapsed.TotalSeconds:0.0} s; {before / MiB} MiB before, {grown / MiB} MiB more at the peak.");
        Assert.True(grown < 64 * MiB, $"The API had {before / MiB} MiB, and {grown / MiB} MiB more during a blob of {s_size} MiB.");
        JsonNode? stats = null;
        await system.UntilAsync("the broken upload is removed", async () =>
        {
            stats = JsonNode.Parse(await ann.GetStringAsync("/v1/blobs/stats", TestContext.Current.CancellationToken))!;
            return !Directory.EnumerateFiles(Path.Combine(system.Objects, ".tmp")).Any();
        });
        Assert.Equal((2, (16L + s_size) * MiB), ((int)stats!["blobs"]!, (long)stats["blob_bytes"]!));
    }

    private static async Task UpAsync(HttpClient user, int size, byte seed)
    {
        using var answer = await user.PutAsync($"/v1/blobs/upload/{HashOf(size, seed)}", new GeneratedBytes(size, seed));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    private static async Task DownAsync(HttpClient user, int size, byte seed)
    {
        var hash = HashOf(size, seed);
        await using var content = await user.GetStreamAsync($"/v1/blobs/download/{hash}");
        Assert.Equal(hash, Convert.ToHexStringLower(await SHA256.HashDataAsync(content)));
    }

    private static async Task BreakAsync(HttpClient user, int size, byte seed) =>
        await Assert.ThrowsAsync<HttpRequestException>(() => user.PutAsync($"/v1/blobs/upload/{HashOf(size, seed)}", new GeneratedBytes(size, seed, sent: size / 2)));

    private static async Task<JsonNode> PutManifestAsync(HttpClient user, int entries, HttpStatusCode expected)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in GeneratedManifest.Parts(entries)) hash.AppendData(Encoding.UTF8.GetBytes(part));
        using var answer = await user.PutAsync($"/v1/blobs/manifests/{Convert.ToHexStringLower(hash.GetHashAndReset())}", new GeneratedManifest(entries));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private static string HashOf(int size, byte seed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var part = GeneratedBytes.Part(seed);
        for (var i = 0; i < size; i++) hash.AppendData(part);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A body of so many MiB, of which only some are sent before it breaks.</summary>
    private sealed class GeneratedBytes(int size, byte seed, int? sent = null) : HttpContent
    {
        public static byte[] Part(byte seed)
        {
            var part = new byte[MiB];
            new Random(seed).NextBytes(part);
            return part;
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var part = Part(seed);
            for (var i = 0; i < (sent ?? size); i++) await stream.WriteAsync(part);
            if (sent is not null) throw new IOException("The connection breaks.");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = (long)size * MiB;
            return true;
        }
    }

    /// <summary>A manifest of so many entries on one line, sent in parts.</summary>
    private sealed class GeneratedManifest(int entries) : HttpContent
    {
        public static IEnumerable<string> Parts(int entries)
        {
            yield return """{"version":"1","files":[""";
            for (var i = 0; i < entries; i++) yield return string.Create(CultureInfo.InvariantCulture, $$"""{{(i == 0 ? "" : ",")}}{"path":"src/part{{i / 20:d6}}/file{{i:d8}}.cs","hash":"{{i:x64}}","size":{{i}}}""");
            yield return "]}";
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var buffer = new StringBuilder();
            foreach (var part in Parts(entries))
            {
                buffer.Append(part);
                if (buffer.Length < 64 * 1024) continue;
                await stream.WriteAsync(Encoding.UTF8.GetBytes(buffer.ToString()));
                buffer.Clear();
            }
            await stream.WriteAsync(Encoding.UTF8.GetBytes(buffer.ToString()));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
