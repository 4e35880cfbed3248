namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// What one message says, by the lexicon. Decided here: a word flips when a negation is among the two tokens before it in the same
/// sentence, however many there are; a phrase with a polarity of its own replaces that of its words; emoji count each time they
/// appear and are never flipped; a message is urgent with an urgency term or three exclamation marks anywhere in it; it is a request
/// with a question mark or a question or help word.
/// </summary>
internal readonly record struct MessageFindings(int Positive, int Negative, Roles Roles, uint Themes)
{
    private const int NegationReach = 2;
    private const int UrgentExclamations = 3;

    public int Hits => Positive + Negative;

    /// <summary>−1 … +1.</summary>
    public double Score => (double)(Positive - Negative) / Math.Max(1, Hits);

    public bool IsConflict => Roles.Has(Roles.Conflict);

    public bool IsUrgent => Roles.Has(Roles.Urgency);

    public bool IsRequest => Roles.Has(Roles.Request);

    /// <param name="message">The message's tokens.</param>
    /// <param name="language">The message's language.</param>
    /// <param name="lexicon">The lexicon.</param>
    /// <param name="polarity">A buffer, grown as needed.</param>
    public static MessageFindings Of(MessageTokens message, int language, Lexicon lexicon, ref sbyte[] polarity)
    {
        var tokens = message.Tokens;
        if (polarity.Length < tokens.Length) polarity = new sbyte[2 * tokens.Length];
        var roles = Roles.None;
        uint themes = 0;
        var negation = int.MinValue / 2;
        for (var i = 0; i < tokens.Length; i++)
        {
            polarity[i] = 0;
            var word = tokens[i].Word;
            if (word == MessageTokens.SentenceEnd) negation = int.MinValue / 2;
            if (word < 0) continue;
            ref readonly var reading = ref lexicon.Read(word, language);
            roles |= reading.Roles;
            themes |= reading.Themes;
            polarity[i] = PolarityOf(reading.Roles, negated: i - negation <= NegationReach);
            if (lexicon.EndsPhrase(word)) ReadPhrases(tokens, i, language, lexicon, polarity, negation, ref roles, ref themes);
            if (reading.Roles.Has(Roles.Negation)) negation = i;
        }
        if (message.Exclamations >= UrgentExclamations) roles |= Roles.Urgency;
        if (message.HasQuestionMark) roles |= Roles.Request;
        int positive = message.PositiveEmoji, negative = message.NegativeEmoji;
        foreach (var sign in polarity.AsSpan(0, tokens.Length))
        {
            if (sign > 0) positive++;
            else if (sign < 0) negative++;
        }
        return new MessageFindings(positive, negative, roles, themes);
    }

    private static void ReadPhrases(
        ReadOnlySpan<Token> tokens, int last, int language, Lexicon lexicon, sbyte[] polarity, int negation, ref Roles roles, ref uint themes)
    {
        for (var length = 2; length <= 3 && last - length + 1 >= 0; length++)
        {
            var first = last - length + 1;
            // An unknown word must not stand for the missing first word of a phrase of two.
            if (length == 3 && tokens[first].Word < 0) break;
            var phrase = lexicon.Phrase(length == 3 ? tokens[first].Word : -1, tokens[last - 1].Word, tokens[last].Word);
            if (phrase < 0) continue;
            ref readonly var reading = ref lexicon.Read(phrase, language);
            roles |= reading.Roles;
            themes |= reading.Themes;
            // A negation inside the phrase ("no problem") is part of it and flips nothing.
            var sign = PolarityOf(reading.Roles, negated: negation < first && first - negation <= NegationReach);
            if (sign == 0) continue;
            polarity.AsSpan(first, length).Clear();
            polarity[last] = sign;
        }
    }

    private static sbyte PolarityOf(Roles roles, bool negated)
    {
        var sign = (roles & (Roles.Positive | Roles.Negative)) switch
        {
            Roles.Positive => 1,
            Roles.Negative => -1,
            _ => 0,
        };
        return (sbyte)(negated ? -sign : sign);
    }
}
