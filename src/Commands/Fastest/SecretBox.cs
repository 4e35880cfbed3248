using System.Security.Cryptography;
using System.Text;
using EventSourced.EventStore;

namespace EventSourced.Commands.Fastest;

/// <summary>
/// Encrypts secrets before they enter a command: <c>enc:v1:</c> and base64 of a 12-byte nonce, the ciphertext and the tag of AES-256-GCM (specification, 2.1).
/// The nonce follows from the use and the text, so that a retried request is the same command. Equal texts of one use are therefore recognisable as equal; different
/// texts never share a nonce.
/// </summary>
/// <param name="secrets">Holds the key.</param>
public sealed class SecretBox(ISecretStore secrets)
{
    private const string Prefix = "enc:v1:";
    private const int NonceSize = 12, TagSize = 16;
    private byte[]? _key;

    /// <summary>Whether a text has the form of an encrypted secret.</summary>
    /// <param name="text">The text.</param>
    public static bool IsSealed(string? text) =>
        text is not null && text.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(text[Prefix.Length..], new byte[text.Length], out var size) && size >= NonceSize + TagSize;

    /// <summary>Encrypts a secret.</summary>
    /// <param name="use">Where it belongs, such as <c>api_key/{user}/{provider}</c>: it cannot be decrypted elsewhere.</param>
    /// <param name="text">The secret.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<string> SealAsync(string use, string text, CancellationToken cancellationToken = default)
    {
        var key = await KeyAsync(cancellationToken);
        var (plain, associated) = (Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(use));
        var box = new byte[NonceSize + plain.Length + TagSize];
        byte[] seed = [.. BitConverter.GetBytes(associated.Length), .. associated, .. plain];
        HMACSHA256.HashData(NonceKeyOf(key), seed).AsSpan(0, NonceSize).CopyTo(box);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(box.AsSpan(0, NonceSize), plain, box.AsSpan(NonceSize, plain.Length), box.AsSpan(NonceSize + plain.Length), associated);
        return Prefix + Convert.ToBase64String(box);
    }

    /// <summary>Decrypts a secret.</summary>
    /// <param name="use">Where it belongs.</param>
    /// <param name="text">The encrypted secret.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="CryptographicException">It was encrypted for another use or with another key, or was changed.</exception>
    public async Task<string> OpenAsync(string use, string text, CancellationToken cancellationToken = default)
    {
        if (!IsSealed(text)) throw new CryptographicException($"The secret of {use} is not encrypted as {Prefix}.");
        var box = Convert.FromBase64String(text[Prefix.Length..]);
        var plain = new byte[box.Length - NonceSize - TagSize];
        using var aes = new AesGcm(await KeyAsync(cancellationToken), TagSize);
        aes.Decrypt(box.AsSpan(0, NonceSize), box.AsSpan(NonceSize, plain.Length), box.AsSpan(NonceSize + plain.Length), plain, Encoding.UTF8.GetBytes(use));
        return Encoding.UTF8.GetString(plain);
    }

    private static byte[] NonceKeyOf(byte[] key) => HMACSHA256.HashData(key, "fastest nonce"u8.ToArray());

    private async Task<byte[]> KeyAsync(CancellationToken cancellationToken) => _key ??= await secrets.GetOrCreateAsync("fastest/secrets", 32, cancellationToken);
}
