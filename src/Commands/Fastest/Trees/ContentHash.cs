using System.Buffers.Binary;
using System.Security.Cryptography;

namespace EventSourced.Commands.Fastest.Trees;

/// <summary>SHA-256 of the bytes of a blob or a manifest. It is written as 64 lower-case hex digits; upper-case digits are read as well (§1.1, §1.2).</summary>
public readonly record struct ContentHash
{
    // Numbers of 128 bits would be shorter here, but no method that handles them is compiled ahead of time.
    private readonly ulong _first, _second, _third, _fourth;

    private ContentHash(ReadOnlySpan<byte> digest) => (_first, _second, _third, _fourth) = (
        BinaryPrimitives.ReadUInt64BigEndian(digest), BinaryPrimitives.ReadUInt64BigEndian(digest[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(digest[16..]), BinaryPrimitives.ReadUInt64BigEndian(digest[24..]));

    /// <summary>Bytes of the hash.</summary>
    public const int Bytes = SHA256.HashSizeInBytes;

    /// <summary>Digits of the text.</summary>
    public const int Digits = 2 * Bytes;

    /// <summary>The hash of some bytes.</summary>
    /// <param name="content">The bytes.</param>
    public static ContentHash Of(ReadOnlySpan<byte> content)
    {
        Span<byte> digest = stackalloc byte[Bytes];
        SHA256.HashData(content, digest);
        return FromDigest(digest);
    }

    /// <summary>The hash of the rest of a stream.</summary>
    /// <param name="content">Read to its end.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async ValueTask<ContentHash> OfAsync(Stream content, CancellationToken cancellationToken = default) =>
        FromDigest(await SHA256.HashDataAsync(content, cancellationToken));

    /// <summary>A hash that was computed elsewhere.</summary>
    /// <param name="digest">Its 32 bytes.</param>
    public static ContentHash FromDigest(ReadOnlySpan<byte> digest) => new(digest);

    /// <summary>Reads 64 hex digits.</summary>
    /// <param name="text">The text, as UTF-8.</param>
    /// <param name="hash">The hash, or the default.</param>
    /// <returns>Whether the text is a hash.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out ContentHash hash)
    {
        Span<byte> digest = stackalloc byte[Bytes];
        var valid = text.Length == Digits && Convert.FromHexString(text, digest, out _, out _) == System.Buffers.OperationStatus.Done;
        hash = valid ? FromDigest(digest) : default;
        return valid;
    }

    /// <summary>Reads 64 hex digits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hash">The hash, or the default.</param>
    /// <returns>Whether the text is a hash.</returns>
    public static bool TryParse(string? text, out ContentHash hash)
    {
        Span<byte> digest = stackalloc byte[Bytes];
        var valid = text?.Length == Digits && Convert.FromHexString(text, digest, out _, out _) == System.Buffers.OperationStatus.Done;
        hash = valid ? FromDigest(digest) : default;
        return valid;
    }

    /// <summary>The 64 digits as ASCII.</summary>
    /// <param name="text">At least <see cref="Digits"/> bytes.</param>
    public void Write(Span<byte> text)
    {
        Span<byte> digest = stackalloc byte[Bytes];
        WriteDigest(digest);
        Convert.TryToHexStringLower(digest, text, out _);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> digest = stackalloc byte[Bytes];
        WriteDigest(digest);
        return Convert.ToHexStringLower(digest);
    }

    /// <summary>The hash as it is.</summary>
    /// <param name="digest">At least <see cref="Bytes"/> bytes.</param>
    public void WriteDigest(Span<byte> digest)
    {
        BinaryPrimitives.WriteUInt64BigEndian(digest, _first);
        BinaryPrimitives.WriteUInt64BigEndian(digest[8..], _second);
        BinaryPrimitives.WriteUInt64BigEndian(digest[16..], _third);
        BinaryPrimitives.WriteUInt64BigEndian(digest[24..], _fourth);
    }
}
