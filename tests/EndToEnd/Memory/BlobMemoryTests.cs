using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EventSourced.EndToEnd.Fastest;
using EventSourced.EndToEnd.Kills;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Memory;

/// <summary>
/// A large blob is streamed in both directions. <c>ES_BLOB_MEBIBYTES</c> is its size, 1024 by default.
/// </summary>
public sealed class BlobMemoryTests
{
    private const int MiB = 1024 * 1024;
    private static readonly int s_size = int.Parse(Environment.GetEnvironmentVariable("ES_BLOB_MEBIBYTES") ?? "1024", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_large_blob_goes_up_and_down_in_little_memory_and_a_broken_upload_leaves_nothing()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var servers = await TestServers.StartPrivateAsync(needBroker: true, stop);
        await using var system = await ServedSystem.CreateAsync(servers.PostgresConnectionString, servers.RabbitMqUri!, "blobs",
            ("Fastest__GoogleClientId", FastestWorld.Google.ClientId), ("Fastest__GoogleKeys", FastestWorld.Google.Keys),
            // A young generation of 16 MB, so that garbage does not count as used.
            ("DOTNET_GCgen0size", "0x1000000"));
        system.StartWorker();
        using var ann = new HttpClient { BaseAddress = system.Client.BaseAddress, Timeout = TimeSpan.FromMinutes(10) };
        await system.UntilAsync("a user is signed in", async () =>
        {
            using var answer = await ann.PostAsJsonAsync("/v1/auth/google", new { credential = FastestWorld.Credential("blobs@example.org", "blobs") });
            if (answer.StatusCode != HttpStatusCode.OK) return false;
            ann.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["access_token"]!);
            return true;
        });
        // Code that runs for the first time needs some memory.
        await UpAsync(ann, 16, seed: 1);
        await DownAsync(ann, 16, seed: 1);
        var before = system.ApiMemory;
        using var measured = new CancellationTokenSource();
        var peak = PeakAsync(system, measured.Token);
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
            stats = JsonNode.Parse(await ann.GetStringAsync("/v1/blobs/stats", stop))!;
            return !Directory.EnumerateFiles(Path.Combine(system.Objects, ".tmp")).Any();
        });
        Assert.Equal((2L, (16L + s_size) * MiB), ((long)stats!["blobs"]!, (long)stats["blob_bytes"]!));
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

    private static async Task<long> PeakAsync(ServedSystem system, CancellationToken stop)
    {
        var peak = 0L;
        while (!stop.IsCancellationRequested)
        {
            peak = Math.Max(peak, system.ApiMemory);
            await Task.Delay(20, CancellationToken.None);
        }
        return peak;
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
}
