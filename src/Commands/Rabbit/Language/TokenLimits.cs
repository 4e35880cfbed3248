using EventSourced.Commands.Text;

namespace EventSourced.Commands.Rabbit.Language;

/// <summary>Limits on the words of a turn, for every tokenizer. Lengths are UTF-16 units.</summary>
internal static class TokenLimits
{
    public const int MaxTokens = 30;
    public const int MaxLength = 12;

    /// <summary>Maximum number of words in <c>vocabularyDetected</c> of an answer.</summary>
    public const int MaxDetected = 10;

    public static IReadOnlyList<string> Apply(IEnumerable<string> tokens) =>
        [.. tokens.Select(token => TextCut.Head(token, MaxLength)).Where(token => token.Length > 0).Take(MaxTokens)];
}
