using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>
/// Computes the content hashes of one day's messages. Identical messages of one sender are numbered in file order, so that each repetition is a message of its own and
/// reading the export again gives the same hashes.
/// </summary>
/// <param name="hasher">The hasher of the community.</param>
/// <param name="keepTexts">Whether to keep the texts of the day, which <see cref="ContentHash"/> needs.</param>
public sealed class DayDeduper(MessageHasher hasher, bool keepTexts = false)
{
    private readonly Dictionary<Digest, int> _groups = [];
    private readonly List<int> _counts = [];
    private readonly List<(string SenderHash, string Text)> _texts = [];

    /// <summary>Hash of the next message of the day.</summary>
    /// <param name="sender">The sender as the transcript has it.</param>
    /// <param name="text">The text, or the caption of media.</param>
    /// <param name="attachment">Name of the attached file, if known.</param>
    public MessageHash Add(string sender, string text, string? attachment) => Next(Identify(sender, text, attachment));

    /// <summary>The group of identical messages that a message belongs to, numbered from 0 in order of appearance. Does not count the message.</summary>
    internal IdentifiedMessage Identify(string sender, string text, string? attachment)
    {
        var senderHash = hasher.SenderHash(sender);
        var normalised = MessageHasher.NormaliseText(text, attachment);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        MessageHasher.ContentHash(senderHash, normalised, 1, hash);
        var first = MemoryMarshal.Read<Digest>(hash);
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, first, out var exists);
        if (!exists)
        {
            group = _counts.Count;
            _counts.Add(0);
            if (keepTexts) _texts.Add((senderHash, normalised));
        }
        return new(group, senderHash, normalised, first);
    }

    /// <summary>Counts a message and returns its hash.</summary>
    internal MessageHash Next(in IdentifiedMessage message)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (++CollectionsMarshal.AsSpan(_counts)[message.Group] == 1) MemoryMarshal.Write(hash, message.First);
        else MessageHasher.ContentHash(message.SenderHash, message.Text, _counts[message.Group], hash);
        return new MessageHash(message.SenderHash, Convert.ToHexStringLower(hash));
    }

    /// <summary>Hash of the n-th message of a group, whether or not it was counted.</summary>
    /// <param name="group">The group.</param>
    /// <param name="ordinal">From 1.</param>
    internal string ContentHash(int group, int ordinal) => MessageHasher.ContentHash(_texts[group].SenderHash, _texts[group].Text, ordinal);

    internal readonly record struct IdentifiedMessage(int Group, string SenderHash, string Text, Digest First);

    internal readonly record struct Digest(ulong A, ulong B, ulong C, ulong D);
}

/// <summary>The hashes of one message.</summary>
/// <param name="SenderHash">HMAC-SHA-256 of the normalised sender, lower-case hex.</param>
/// <param name="ContentHash">SHA-256 over sender hash, normalised text and ordinal, lower-case hex.</param>
public readonly record struct MessageHash(string SenderHash, string ContentHash);
