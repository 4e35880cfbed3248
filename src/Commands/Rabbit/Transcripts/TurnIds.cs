using System.Security.Cryptography;
using System.Text;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Ids made from content: name-based like version 5, but with SHA-256 and therefore version 8 of RFC 9562.</summary>
internal static class TurnIds
{
    /// <summary>The file's own id when it is a UUID; else one made of its session and id, or of the file and the place in it.</summary>
    public static Guid Of(string contentSha256, int index, Utterance utterance)
    {
        if (utterance.TurnId is null) return Named($"{contentSha256}\n{index}");
        return Guid.TryParse(utterance.TurnId, out var own) ? own : Named($"{utterance.SessionId}\n{utterance.TurnId}");
    }

    private static Guid Named(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16);
        hash[6] = (byte)(hash[6] & 0x0F | 0x80);
        hash[8] = (byte)(hash[8] & 0x3F | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
