using System.Numerics;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// Guesses a message's language: the one with the most stop words in the message. Ties (a short message has none) go to the language with
/// the most stop words in the day so far, this message included, then to the order of the lexicons. A run of kana counts as a Japanese
/// stop word. The guess only chooses between languages that give the same word different meanings, and depends only on the messages so far.
/// </summary>
internal sealed class LanguageGuess(Lexicon lexicon)
{
    private readonly long[] _day = new long[lexicon.Languages.Count];
    private readonly int[] _message = new int[lexicon.Languages.Count];

    public int Of(MessageTokens message)
    {
        Array.Clear(_message);
        foreach (ref readonly var token in message.Tokens)
        {
            if (token.Word < 0) continue;
            for (uint languages = lexicon.StopIn(token.Word); languages != 0; languages &= languages - 1)
                _message[BitOperations.TrailingZeroCount(languages)]++;
        }
        if (lexicon.Japanese >= 0) _message[lexicon.Japanese] += message.KanaRuns;
        var best = 0;
        for (var language = 0; language < _day.Length; language++)
        {
            _day[language] += _message[language];
            if ((_message[language], _day[language]).CompareTo((_message[best], _day[best])) > 0) best = language;
        }
        return best;
    }
}
