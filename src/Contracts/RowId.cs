using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EventSourced.Contracts;

/// <summary>Integer row ids that are the same on every machine and after every rebuild: the first 63 bits of SHA-256 over the table and its natural key.</summary>
public static class RowId
{
    /// <summary>The id of the row of <paramref name="table"/> with this natural key.</summary>
    /// <param name="table">Documented table name with its schema, such as <c>brand.tenants</c>. A table that extends another passes the base's name.</param>
    /// <param name="naturalKey">The parts of the natural key in their documented order.</param>
    public static long Of(string table, params ReadOnlySpan<string> naturalKey)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, table);
        foreach (var part in naturalKey) Append(hash, part);
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(hash.GetHashAndReset()) >> 1);
    }

    // Each part is hashed with its length, so that ("ab","c") and ("a","bc") differ.
    private static void Append(IncrementalHash hash, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
