using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace EventSourced.EventStore;

/// <summary>An encrypted value as JSON holds it: <c>enc1.</c>, the key's id, a dot, and nonce, ciphertext and tag of AES-256-GCM; both base64url.</summary>
internal static class PersonalToken
{
    private const int NonceSize = 12, TagSize = 16, IdSize = 16, IdLength = 22;

    /// <summary>What every token begins with.</summary>
    private static ReadOnlySpan<byte> Head => "enc1."u8;

    /// <summary>The token of a value, in the quotes of a JSON string.</summary>
    /// <param name="keyId">The key's id.</param>
    /// <param name="key">The key.</param>
    /// <param name="owner">What the value belongs to: moved elsewhere, it does not open.</param>
    /// <param name="plain">The value.</param>
    public static byte[] Encrypt(Guid keyId, byte[] key, byte[] owner, ReadOnlySpan<byte> plain)
    {
        var box = new byte[NonceSize + plain.Length + TagSize];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceSize));
        using (var aes = new AesGcm(key, TagSize))
            aes.Encrypt(box.AsSpan(0, NonceSize), plain, box.AsSpan(NonceSize, plain.Length), box.AsSpan(NonceSize + plain.Length), owner);
        return Encoding.ASCII.GetBytes($"\"enc1.{Base64Url.EncodeToString(keyId.ToByteArray(bigEndian: true))}.{Base64Url.EncodeToString(box)}\"");
    }

    /// <summary>Whether a JSON value is a token; what was stored before the member was declared personal is not.</summary>
    /// <param name="raw">The JSON value, with its quotes.</param>
    public static bool Is(ReadOnlySpan<byte> raw) => raw is [(byte)'"', .. var text, (byte)'"'] && text.StartsWith(Head);

    /// <summary>The parts of a token.</summary>
    /// <param name="raw">The JSON value, with its quotes.</param>
    /// <exception cref="PersonalDataException">It is no whole token.</exception>
    public static (Guid KeyId, byte[] Box) Read(ReadOnlySpan<byte> raw)
    {
        var text = raw[(Head.Length + 1)..^1];
        Span<byte> id = stackalloc byte[IdSize];
        try
        {
            if (text.Length > IdLength && text[IdLength] == '.' && Base64Url.TryDecodeFromUtf8(text[..IdLength], id, out var length) && length == IdSize
                && Base64Url.DecodeFromUtf8(text[(IdLength + 1)..]) is { Length: >= NonceSize + TagSize } box)
                return (new Guid(id, bigEndian: true), box);
        }
        catch (FormatException)
        {
            // Said below.
        }
        throw new PersonalDataException("its encrypted form is damaged");
    }

    /// <summary>The value in a box, or null when the box belongs to another owner, or was changed.</summary>
    public static byte[]? Open(byte[] key, byte[] owner, byte[] box)
    {
        var plain = new byte[box.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        try
        {
            aes.Decrypt(box.AsSpan(0, NonceSize), box.AsSpan(NonceSize, plain.Length), box.AsSpan(NonceSize + plain.Length), plain, owner);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
