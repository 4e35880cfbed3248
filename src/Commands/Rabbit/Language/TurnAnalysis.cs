using EventSourced.Commands.Text;

namespace EventSourced.Commands.Rabbit.Language;

/// <summary>One occurrence of a word in a turn.</summary>
/// <param name="Ordinal">Index among the words of the turn, from 0.</param>
/// <param name="Word">The word from the tokenizer.</param>
/// <param name="IsNew">Whether the word was unknown before the turn; then every occurrence in the turn is new.</param>
internal sealed record TurnWord(int Ordinal, string Word, bool IsNew);

/// <summary>A remarkable moment of a turn, for the parents.</summary>
/// <param name="Type">One of <see cref="HighlightTypes"/>.</param>
/// <param name="Description">One line with the reason.</param>
/// <param name="Excerpt">The beginning of the text.</param>
internal sealed record TurnHighlight(string Type, string Description, string Excerpt);

internal static class HighlightTypes
{
    public const string NewWord = "new_word";
    public const string LongSentence = "long_sentence";
    public const string EmotionalMoment = "emotional_moment";
}

/// <summary>The analysis of the child's language in a turn: a pure function of the text, its tokens and the words known before.</summary>
/// <param name="Words">Every token in order.</param>
/// <param name="NewWords">Distinct new words in order of their first token.</param>
/// <param name="Highlights">New words, then a long sentence, then an emotional moment.</param>
internal sealed record TurnAnalysis(IReadOnlyList<TurnWord> Words, IReadOnlyList<string> NewWords, IReadOnlyList<TurnHighlight> Highlights)
{
    public const int LongTokens = 8;
    public const int LongCharacters = 20;
    public const int ExcerptLength = 100;

    /// <param name="text">The child's text.</param>
    /// <param name="tokens">The words of the text.</param>
    /// <param name="known">Whether the scope (session or child) had the word before this turn.</param>
    /// <param name="lexicon">Emotion words.</param>
    public static TurnAnalysis Of(string text, IReadOnlyList<string> tokens, Func<string, bool> known, EmotionLexicon lexicon)
    {
        string[] fresh = [.. tokens.Distinct(StringComparer.Ordinal).Where(token => !known(token))];
        var isNew = fresh.ToHashSet(StringComparer.Ordinal);
        var excerpt = TextCut.Head(text, ExcerptLength);
        List<TurnHighlight> highlights = [.. fresh.Select(word => new TurnHighlight(HighlightTypes.NewWord, $"New word learned: {word}", excerpt))];
        if (tokens.Count >= LongTokens || SeparatorTokenizer.Prepare(text).Length >= LongCharacters)
            highlights.Add(new(HighlightTypes.LongSentence, $"Long sentence: {tokens.Count} words", excerpt));
        if (lexicon.FirstIn(text) is { } feeling)
            highlights.Add(new(HighlightTypes.EmotionalMoment, $"Emotional expression: {feeling}", excerpt));
        return new([.. tokens.Select((token, ordinal) => new TurnWord(ordinal, token, isNew.Contains(token)))], fresh, highlights);
    }
}
