using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EventSourced.Contracts;

/// <summary>Integer row ids that are the same on every machine and after every rebuild: the first 63 bits of SHA-256 over the table and its natural key.</summary>
public static class RowId
{
    private const int LengthBytes = sizeof(int), OnStack = 1_024;

    /// <summary>The id of the row of <paramref name="table"/> with this natural key.</summary>
    /// <param name="table">Documented table name with its schema, such as <c>brand.tenants</c>. A table that extends another passes the base's name.</param>
    /// <param name="naturalKey">The parts of the natural key in their documented order.</param>
    public static long Of(string table, params ReadOnlySpan<string> naturalKey)
    {
        if (naturalKey.Length > RecentRowIds.MaxParts) return Compute(table, naturalKey);
        ref var recent = ref RecentRowIds.OfThread.SlotOf(table, naturalKey);
        if (!recent.Has(table, naturalKey)) recent.Set(table, naturalKey, Compute(table, naturalKey));
        return recent.Id;
    }

    private static long Compute(string table, ReadOnlySpan<string> naturalKey)
    {
        var longest = LargestSize(table);
        foreach (var part in naturalKey) longest += LargestSize(part);
        // A rebuild computes millions of ids: the hash without objects on the heap.
        var rented = longest > OnStack ? ArrayPool<byte>.Shared.Rent(longest) : null;
        Span<byte> bytes = rented is null ? stackalloc byte[OnStack] : rented;
        var size = Append(bytes, table);
        foreach (var part in naturalKey) size += Append(bytes[size..], part);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        RecentRowIds.OfThread.Hash(bytes[..size], hash);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(hash) >> 1);
    }

    private static int LargestSize(string part) => LengthBytes + Encoding.UTF8.GetMaxByteCount(part.Length);

    // Each part is hashed with its length, so that ("ab","c") and ("a","bc") differ.
    private static int Append(Span<byte> bytes, string part)
    {
        var length = Encoding.UTF8.GetBytes(part, bytes[LengthBytes..]);
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        return LengthBytes + length;
    }
}
