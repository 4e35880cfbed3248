using System.Security.Cryptography;
using System.Text;

namespace EventSourced.Contracts;

/// <summary>Ids derived from a name: computing one again gives the same id, so that repeated requests have no further effect.</summary>
public static class DerivedId
{
    /// <summary>The first 128 bits of SHA-256 over the name.</summary>
    /// <param name="name">The name; different kinds have different prefixes.</param>
    public static Guid Of(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16), bigEndian: true);
}
