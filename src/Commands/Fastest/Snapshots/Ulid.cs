using System.Security.Cryptography;

namespace EventSourced.Commands.Fastest.Snapshots;

/// <summary>ULIDs: 48 bits of time in ms and 80 further bits, as 26 characters of Crockford's base 32 that sort by time.</summary>
internal static class Ulid
{
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>The ULID of a time and a seed: the same for a repeated command.</summary>
    /// <param name="at">The time.</param>
    /// <param name="seed">Makes it unique.</param>
    public static string Of(DateTimeOffset at, Guid seed)
    {
        Span<byte> hash = stackalloc byte[32], bytes = stackalloc byte[16];
        seed.TryWriteBytes(bytes);
        SHA256.HashData(bytes, hash);
        var value = ((UInt128)(ulong)at.ToUnixTimeMilliseconds() << 80) | (System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash) >> 48);
        return string.Create(26, value, static (text, rest) =>
        {
            for (var i = text.Length - 1; i >= 0; i--, rest >>= 5) text[i] = Digits[(int)(rest & 31)];
        });
    }
}
