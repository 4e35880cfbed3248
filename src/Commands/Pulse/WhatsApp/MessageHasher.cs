using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Hashes senders and messages of one community, so that no names and texts need to be stored. Not thread-safe.</summary>
public sealed class MessageHasher
{
    private const int MaxCachedSenders = 100_000;

    private readonly byte[] _key;
    private readonly Dictionary<string, string> _senders = new(StringComparer.Ordinal);

    /// <summary>Creates a hasher with the secret of a community. Destroying the secret makes the hashes anonymous.</summary>
    /// <param name="communityKey">The secret; copied.</param>
    public MessageHasher(ReadOnlySpan<byte> communityKey) => _key = communityKey.ToArray();

    /// <summary>HMAC-SHA-256 of the normalised sender, lower-case hex.</summary>
    /// <param name="sender">The sender as the transcript has it.</param>
    public string SenderHash(string sender)
    {
        ArgumentNullException.ThrowIfNull(sender);
        if (_senders.TryGetValue(sender, out var known)) return known;
        var hash = Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(NormaliseSender(sender))));
        if (_senders.Count < MaxCachedSenders) _senders.Add(sender, hash);
        return hash;
    }

    /// <summary>Marks removed, NFKC, trimmed, inner white space collapsed, lower-case; a phone number becomes "+" and its digits.</summary>
    /// <param name="sender">The sender as the transcript has it.</param>
    public static string NormaliseSender(string sender)
    {
        ArgumentNullException.ThrowIfNull(sender);
        var name = WhiteSpace.Collapse(Normalization.Safe(SenderNames.Clean(sender), NormalizationForm.FormKC));
        return PhoneNumber.TryNormalise(name, out var phone) ? phone : name.ToLowerInvariant();
    }

    /// <summary>NFKC, trimmed, white space collapsed, case kept; media become <c>[media:NAME]</c> and the caption.</summary>
    /// <param name="text">The text, or the caption of media.</param>
    /// <param name="attachment">Name of the attached file, if known.</param>
    public static string NormaliseText(string text, string? attachment)
    {
        ArgumentNullException.ThrowIfNull(text);
        var normalised = Normalise(text);
        if (attachment is null) return normalised;
        var media = $"[media:{Normalise(attachment)}]";
        return normalised.Length == 0 ? media : $"{media} {normalised}";
    }

    /// <summary>SHA-256 of sender hash, normalised text and, from the second identical message on, its ordinal; lower-case hex.</summary>
    /// <param name="senderHash">Result of <see cref="SenderHash"/>.</param>
    /// <param name="normalisedText">Result of <see cref="NormaliseText"/>.</param>
    /// <param name="ordinal">1 for the first of identical messages of the sender on a day.</param>
    public static string ContentHash(string senderHash, string normalisedText, int ordinal)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        ContentHash(senderHash, normalisedText, ordinal, hash);
        return Convert.ToHexStringLower(hash);
    }

    internal static void ContentHash(string senderHash, string normalisedText, int ordinal, Span<byte> hash)
    {
        var most = senderHash.Length + 1 + Encoding.UTF8.GetMaxByteCount(normalisedText.Length) + 16;
        byte[]? rented = most > 1024 ? ArrayPool<byte>.Shared.Rent(most) : null;
        var input = rented ?? stackalloc byte[1024];
        var length = Encoding.UTF8.GetBytes(senderHash, input);
        input[length++] = (byte)'\n';
        length += Encoding.UTF8.GetBytes(normalisedText, input[length..]);
        if (ordinal > 1)
        {
            "\n#"u8.CopyTo(input[length..]);
            ordinal.TryFormat(input[(length + 2)..], out var digits, default, System.Globalization.CultureInfo.InvariantCulture);
            length += 2 + digits;
        }
        SHA256.HashData(input[..length], hash);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    private static string Normalise(string text)
    {
        if (Marks.NeedsCleaning(text)) text = Marks.Clean(text);
        return WhiteSpace.Collapse(Ascii.IsValid(text) ? text : Normalization.Safe(text, NormalizationForm.FormKC));
    }
}
