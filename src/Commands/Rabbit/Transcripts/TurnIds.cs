using System.Security.Cryptography;
using System.Text;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Ids made from content: name-based like version 5, but with SHA-256 and therefore version 8 of RFC 9562.</summary>
internal static class TurnIds
{
    /// <summary>The file's own id when it is a UUID; else one made of its session and id, or of the file and the place in it.</summary>
    public static Guid Of(string contentSha256, int index, Utterance utterance) =>
        utterance.TurnId is null ? Named($"{contentSha256}\n{index}")
        : Own(utterance.TurnId) ?? Named($"{utterance.SessionId}\n{utterance.TurnId}");

    /// <summary>The id as the file has it, when it is one that is unique everywhere.</summary>
    public static Guid? Own(string? id) => Guid.TryParse(id, out var own) && own != Guid.Empty ? own : null;

    /// <summary>How far the id reaches.</summary>
    public static TurnIdentity IdentityOf(Utterance utterance) =>
        utterance.TurnId is null ? TurnIdentity.Place : Own(utterance.TurnId) is null ? TurnIdentity.Name : TurnIdentity.Unique;

    private static Guid Named(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16);
        hash[6] = (byte)(hash[6] & 0x0F | 0x80);
        hash[8] = (byte)(hash[8] & 0x3F | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
