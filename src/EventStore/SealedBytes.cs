using System.Security.Cryptography;

namespace EventSourced.EventStore;

/// <summary>Bytes that are encrypted and authenticated by AES-GCM with a random nonce: nonce, ciphertext, tag.</summary>
internal static class SealedBytes
{
    /// <summary>How much longer sealed bytes are.</summary>
    public const int Overhead = NonceSize + TagSize;

    private const int NonceSize = 12, TagSize = 16;

    /// <summary>Encrypts bytes.</summary>
    /// <param name="key">The key.</param>
    /// <param name="plain">The bytes.</param>
    /// <param name="associated">Identifies where they belong: they cannot be decrypted elsewhere.</param>
    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated)
    {
        var bytes = new byte[plain.Length + Overhead];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceSize));
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(bytes.AsSpan(0, NonceSize), plain, bytes.AsSpan(NonceSize, plain.Length), bytes.AsSpan(NonceSize + plain.Length), associated);
        return bytes;
    }

    /// <summary>Decrypts bytes; null when they belong elsewhere, were sealed with another key, or were modified.</summary>
    /// <param name="key">The key.</param>
    /// <param name="bytes">The sealed bytes.</param>
    /// <param name="associated">As when they were sealed.</param>
    public static byte[]? Open(byte[] key, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> associated)
    {
        if (bytes.Length < Overhead) return null;
        var plain = new byte[bytes.Length - Overhead];
        using var aes = new AesGcm(key, TagSize);
        try
        {
            aes.Decrypt(bytes[..NonceSize], bytes.Slice(NonceSize, plain.Length), bytes[(NonceSize + plain.Length)..], plain, associated);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
