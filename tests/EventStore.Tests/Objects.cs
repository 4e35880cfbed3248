using System.Security.Cryptography;
using System.Text;

namespace EventSourced.EventStore.Tests;

public sealed class Objects : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"objects-{Guid.NewGuid():N}");
    private readonly Clock _clock = new();
    private readonly FileObjectStore _store;

    public Objects() => _store = new FileObjectStore(_folder, _clock);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task an_object_is_named_by_its_content_and_read_back()
    {
        var bytes = RandomNumberGenerator.GetBytes(300_000);
        var stored = await PutAsync(bytes);

        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Assert.Equal(new StoredObject($"community/garden/{hash}.zip", hash, 300_000) { IsNew = true, PutAt = stored.PutAt }, stored);
        await using var stream = await _store.OpenReadAsync(stored.Key);
        Assert.True(stream.CanSeek);
        stream.Seek(-10, SeekOrigin.End);
        var tail = new byte[10];
        await stream.ReadExactlyAsync(tail);
        Assert.Equal(bytes[^10..], tail);
        Assert.True(await _store.ExistsAsync(stored.Key));
        AssertNoTemp();
    }

    [Fact]
    public async Task only_their_owner_can_read_objects_and_their_folders()
    {
        if (OperatingSystem.IsWindows()) return;
        await PutAsync("hello"u8.ToArray());
        await NamedAsync("tts/a.mp3", "voice");
        foreach (var folder in Directory.GetDirectories(_folder, "*", SearchOption.AllDirectories).Append(_folder))
            Assert.Equal((folder, PrivateFiles.FolderMode), (folder, File.GetUnixFileMode(folder)));
        var files = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories);
        Assert.Equal(2, files.Length);
        foreach (var file in files) Assert.Equal((file, PrivateFiles.FileMode), (file, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task the_same_bytes_are_the_same_object_and_putting_them_again_updates_its_time()
    {
        var first = await PutAsync("hello"u8.ToArray());
        var before = _clock.Now;
        _clock.Now += TimeSpan.FromHours(1);
        Assert.Equal(first with { IsNew = false, PutAt = _clock.Now }, await PutAsync("hello"u8.ToArray()));

        Assert.False(await _store.DeleteAsync(first.Key, before));
        Assert.True(await _store.ExistsAsync(first.Key));
        Assert.True(await _store.DeleteAsync(first.Key, _clock.Now));
        Assert.False(await _store.ExistsAsync(first.Key));
        Assert.False(await _store.DeleteAsync(first.Key, _clock.Now));
        AssertNoTemp();
    }

    [Fact]
    public async Task objects_below_a_prefix_are_found_by_their_age_while_they_are_deleted()
    {
        foreach (var key in (string[])["raw/b/1.webm", "raw/b/2.webm", "raw/a/1.webm", "other/1.webm"]) await _store.PutNamedAsync(key, new MemoryStream([1]), 10);
        var before = _clock.Now;
        _clock.Now += TimeSpan.FromHours(1);
        await _store.PutNamedAsync("raw/a/2.webm", new MemoryStream([1]), 10);

        List<string> found = [];
        foreach (var key in _store.Find("raw", before))
        {
            found.Add(key);
            await _store.DeletePrefixAsync(key[..5]);
        }
        Assert.Equal(3, found.Count);
        Assert.Equal(["raw/a/1.webm", "raw/b/1.webm", "raw/b/2.webm"], found.Order());
        Assert.Empty(_store.Find("raw", before));
        Assert.Empty(_store.Find("nowhere", before));
    }

    [Fact]
    public async Task a_body_over_the_limit_is_refused_and_not_stored()
    {
        Assert.Equal(1000, (await PutAsync(new byte[1000], 1000)).Size);
        var e = await Assert.ThrowsAsync<ObjectTooLargeException>(() => PutAsync(new byte[1001], 1000));
        Assert.Equal(1000, e.MaxBytes);
        AssertNoTemp();
        Assert.Single(Directory.GetFiles(_folder, "*.zip", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task an_interrupted_body_is_not_stored()
    {
        await Assert.ThrowsAsync<IOException>(() => _store.PutAsync("a", "txt", new Interrupted(), long.MaxValue));
        AssertNoTemp();
        Assert.Empty(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task a_named_object_has_the_callers_key()
    {
        var stored = await NamedAsync("raw/s/t.webm", "hello");
        Assert.Equal(new StoredObject("raw/s/t.webm", Convert.ToHexStringLower(SHA256.HashData("hello"u8)), 5) { IsNew = true, PutAt = stored.PutAt }, stored);
        Assert.Equal("hello", await ReadAsync("raw/s/t.webm"));
        AssertNoTemp();
    }

    [Fact]
    public async Task a_named_object_is_never_replaced_by_other_bytes_and_putting_the_same_again_updates_its_time()
    {
        var first = await NamedAsync("raw/s/t.webm", "hello");
        var before = _clock.Now;
        _clock.Now += TimeSpan.FromHours(1);
        var e = await Assert.ThrowsAsync<ObjectDiffersException>(() => NamedAsync("raw/s/t.webm", "other"));
        Assert.Equal("raw/s/t.webm", e.Key);
        Assert.Equal("hello", await ReadAsync("raw/s/t.webm"));
        AssertNoTemp();

        Assert.Equal(first with { IsNew = false, PutAt = _clock.Now }, await NamedAsync("raw/s/t.webm", "hello"));
        Assert.False(await _store.DeleteAsync("raw/s/t.webm", before));
        Assert.True(await _store.DeleteAsync("raw/s/t.webm", _clock.Now));
        await NamedAsync("raw/s/t.webm", "other");
        Assert.Equal("other", await ReadAsync("raw/s/t.webm"));
        AssertNoTemp();
    }

    [Fact]
    public async Task of_concurrent_puts_of_different_bytes_under_one_name_one_succeeds()
    {
        for (var round = 0; round < 30; round++)
        {
            var key = $"race/{round}.bin";
            var puts = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
            {
                try
                {
                    await NamedAsync(key, $"bytes {i}");
                    return $"bytes {i}";
                }
                catch (ObjectDiffersException)
                {
                    return null;
                }
            })));
            Assert.Equal(Assert.Single(puts, p => p is not null), await ReadAsync(key));
        }
        AssertNoTemp();
    }

    [Fact]
    public async Task a_named_body_over_the_limit_is_refused_and_not_stored()
    {
        await Assert.ThrowsAsync<ObjectTooLargeException>(() => _store.PutNamedAsync("raw/s/t.webm", new MemoryStream(new byte[11]), 10));
        Assert.False(await _store.ExistsAsync("raw/s/t.webm"));
        AssertNoTemp();
    }

    [Fact]
    public void temporary_files_of_a_killed_process_are_deleted_later()
    {
        string PathOf(string name) => Path.Combine(_folder, ".tmp", name);
        File.WriteAllText(PathOf("old"), "half");
        File.SetLastWriteTimeUtc(PathOf("old"), _clock.Now.UtcDateTime.AddDays(-3));
        Directory.CreateDirectory(PathOf("folder/inner"));
        Directory.SetLastWriteTimeUtc(PathOf("folder"), _clock.Now.UtcDateTime.AddDays(-3));
        File.WriteAllText(PathOf("young"), "half");

        _ = new FileObjectStore(_folder, _clock);

        Assert.Equal(["young"], Directory.GetFileSystemEntries(Path.Combine(_folder, ".tmp")).Select(f => Path.GetFileName(f)!));
    }

    [Fact]
    public async Task a_missing_object_is_named()
    {
        var e = await Assert.ThrowsAsync<ObjectNotFoundException>(() => _store.OpenReadAsync("community/garden/abc.zip"));
        Assert.Equal("community/garden/abc.zip", e.Key);
    }

    [Fact]
    public async Task an_open_object_stays_readable_while_it_is_deleted()
    {
        var stored = await PutAsync("hello"u8.ToArray());
        using var reader = new StreamReader(await _store.OpenReadAsync(stored.Key), Encoding.UTF8);
        Assert.True(await _store.DeleteAsync(stored.Key, _clock.Now));
        Assert.Equal("hello", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task a_prefix_is_deleted_with_everything_below_it()
    {
        var one = await _store.PutAsync("community/garden", "txt", new MemoryStream([1]), 10);
        var two = await _store.PutAsync("community/garden/media", "txt", new MemoryStream([2]), 10);
        var other = await _store.PutAsync("community/gardeners", "txt", new MemoryStream([1]), 10);
        await _store.DeletePrefixAsync("community/garden");
        await _store.DeletePrefixAsync("community/garden");
        Assert.Equal((false, false, true), (await _store.ExistsAsync(one.Key), await _store.ExistsAsync(two.Key), await _store.ExistsAsync(other.Key)));
        AssertNoTemp();
    }

    [Theory]
    [InlineData("../x"), InlineData("/etc"), InlineData("a/../b"), InlineData("a//b"), InlineData(""), InlineData("a/"), InlineData(".tmp"), InlineData("a\\b"), InlineData("a\0b"), InlineData("ä")]
    public async Task a_key_cannot_point_outside_the_store(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await _store.PutAsync(key, "txt", Stream.Null, 1));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _store.PutNamedAsync(key, Stream.Null, 1));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _store.OpenReadAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _store.ExistsAsync(key));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _store.DeleteAsync(key, _clock.Now));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _store.DeletePrefixAsync(key));
    }

    [Theory]
    [InlineData(""), InlineData("a/b"), InlineData("."), InlineData("ZIP"), InlineData("abcdefghijklmnopq")]
    public async Task an_extension_has_only_lower_case_letters_and_digits(string extension) =>
        await Assert.ThrowsAsync<ArgumentException>(() => _store.PutAsync("a", extension, Stream.Null, 1));

    [Fact]
    public async Task a_deletion_never_deletes_a_concurrent_put()
    {
        for (var round = 0; round < 300; round++)
        {
            var stored = await PutAsync("race"u8.ToArray());
            var before = _clock.Now;
            _clock.Now += TimeSpan.FromSeconds(1);
            // A put reads the clock just before its file gets its name: that is when the deletion starts.
            using ManualResetEventSlim named = new(false, spinCount: 2000);
            var pause = round * 7 % 200;
            var deletion = Task.Run(() =>
            {
                named.Wait();
                Thread.SpinWait(pause);
                return _store.DeleteAsync(stored.Key, before);
            });
            _clock.Asked = named.Set;
            await PutAsync("race"u8.ToArray());
            _clock.Asked = null;
            await deletion;
            Assert.True(await _store.ExistsAsync(stored.Key), "A deletion of older objects deleted a newer put.");
        }
    }

    private Task<StoredObject> PutAsync(byte[] bytes, long maxBytes = 1_000_000) => _store.PutAsync("community/garden", "zip", new MemoryStream(bytes), maxBytes);

    private Task<StoredObject> NamedAsync(string key, string text) => _store.PutNamedAsync(key, new MemoryStream(Encoding.UTF8.GetBytes(text)), 100);

    private async Task<string> ReadAsync(string key)
    {
        using var reader = new StreamReader(await _store.OpenReadAsync(key), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    private void AssertNoTemp() => Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder, ".tmp")));

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Some.Noon;

        public Action? Asked { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            Asked?.Invoke();
            return Now;
        }
    }

    private sealed class Interrupted : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _reads++ < 2 ? ValueTask.FromResult(100) : throw new IOException("The client went away.");
    }
}
