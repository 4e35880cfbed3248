using System.Security.Cryptography;
using System.Text;

namespace EventSourced.Contracts;

/// <summary>Ids that follow from a name: whoever computes one anew gets the same, so that what is sent or made twice is one thing.</summary>
public static class DerivedId
{
    /// <summary>The first 128 bits of SHA-256 over the name.</summary>
    /// <param name="name">What the id stands for; different kinds begin differently.</param>
    public static Guid Of(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16), bigEndian: true);
}
