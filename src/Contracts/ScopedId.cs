using System.Buffers.Binary;
using System.Text;

namespace EventSourced.Contracts;

/// <summary>
/// Ids of things that belong to a scope and are used without it: the first 32 bits of such an id are the key of its scope, so that commands which name only the id are
/// handled in one order with those that name the scope.
/// </summary>
public static class ScopedId
{
    /// <summary>An id that follows from a scope and a seed.</summary>
    /// <param name="scope">The scope, as the member of other commands has it.</param>
    /// <param name="seed">What makes it unique.</param>
    public static Guid Of(string scope, string seed) => Of(KeyOf(scope), $"{scope}\n{seed}");

    /// <summary>An id that follows from the key of a scope and a seed.</summary>
    /// <param name="key">The key of the scope.</param>
    /// <param name="seed">What makes it unique.</param>
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

    /// <summary>The key of a scope: the first 32 bits of SHA-256. Two scopes may share one, and are then handled in one order.</summary>
    /// <param name="scope">The scope.</param>
    public static uint KeyOf(string scope) => BinaryPrimitives.ReadUInt32BigEndian(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(scope)));
}
