namespace EventSourced.Commands.Rabbit.Language;

/// <summary>What every tokenizer keeps of a turn. Lengths are UTF-16 units.</summary>
internal static class TokenLimits
{
    public const int MaxTokens = 30;
    public const int MaxLength = 12;

    /// <summary>What <c>vocabularyDetected</c> of an answer shows at most.</summary>
    public const int MaxDetected = 10;

    public static IReadOnlyList<string> Apply(IEnumerable<string> tokens) =>
        [.. tokens.Select(token => TextCut.Head(token, MaxLength)).Where(token => token.Length > 0).Take(MaxTokens)];
}
