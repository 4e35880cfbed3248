namespace EventSourced.Commands.Rabbit.Language;

/// <summary>Words that make a turn an emotional moment.</summary>
/// <remarks>
/// Words of scripts without spaces match anywhere in the text; all others match only as whole words, ignoring case, so that "mad" is not
/// found in "made". The match closest to the start of the text wins, and the longest of those that start at the same position. So a child
/// who mixes languages or names two feelings is quoted with the first one, and the order of a configured list has no effect.
/// </remarks>
internal sealed class EmotionLexicon(IEnumerable<string> words)
{
    private readonly string[] _words = [.. words.Select(word => word.Trim()).Where(word => word.Length > 0).OrderByDescending(word => word.Length)];

    public static IReadOnlyList<string> Japanese { get; } =
        ["うれしい", "たのしい", "だいすき", "すき", "かなしい", "こわい", "さみしい", "いたい", "おこる", "なく"];

    public static IReadOnlyList<string> English { get; } =
    [
        "happy", "fun", "glad", "yay", "love", "loves", "like", "likes", "excited", "proud", "sad", "scared", "scary", "afraid", "lonely",
        "miss", "hurt", "hurts", "ouch", "angry", "mad", "cry", "cries", "cried", "crying",
    ];

    public static EmotionLexicon Default { get; } = new([.. Japanese, .. English]);

    /// <summary>The first word of the lexicon in the text, as the lexicon writes it, or null.</summary>
    public string? FirstIn(string text)
    {
        string? first = null;
        var position = int.MaxValue;
        // The longest words are tried first, so a shorter one only wins if it starts earlier.
        foreach (var word in _words)
        {
            var found = Scripts.HasUnspaced(word) ? text.IndexOf(word, StringComparison.Ordinal) : WholeWord(text, word);
            if (found < 0 || found >= position) continue;
            (first, position) = (word, found);
        }
        return first;
    }

    private static int WholeWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]))) return at;
        }
        return -1;
    }
}
