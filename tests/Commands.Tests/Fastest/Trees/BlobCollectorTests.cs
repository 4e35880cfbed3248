using System.Collections.Concurrent;
using System.Text;
using EventSourced.Commands.Fastest;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.EventStore;

namespace EventSourced.Commands.Tests.Fastest.Trees;

/// <summary>A collection deletes what nothing names, and nothing that somebody is about to name.</summary>
public sealed class BlobCollectorTests : IDisposable
{
    private static readonly TimeSpan s_grace = TimeSpan.FromHours(1);
    private readonly Guid _user = Guid.NewGuid();
    private readonly string _folder = Directory.CreateTempSubdirectory("es-blobs-").FullName;
    private readonly ConcurrentDictionary<ContentHash, bool> _named = [];
    private readonly Clock _clock = new();
    private readonly FileObjectStore _objects;

    public BlobCollectorTests() => _objects = new(_folder, _clock);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Old_blobs_that_no_manifest_names_are_deleted()
    {
        var (named, orphan) = (await PutAsync("named"), await PutAsync("orphan"));
        await PutManifestAsync(named);
        _clock.Now += s_grace * 2;
        var young = await PutAsync("young");

        var dry = await CollectAsync(dryRun: true);
        Assert.Equal([orphan], dry.Orphans);
        Assert.Equal((1, 1, 0), (dry.Manifests, dry.Live, dry.Deleted));
        Assert.True(await ExistsAsync(orphan));

        Assert.Equal(1, (await CollectAsync()).Deleted);
        Assert.Equal((true, false, true), (await ExistsAsync(named), await ExistsAsync(orphan), await ExistsAsync(young)));
    }

    [Fact]
    public async Task A_blob_that_was_uploaded_again_or_touched_within_the_grace_is_kept()
    {
        var (again, touched) = (await PutAsync("again"), await PutAsync("touched"));
        _clock.Now += s_grace * 2;
        await PutAsync("again");
        Assert.True(await _objects.TouchAsync(TreeKeys.Blob(_user, touched)));
        Assert.Equal(0, (await CollectAsync()).Deleted);
        _clock.Now += s_grace * 2;
        Assert.Equal([again, touched], (await CollectAsync(dryRun: true)).Orphans.Order(StringComparer.Ordinal).OrderBy(h => h == touched));
        Assert.False(await _objects.TouchAsync(TreeKeys.Blob(_user, Hash("never stored"))));
    }

    [Fact]
    public async Task Another_users_manifest_does_not_keep_a_blob_and_a_maximum_is_kept_to()
    {
        var blobs = new[] { await PutAsync("1"), await PutAsync("2"), await PutAsync("3") };
        await PutManifestAsync(blobs[0], Guid.NewGuid());
        _clock.Now += s_grace * 2;
        Assert.Equal(2, (await CollectAsync(max: 2)).Deleted);
        Assert.Equal(1, (await CollectAsync()).Deleted);
    }

    [Fact]
    public async Task Without_the_bytes_of_a_manifest_nothing_is_deleted()
    {
        var blob = await PutAsync("blob");
        await _objects.PutNamedAsync(TreeKeys.Manifest(_user, Hash("damaged")), new MemoryStream("{"u8.ToArray()), 100);
        Name(Hash("damaged"));
        _clock.Now += s_grace * 2;
        await Assert.ThrowsAsync<ManifestException>(() => CollectAsync());
        Assert.True(await ExistsAsync(blob));
    }

    [Fact]
    public async Task A_manifest_that_nothing_names_is_deleted_with_its_blobs_after_the_grace()
    {
        var (shared, lost, kept) = (await PutAsync("shared"), await PutAsync("lost"), await PutAsync("kept"));
        await PutManifestAsync([shared, kept], _user);
        var left = await PutManifestAsync([shared, lost], _user, isNamed: false);
        Assert.Empty((await CollectAsync()).OrphanManifests);
        _clock.Now += s_grace * 2;
        var young = await PutManifestAsync([await PutAsync("young")], _user, isNamed: false);

        var dry = await CollectAsync(dryRun: true);
        Assert.Equal([left], dry.OrphanManifests);
        Assert.Equal([lost], dry.Orphans);
        Assert.Equal((2, 0), (dry.Manifests, dry.DeletedManifests));
        Assert.True(await ManifestExistsAsync(left));

        var collected = await CollectAsync();
        Assert.Equal((1, 1), (collected.DeletedManifests, collected.Deleted));
        Assert.Equal((false, true), (await ManifestExistsAsync(left), await ManifestExistsAsync(young)));
        Assert.Equal((true, false, true), (await ExistsAsync(shared), await ExistsAsync(lost), await ExistsAsync(kept)));
    }

    [Fact]
    public async Task A_damaged_manifest_that_nothing_names_is_deleted()
    {
        await _objects.PutNamedAsync(TreeKeys.Manifest(_user, Hash("damaged")), new MemoryStream("{"u8.ToArray()), 100);
        _clock.Now += s_grace * 2;
        Assert.Equal(1, (await CollectAsync()).DeletedManifests);
    }

    [Fact]
    public async Task Collections_beside_registrations_never_delete_what_a_registered_snapshot_needs()
    {
        const int Rounds = 60, Clients = 4;
        using var stop = new CancellationTokenSource();
        var collecting = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) await CollectAsync();
        });
        var (registered, refused) = (0, 0);
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                List<(string Manifest, string Blob)> old = [];
                for (var i = 0; i < Clients; i++)
                {
                    var blob = await PutAsync($"{round} {i}");
                    old.Add((await PutManifestAsync([blob], _user, isNamed: false), blob));
                }
                // Nobody named them in time, and now the collector and somebody with a snapshot come at once.
                _clock.Now += s_grace * 2;
                await Task.WhenAll(old.Select((o, i) => Task.Run(() => RegisterAsync(o.Manifest, o.Blob, TimeSpan.FromMilliseconds(i * round % 5)))));
            }
        }
        finally
        {
            await stop.CancelAsync();
            await collecting;
        }
        await CollectAsync();
        foreach (var manifest in _named.Keys) Assert.True(await ManifestExistsAsync(manifest.ToString()));
        TestContext.Current.TestOutputHelper?.WriteLine($"{registered} were registered, {refused} refused because the manifest was gone.");

        // As the handler does: it touches the manifest, and appends the event that names it.
        async Task RegisterAsync(string manifest, string blob, TimeSpan pause)
        {
            await Task.Delay(pause);
            if (!await new StoredManifests(_objects).TouchAsync(_user, manifest))
            {
                Interlocked.Increment(ref refused);
                return;
            }
            await Task.Yield();
            Name(manifest);
            Interlocked.Increment(ref registered);
            Assert.True(await ExistsAsync(blob), $"{blob} of a registered snapshot is gone");
        }
    }

    [Fact]
    public async Task Collections_beside_uploads_never_delete_a_blob_of_a_stored_manifest()
    {
        const int Rounds = 40, Clients = 4, Abandoned = 12;
        using var stop = new CancellationTokenSource();
        var collecting = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) await CollectAsync();
        });
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                // Old blobs that no manifest names yet: clients use them while the collector deletes them.
                for (var i = 0; i < Abandoned; i++) await PutAsync($"{round} {i}");
                _clock.Now += s_grace * 2;
                await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => UploadAsync(round, [.. Enumerable.Range(0, Abandoned).Where(i => (i + client) % 3 != 0)]))));
            }
        }
        finally
        {
            await stop.CancelAsync();
            await collecting;
        }
    }

    // As a client does: it asks, uploads what is missing, and stores the manifest.
    private async Task UploadAsync(int round, IReadOnlyList<int> numbers)
    {
        foreach (var text in numbers.Select(i => $"{round} {i}"))
            if (!await _objects.TouchAsync(TreeKeys.Blob(_user, Hash(text)))) await PutAsync(text);
        List<string> blobs = [.. numbers.Select(i => Hash($"{round} {i}"))];
        await PutManifestAsync(blobs, _user);
        foreach (var blob in blobs) Assert.True(await ExistsAsync(blob), $"round {round}: {blob} of a stored manifest is gone");
    }

    private Task<CollectedBlobs> CollectAsync(bool dryRun = false, int max = 100) => new BlobCollector(_objects, _clock).CollectAsync(
        _user, _ => Task.FromResult<IReadOnlySet<ContentHash>>(_named.Keys.ToHashSet()), s_grace, dryRun, max);

    private void Name(string manifest) => _named[ContentHash.TryParse(manifest, out var hash) ? hash : default] = true;

    private Task<bool> ManifestExistsAsync(string hash) => _objects.ExistsAsync(TreeKeys.Manifest(_user, hash));

    private Task<bool> ExistsAsync(string hash) => _objects.ExistsAsync(TreeKeys.Blob(_user, hash));

    private async Task<string> PutAsync(string text) =>
        (await _objects.PutVerifiedAsync(TreeKeys.Blob(_user, Hash(text)), Hash(text), new MemoryStream(Encoding.UTF8.GetBytes(text)), 100)).Sha256;

    private Task<string> PutManifestAsync(string blob, Guid? user = null) => PutManifestAsync([blob], user ?? _user);

    private async Task<string> PutManifestAsync(IReadOnlyList<string> blobs, Guid user, bool isNamed = true)
    {
        var bytes = new MemoryStream();
        await ManifestWriter.WriteAsync(FileTree.Of(blobs.Distinct().Select(b => TreeEntry.File(b, ContentHash.TryParse(b, out var hash) ? hash : default))), bytes);
        foreach (var blob in blobs) await _objects.TouchAsync(TreeKeys.Blob(user, blob));
        bytes.Position = 0;
        var name = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes.ToArray()));
        await _objects.PutVerifiedAsync(TreeKeys.Manifest(user, name), name, bytes, 1_000_000);
        if (isNamed) Name(name);
        return name;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private sealed class Clock : TimeProvider
    {
        private long _ticks = new DateTimeOffset(2026, 3, 9, 12, 0, 0, TimeSpan.Zero).Ticks;

        public DateTimeOffset Now
        {
            get => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);
            set => Interlocked.Exchange(ref _ticks, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
