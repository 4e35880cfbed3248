using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace EventSourced.EventStore.Personal;

/// <summary>An encrypted value in JSON: <c>enc1.</c>, the key's id, a dot, and nonce, ciphertext and tag of AES-256-GCM; both base64url.</summary>
internal static class PersonalToken
{
    private const int IdSize = 16, IdLength = 22;

    /// <summary>Prefix of every token.</summary>
    private static ReadOnlySpan<byte> Prefix => "enc1."u8;

    /// <summary>The token of a value, in the quotes of a JSON string.</summary>
    /// <param name="keyId">The key's id.</param>
    /// <param name="key">The key.</param>
    /// <param name="associated">Identifies where the value belongs: it cannot be decrypted elsewhere.</param>
    /// <param name="plain">The value.</param>
    public static byte[] Encrypt(Guid keyId, byte[] key, byte[] associated, ReadOnlySpan<byte> plain)
    {
        var encrypted = SealedBytes.Seal(key, plain, associated);
        return Encoding.ASCII.GetBytes($"\"enc1.{Base64Url.EncodeToString(keyId.ToByteArray(bigEndian: true))}.{Base64Url.EncodeToString(encrypted)}\"");
    }

    /// <summary>Whether a JSON value is a token; a value that was stored before the member was declared personal is not.</summary>
    /// <param name="raw">The JSON value, with its quotes.</param>
    public static bool Is(ReadOnlySpan<byte> raw) => raw is [(byte)'"', .. var text, (byte)'"'] && text.StartsWith(Prefix);

    /// <summary>Adds the ids of the keys of all tokens in a text. Text that only looks like a token adds an id that no key has.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="ids">Receives the ids.</param>
    public static void FindKeys(ReadOnlySpan<byte> json, HashSet<Guid> ids)
    {
        Span<byte> id = stackalloc byte[IdSize];
        for (int at; (at = json.IndexOf("\"enc1."u8)) >= 0;)
        {
            json = json[(at + 1 + Prefix.Length)..];
            if (json.Length > IdLength && json[IdLength] == '.'
                && Base64Url.DecodeFromUtf8(json[..IdLength], id, out _, out var length) == OperationStatus.Done && length == IdSize)
                ids.Add(new Guid(id, bigEndian: true));
        }
    }

    /// <summary>The parts of a token.</summary>
    /// <param name="raw">The JSON value, with its quotes.</param>
    /// <exception cref="PersonalDataException">It is not a complete token.</exception>
    public static (Guid KeyId, byte[] Encrypted) Read(ReadOnlySpan<byte> raw)
    {
        var text = raw[(Prefix.Length + 1)..^1];
        Span<byte> id = stackalloc byte[IdSize];
        try
        {
            if (text.Length > IdLength && text[IdLength] == '.' && Base64Url.TryDecodeFromUtf8(text[..IdLength], id, out var length) && length == IdSize
                && Base64Url.DecodeFromUtf8(text[(IdLength + 1)..]) is { Length: >= SealedBytes.Overhead } encrypted)
                return (new Guid(id, bigEndian: true), encrypted);
        }
        catch (FormatException)
        {
            // The exception below reports it.
        }
        throw new PersonalDataException("its encrypted form is damaged");
    }

    /// <summary>Decrypts a value; null when it belongs elsewhere or was modified.</summary>
    public static byte[]? Decrypt(byte[] key, byte[] associated, byte[] encrypted) => SealedBytes.Open(key, encrypted, associated);
}
