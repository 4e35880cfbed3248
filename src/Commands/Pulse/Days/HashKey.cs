using System.Runtime.InteropServices;

namespace EventSourced.Commands.Pulse.Days;

/// <summary>A content hash of 32 bytes as a value type, so that millions of them can be compared without strings.</summary>
internal readonly record struct HashKey(ulong A, ulong B, ulong C, ulong D)
{
    public const int Length = 32;

    public static HashKey Of(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != Length) throw new ArgumentException($"A content hash has {Length} bytes, not {hash.Length}.", nameof(hash));
        return MemoryMarshal.Read<HashKey>(hash);
    }

    public static HashKey OfHex(ReadOnlySpan<char> hex)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (Convert.FromHexString(hex, bytes, out var read, out var written) != System.Buffers.OperationStatus.Done || read != hex.Length || written != Length)
            throw new FormatException($"A content hash has {2 * Length} hex digits, not {hex.Length}.");
        return Of(bytes);
    }

    public string ToHex() => Convert.ToHexStringLower(MemoryMarshal.AsBytes(new ReadOnlySpan<HashKey>(in this)));

    // The bits of a SHA-256 need no further mixing.
    public override int GetHashCode() => (int)A;
}
