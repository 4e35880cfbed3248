using System.Security.Cryptography;
using System.Text;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Name-based ids like UUID version 5, but with SHA-256 and therefore version 8 of RFC 9562.</summary>
internal static class TurnIds
{
    /// <summary>The turn's own id if it is a UUID; else derived from its session and id, or from the file and its position in it.</summary>
    public static Guid Of(string contentSha256, int index, Utterance utterance) =>
        utterance.TurnId is null ? Named($"{contentSha256}\n{index}")
        : Own(utterance.TurnId) ?? Named($"{utterance.SessionId}\n{utterance.TurnId}");

    /// <summary>The id in the file if it is a UUID.</summary>
    public static Guid? Own(string? id) => Guid.TryParse(id, out var own) && own != Guid.Empty ? own : null;

    /// <summary>The scope in which the id is unique.</summary>
    public static TurnIdentity IdentityOf(Utterance utterance) =>
        utterance.TurnId is null ? TurnIdentity.Position : Own(utterance.TurnId) is null ? TurnIdentity.Name : TurnIdentity.Unique;

    private static Guid Named(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16);
        hash[6] = (byte)(hash[6] & 0x0F | 0x80);
        hash[8] = (byte)(hash[8] & 0x3F | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
