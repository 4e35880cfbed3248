namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// The lexicon's findings in one message. Rules that the specification leaves open: a word's polarity is negated when at least one
/// negation is among the two tokens before it in the same sentence; a phrase with its own polarity replaces that of its words; each
/// emoji counts and is never negated; a message is urgent if it has an urgency term or three exclamation marks; it is a request if it has
/// a question mark, a question word or a help word.
/// </summary>
internal readonly record struct MessageFindings(int Positive, int Negative, WordRoles Roles, uint Themes)
{
    private const int NegationReach = 2;
    private const int UrgentExclamations = 3;

    public int Hits => Positive + Negative;

    /// <summary>−1 … +1.</summary>
    public double Score => (double)(Positive - Negative) / Math.Max(1, Hits);

    public bool IsConflict => Roles.Has(WordRoles.Conflict);

    public bool IsUrgent => Roles.Has(WordRoles.Urgency);

    public bool IsRequest => Roles.Has(WordRoles.Request);

    /// <param name="message">The message's tokens.</param>
    /// <param name="language">The message's language.</param>
    /// <param name="lexicon">The lexicon.</param>
    /// <param name="polarity">A buffer, grown as needed.</param>
    public static MessageFindings Of(MessageTokens message, int language, Lexicon lexicon, ref sbyte[] polarity)
    {
        var tokens = message.Tokens;
        if (polarity.Length < tokens.Length) polarity = new sbyte[2 * tokens.Length];
        var roles = WordRoles.None;
        uint themes = 0;
        var negation = int.MinValue / 2;
        for (var i = 0; i < tokens.Length; i++)
        {
            polarity[i] = 0;
            var word = tokens[i].Word;
            if (word == MessageTokens.SentenceEnd) negation = int.MinValue / 2;
            if (word < 0) continue;
            ref readonly var meaning = ref lexicon.Read(word, language);
            roles |= meaning.Roles;
            themes |= meaning.Themes;
            polarity[i] = PolarityOf(meaning.Roles, negated: i - negation <= NegationReach);
            if (lexicon.EndsPhrase(word)) ReadPhrases(tokens, i, language, lexicon, polarity, negation, ref roles, ref themes);
            if (meaning.Roles.Has(WordRoles.Negation)) negation = i;
        }
        if (message.Exclamations >= UrgentExclamations) roles |= WordRoles.Urgency;
        if (message.HasQuestionMark) roles |= WordRoles.Request;
        int positive = message.PositiveEmoji, negative = message.NegativeEmoji;
        foreach (var sign in polarity.AsSpan(0, tokens.Length))
        {
            if (sign > 0) positive++;
            else if (sign < 0) negative++;
        }
        return new MessageFindings(positive, negative, roles, themes);
    }

    private static void ReadPhrases(
        ReadOnlySpan<Token> tokens, int last, int language, Lexicon lexicon, sbyte[] polarity, int negation, ref WordRoles roles, ref uint themes)
    {
        for (var length = 2; length <= 3 && last - length + 1 >= 0; length++)
        {
            var first = last - length + 1;
            // An unknown word has the index −1, which marks a phrase of two words.
            if (length == 3 && tokens[first].Word < 0) break;
            var phrase = lexicon.Phrase(length == 3 ? tokens[first].Word : -1, tokens[last - 1].Word, tokens[last].Word);
            if (phrase < 0) continue;
            ref readonly var meaning = ref lexicon.Read(phrase, language);
            roles |= meaning.Roles;
            themes |= meaning.Themes;
            // A negation inside the phrase ("no problem") belongs to it and does not negate it.
            var sign = PolarityOf(meaning.Roles, negated: negation < first && first - negation <= NegationReach);
            if (sign == 0) continue;
            polarity.AsSpan(first, length).Clear();
            polarity[last] = sign;
        }
    }

    private static sbyte PolarityOf(WordRoles roles, bool negated)
    {
        var sign = (roles & (WordRoles.Positive | WordRoles.Negative)) switch
        {
            WordRoles.Positive => 1,
            WordRoles.Negative => -1,
            _ => 0,
        };
        return (sbyte)(negated ? -sign : sign);
    }
}
