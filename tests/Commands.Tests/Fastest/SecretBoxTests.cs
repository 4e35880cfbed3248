using System.Security.Cryptography;
using EventSourced.Commands.Fastest;
using EventSourced.EventStore;

namespace EventSourced.Commands.Tests.Fastest;

/// <summary>Secrets are encrypted for one use, and the same for a repeated request.</summary>
public sealed class SecretBoxTests
{
    private readonly SecretBox _box = new(new Keys());

    [Theory]
    [InlineData("sk-4711")]
    [InlineData("")]
    [InlineData("ключ 🔑")]
    public async Task A_secret_is_read_back_for_its_use_alone(string text)
    {
        var sealedText = await _box.SealAsync("env/1/TOKEN", text);
        Assert.True(SecretBox.IsSealed(sealedText));
        if (text.Length > 0) Assert.DoesNotContain(text, sealedText, StringComparison.Ordinal);
        Assert.Equal(text, await _box.OpenAsync("env/1/TOKEN", sealedText));
        await Assert.ThrowsAnyAsync<CryptographicException>(() => _box.OpenAsync("env/2/TOKEN", sealedText));
    }

    [Fact]
    public async Task A_repeated_request_gives_the_same_text_and_another_text_or_use_another_nonce()
    {
        var one = await _box.SealAsync("use", "secret");
        Assert.Equal(one, await _box.SealAsync("use", "secret"));
        // Moving characters from the use to the text is another use and another text.
        string[] all = [one, await _box.SealAsync("use", "secres"), await _box.SealAsync("uses", "ecret"), await _box.SealAsync("us", "esecret")];
        Assert.Equal(all.Length, all.Select(text => Convert.ToHexString(Convert.FromBase64String(text["enc:v1:".Length..])[..12])).Distinct().Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("sk-4711")]
    [InlineData("enc:v1:")]
    [InlineData("enc:v1:AAAA")]
    [InlineData("enc:v1:not base64 at all, and long enough to be one")]
    public void Plain_text_is_not_taken_for_a_secret(string? text) => Assert.False(SecretBox.IsSealed(text));

    private sealed class Keys : ISecretStore
    {
        private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

        public Task<byte[]> GetOrCreateAsync(string name, int sizeInBytes, CancellationToken cancellationToken = default) => Task.FromResult(_key);

        public Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken = default) => Task.FromResult<byte[]?>(_key);

        public Task<bool> DestroyAsync(string name, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
