using System.Buffers.Binary;
using System.Text;

namespace EventSourced.Contracts;

/// <summary>
/// Ids that contain the key of a scope in their first 32 bits, for entities that commands refer to without their scope. So commands that have only the id are ordered
/// together with those that have the scope.
/// </summary>
public static class ScopedId
{
    /// <summary>Derives an id from a scope and a seed.</summary>
    /// <param name="scope">The value of the scope member in other commands.</param>
    /// <param name="seed">Makes the id unique.</param>
    public static Guid Of(string scope, string seed) => Of(KeyOf(scope), $"{scope}\n{seed}");

    /// <summary>Derives an id from the key of a scope and a seed.</summary>
    /// <param name="key">The key of the scope.</param>
    /// <param name="seed">Makes the id unique.</param>
    public static Guid Of(uint key, string seed)
    {
        Span<byte> bytes = stackalloc byte[16];
        DerivedId.Of(seed).TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, key);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The key of the scope that an id was made for.</summary>
    /// <param name="id">An id of <see cref="Of(string, string)"/>.</param>
    public static uint KeyOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>The key of a scope: the first 32 bits of SHA-256. Two scopes may have the same key, and are then ordered together.</summary>
    /// <param name="scope">The scope.</param>
    public static uint KeyOf(string scope) => BinaryPrimitives.ReadUInt32BigEndian(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(scope)));
}
