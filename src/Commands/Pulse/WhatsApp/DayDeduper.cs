using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>
/// Gives the messages of one day their content hashes. Identical messages of one sender get ordinals in file order, so that a repetition
/// stays a message of its own and an export read again gives the same hashes.
/// </summary>
/// <param name="hasher">The hasher of the community.</param>
public sealed class DayDeduper(MessageHasher hasher)
{
    private readonly Dictionary<Digest, int> _seen = [];

    /// <summary>Hash of the next message of the day.</summary>
    /// <param name="sender">The sender as the transcript has it.</param>
    /// <param name="text">The text, or the caption of media.</param>
    /// <param name="attachment">Name of the attached file, if known.</param>
    public MessageHash Add(string sender, string text, string? attachment)
    {
        var senderHash = hasher.SenderHash(sender);
        var normalised = MessageHasher.NormaliseText(text, attachment);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        MessageHasher.ContentHash(senderHash, normalised, 1, hash);
        ref var ordinal = ref CollectionsMarshal.GetValueRefOrAddDefault(_seen, MemoryMarshal.Read<Digest>(hash), out _);
        ordinal++;
        if (ordinal > 1) MessageHasher.ContentHash(senderHash, normalised, ordinal, hash);
        return new MessageHash(senderHash, Convert.ToHexStringLower(hash));
    }

    private readonly record struct Digest(ulong A, ulong B, ulong C, ulong D);
}

/// <summary>The hashes that stand for one message.</summary>
/// <param name="SenderHash">HMAC-SHA-256 of the normalised sender, lower-case hex.</param>
/// <param name="ContentHash">SHA-256 over sender hash, normalised text and ordinal, lower-case hex.</param>
public readonly record struct MessageHash(string SenderHash, string ContentHash);
