using System.Security.Cryptography;
using System.Text;
using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Rabbit.Speech;
using EventSourced.Commands.Rabbit.Speech.BuiltIn;
using EventSourced.EventStore;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventSourced.Api.Tests.Rabbit.Speech;

public sealed class SpeechCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("es-speech-").FullName;
    private readonly FileObjectStore _objects;
    private static readonly byte[] s_secret = RandomNumberGenerator.GetBytes(32);
    private readonly Speaker _speaker = new();

    public SpeechCacheTests() => _objects = new FileObjectStore(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_text_is_synthesised_once()
    {
        var key = await NewCache().KeyOfAsync("やあ", "ja", default);
        Assert.Equal(key, await NewCache().KeyOfAsync("やあ", "ja", default));
        Assert.Equal(1, _speaker.Times);
        Assert.Equal(SpeechKeys.Of(s_secret, "やあ", "voice"), key);
        Assert.True(await _objects.ExistsAsync(key!));
        _speaker.Voice = "other";
        Assert.NotEqual(key, await NewCache().KeyOfAsync("やあ", "ja", default));
        Assert.Null(await NewCache().KeyOfAsync(" ", "ja", default));
    }

    [Fact]
    public async Task Concurrent_requests_synthesise_once_and_a_cancelled_one_does_not_affect_the_others()
    {
        var cache = NewCache();
        _speaker.Gate = new TaskCompletionSource();
        using var impatient = new CancellationTokenSource();
        var first = cache.KeyOfAsync("やあ", "ja", impatient.Token);
        var others = Enumerable.Range(0, 20).Select(_ => cache.KeyOfAsync("やあ", "ja", default)).ToList();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _speaker.Gate.SetResult();
        Assert.Single((await Task.WhenAll(others)).Distinct());
        Assert.Equal(1, _speaker.Times);
    }

    [Fact]
    public async Task Failed_synthesis_has_no_key_and_is_retried_the_next_time()
    {
        var cache = NewCache();
        _speaker.Failure = new ModelServiceException("away");
        Assert.Null(await cache.KeyOfAsync("やあ", "ja", default));
        _speaker.Failure = null;
        Assert.NotNull(await cache.KeyOfAsync("やあ", "ja", default));
    }

    [Fact]
    public async Task The_audio_of_the_first_process_is_kept()
    {
        _speaker.Gate = new TaskCompletionSource();
        var asked = NewCache().KeyOfAsync("やあ", "ja", default);
        await _objects.PutNamedAsync(SpeechKeys.Of(s_secret, "やあ", "voice"), new MemoryStream("theirs"u8.ToArray()), 100);
        _speaker.Gate.SetResult();
        await using var kept = await _objects.OpenReadAsync((await asked)!);
        Assert.Equal("theirs", await new StreamReader(kept).ReadToEndAsync());
    }

    [Theory]
    [InlineData("", 14)]
    [InlineData("こんにちは", 21)]
    [InlineData("こんにちは！うさぎだよ", 46)]
    public async Task The_built_in_voice_is_silence_as_long_as_the_text(string text, int frames)
    {
        var mp3 = (await new SilentSynthesizer().SynthesizeAsync(text, "ja", default)).ToArray();
        Assert.Equal(frames * SilentSynthesizer.FrameBytes, mp3.Length);
        for (var i = 0; i < mp3.Length; i++)
            Assert.Equal((i % SilentSynthesizer.FrameBytes) switch { 0 => 0xFF, 1 => 0xF3, 2 => 0x18, 3 => 0xC0, _ => 0 }, mp3[i]);
    }

    [Fact]
    public async Task The_name_cannot_be_computed_from_the_text()
    {
        var key = await NewCache().KeyOfAsync("やあ", "ja", default);
        var guessed = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("voice\0やあ")));
        Assert.NotEqual($"tts/{guessed}.mp3", key);
        Assert.NotEqual(SpeechKeys.Of(new byte[32], "やあ", "voice"), key);
    }

    [Fact]
    public async Task Without_storage_nothing_new_is_synthesised_and_existing_audio_stays()
    {
        var key = await NewCache().KeyOfAsync("やあ", "ja", default);
        var full = NewCache(new SpeechOptions { MaxStoredBytes = 1 });
        Assert.Null(await full.KeyOfAsync("またね", "ja", default));
        Assert.Equal(key, await full.KeyOfAsync("やあ", "ja", default));
        Assert.Equal(1, _speaker.Times);
    }

    private SpeechCache NewCache(SpeechOptions? options = null) =>
        new(_objects, _speaker, new OneSecret(), new StoredAudio(_objects, options ?? new SpeechOptions(), TimeProvider.System), NullLogger<SpeechCache>.Instance);

    private sealed class OneSecret : ISecretStore
    {
        public Task<byte[]> GetOrCreateAsync(string name, int sizeInBytes, CancellationToken cancellationToken = default) => Task.FromResult(s_secret);

        public Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken = default) => Task.FromResult<byte[]?>(s_secret);

        public Task<bool> DestroyAsync(string name, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }

    private sealed class Speaker : ISpeechSynthesizer
    {
        private int _times;

        public int Times => _times;

        public string Voice { get; set; } = "voice";

        public TaskCompletionSource? Gate { get; set; }

        public Exception? Failure { get; set; }

        public async Task<ReadOnlyMemory<byte>> SynthesizeAsync(string text, string language, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _times);
            if (Gate is { } gate) await gate.Task;
            return Failure is null ? "spoken"u8.ToArray() : throw Failure;
        }
    }
}
