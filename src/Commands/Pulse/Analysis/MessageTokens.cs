using System.Text;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>A token of a message.</summary>
/// <param name="Word">The lexicon's word, −1 for an unknown one, <see cref="MessageTokens.SentenceEnd"/> for the end of a sentence.</param>
/// <param name="Start">Index of its first letter.</param>
/// <param name="Length">Number of its letters.</param>
/// <param name="Kind">What it can be used for.</param>
internal readonly record struct Token(int Word, int Start, int Length, TokenKind Kind);

internal enum TokenKind : byte
{
    /// <summary>An ordinary word.</summary>
    Word,

    /// <summary>A word written with a capital first letter.</summary>
    Capital,

    /// <summary>Never a topic: a mention of a person, or text in a script without spaces.</summary>
    NoTopic,
}

/// <summary>
/// The tokens of one message: lower-case runs of two or more letters. Rules that the specification leaves open:
/// a form ending in n't ("don't", "don’t") is one token and a negation; n' before a letter (French "n'est") is a negation too;
/// single letters are not tokens; combining marks belong to their letter; text in scripts without spaces is searched for the longest
/// lexicon word at each position; words after an at sign are mentions of people and never topics; contacts and redaction marks are
/// skipped. The buffers are reused for each message, so that tokens cost no allocation.
/// </summary>
internal sealed class MessageTokens(Lexicon lexicon)
{
    /// <summary>Marks . ! ? … and line ends. A negation does not reach over it.</summary>
    public const int SentenceEnd = -2;

    private Token[] _tokens = new Token[64];
    private char[] _lower = new char[256];
    private string _text = "";

    public int Count { get; private set; }

    public int Exclamations { get; private set; }

    public bool HasQuestionMark { get; private set; }

    /// <summary>Number of runs that contain kana, the sign of Japanese.</summary>
    public int KanaRuns { get; private set; }

    public int PositiveEmoji { get; private set; }

    public int NegativeEmoji { get; private set; }

    public ReadOnlySpan<Token> Tokens => _tokens.AsSpan(0, Count);

    /// <summary>The token in lower case.</summary>
    public ReadOnlySpan<char> Letters(in Token token) => _lower.AsSpan(token.Start, token.Length);

    public void Read(string text)
    {
        _text = ContactPatterns.Redact(Analysis.Letters.Normalise(text));
        if (_lower.Length < _text.Length) _lower = new char[Math.Max(_text.Length, 2 * _lower.Length)];
        _text.AsSpan().ToLowerInvariant(_lower);
        Count = Exclamations = KanaRuns = PositiveEmoji = NegativeEmoji = 0;
        HasQuestionMark = false;
        for (var i = 0; i < _text.Length;)
            i = Analysis.Letters.IsLetter(_text[i]) ? ReadRun(i) : ReadOther(i);
    }

    private int ReadOther(int i)
    {
        switch (_text[i])
        {
            case '!' or '¡':
                if (_text[i] == '!') Exclamations++;
                Add(SentenceEnd, i, 1, TokenKind.NoTopic);
                return i + 1;
            case '?' or '؟':
                HasQuestionMark = true;
                Add(SentenceEnd, i, 1, TokenKind.NoTopic);
                return i + 1;
            case '.' or '\n' or '。' or '…':
                Add(SentenceEnd, i, 1, TokenKind.NoTopic);
                return i + 1;
            case '[':
                return i + Math.Max(1, ContactPatterns.MarkAt(_text.AsSpan(i)));
            case < '\u2000':
                return i + 1;
            default:
                return ReadEmoji(i);
        }
    }

    // Modifiers and joiners are runes of their own that the lexicon does not have, so ❤, ❤️ and the heart in ❤️‍🔥 are the same.
    private int ReadEmoji(int i)
    {
        if (Rune.DecodeFromUtf16(_text.AsSpan(i), out var rune, out var length) != System.Buffers.OperationStatus.Done) return i + 1;
        switch (lexicon.Emoji(rune.Value))
        {
            case WordRoles.Positive: PositiveEmoji++; break;
            case WordRoles.Negative: NegativeEmoji++; break;
        }
        return i + length;
    }

    private int ReadRun(int start)
    {
        if (Analysis.Letters.IsUnspaced(_text[start])) return ReadUnspaced(start);
        var end = start + 1;
        while (end < _text.Length && Analysis.Letters.IsLetter(_text[end]) && !Analysis.Letters.IsUnspaced(_text[end])) end++;
        if (EndsInNegation(start, end))
        {
            Add(lexicon.Negated, start, end + 2 - start, TokenKind.NoTopic);
            return end + 2;
        }
        if (end - start == 1)
        {
            if (IsElidedNegation(start)) Add(lexicon.Negated, start, 1, TokenKind.NoTopic);
            return end;
        }
        var kind = start > 0 && _text[start - 1] == '@' ? TokenKind.NoTopic
            : _text[start] != _lower[start] ? TokenKind.Capital
            : TokenKind.Word;
        Add(lexicon.Find(_lower.AsSpan(start, end - start)), start, end - start, kind);
        return end;
    }

    private bool EndsInNegation(int start, int end) =>
        end - start >= 2 && _lower[end - 1] == 'n'
        && end + 1 < _text.Length && Analysis.Letters.IsApostrophe(_text[end]) && _lower[end + 1] == 't'
        && (end + 2 == _text.Length || !Analysis.Letters.IsLetter(_text[end + 2]));

    private bool IsElidedNegation(int at) =>
        _lower[at] == 'n' && at + 2 < _text.Length && Analysis.Letters.IsApostrophe(_text[at + 1]) && Analysis.Letters.IsLetter(_text[at + 2])
        && (at == 0 || !Analysis.Letters.IsApostrophe(_text[at - 1]));

    private int ReadUnspaced(int start)
    {
        var end = start;
        var kana = false;
        for (; end < _text.Length && Analysis.Letters.IsUnspaced(_text[end]); end++) kana |= Analysis.Letters.IsKana(_text[end]);
        if (kana) KanaRuns++;
        for (var i = start; i < end;)
        {
            var length = Math.Min(lexicon.LongestUnspaced(_text[i]), end - i);
            var word = -1;
            for (; length > 0 && (word = lexicon.Find(_lower.AsSpan(i, length))) < 0; length--) { }
            if (word >= 0) Add(word, i, length, TokenKind.NoTopic);
            i += Math.Max(1, length);
        }
        return end;
    }

    private void Add(int word, int start, int length, TokenKind kind)
    {
        if (Count == _tokens.Length) Array.Resize(ref _tokens, 2 * Count);
        _tokens[Count++] = new Token(word, start, length, kind);
    }
}
