using System.Security.Cryptography;
using System.Text;

namespace EventSourced.EventStore.Signals;

/// <summary>
/// The address of a process for signals about outcomes, with a key. Every login of the database may listen to notifications and send some, so signals are encrypted and authenticated by the key,
/// which only travels with commands, by the broker.
/// </summary>
public sealed class ReplyAddress
{
    /// <summary>Most bytes of a text, so that the sealed text fits into a notification of PostgreSQL.</summary>
    public const int MostBytes = 5_500;

    private const int KeySize = 32, NameSize = 8;

    private readonly byte[] _key;

    private ReplyAddress(byte[] key)
    {
        _key = key;
        Name = Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, NameSize));
    }

    /// <summary>Its name, which is public.</summary>
    public string Name { get; }

    /// <summary>A new address.</summary>
    public static ReplyAddress Create() => new(RandomNumberGenerator.GetBytes(KeySize));

    /// <summary>The address of a text; null when it is none, such as that of an earlier version.</summary>
    /// <param name="text">What <see cref="ToString"/> returned.</param>
    public static ReplyAddress? TryParse(string text)
    {
        var key = new byte[KeySize];
        return text.Length == 2 * KeySize && Convert.FromHexString(text, key, out _, out _) == System.Buffers.OperationStatus.Done ? new ReplyAddress(key) : null;
    }

    /// <summary>The text for <see cref="TryParse"/>; secret.</summary>
    public override string ToString() => Convert.ToHexStringLower(_key);

    /// <summary>Encrypts a text for this address.</summary>
    /// <param name="text">The text.</param>
    public string Seal(string text) => Convert.ToBase64String(SealedBytes.Seal(_key, Encoding.UTF8.GetBytes(text), []));

    /// <summary>Decrypts a text; null when it was not sealed for this address.</summary>
    /// <param name="text">The sealed text.</param>
    public string? Open(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && SealedBytes.Open(_key, bytes.AsSpan(0, length), []) is { } plain ? Encoding.UTF8.GetString(plain) : null;
    }
}
