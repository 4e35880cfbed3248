using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EventSourced.Commands.Text;

namespace EventSourced.Commands.Rabbit.Replies;

/// <summary>The rabbit's reply without a language model. The same turn always gets the same reply, in every process.</summary>
/// <remarks>It repeats the child's words, so it has to pass <see cref="OutputGuard"/> like any other reply.</remarks>
internal static class FallbackReply
{
    private const int EchoLength = 10;

    public static IReadOnlyList<string> JapaneseEncouragements { get; } =
        ["もっとおしえて？", "それからどうしたの？", "すごいね！なにがすき？", "わあ！ほんとう？", "いっしょにあそぶ？"];

    public static IReadOnlyList<string> EnglishEncouragements { get; } =
        ["Tell me more?", "What happened then?", "Wow! What do you like?", "Oh! Really?", "Shall we play?"];

    public static string Compose(string childInput, Guid turnId, ReplyLanguage language = ReplyLanguage.Japanese)
    {
        var english = language == ReplyLanguage.English;
        var encouragements = english ? EnglishEncouragements : JapaneseEncouragements;
        var encouragement = encouragements[Pick(turnId, encouragements.Count)];
        var echo = TextCut.Head(childInput.Trim(), EchoLength);
        if (echo.Length == 0) return encouragement;
        return english ? $"You said \"{echo}\"! {encouragement}" : $"「{echo}」っていったね！{encouragement}";
    }

    /// <summary>Derived from SHA-256 of the id, because <see cref="Guid.GetHashCode"/> may change between versions.</summary>
    private static int Pick(Guid turnId, int count) =>
        (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(turnId.ToString("D")))) % (uint)count);
}
