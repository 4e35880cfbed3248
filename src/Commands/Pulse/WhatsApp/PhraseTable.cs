using System.Buffers;
using System.Collections.Frozen;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Finds whole phrases of <see cref="WhatsApp.Phrases"/>, ignoring case, the form of apostrophes and a final full stop.</summary>
internal sealed class PhraseTable
{
    private const int Longest = 160;

    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _whole;
    private readonly FrozenDictionary<char, string[]> _open;
    private readonly SearchValues<char> _firstCharacters;
    private readonly int _longestWhole;

    public PhraseTable(IEnumerable<string> phrases)
    {
        var all = phrases.Select(Key).Distinct().ToArray();
        var whole = all.Where(phrase => !IsOpen(phrase)).ToArray();
        _whole = whole.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _longestWhole = whole.Max(phrase => phrase.Length);
        _open = all.Where(IsOpen).GroupBy(phrase => phrase[0]).ToFrozenDictionary(group => group.Key, group => group.ToArray());
        _firstCharacters = SearchValues.Create(all.SelectMany(phrase => new[] { phrase[0], char.ToUpperInvariant(phrase[0]) }).Distinct().ToArray());
    }

    /// <summary>Whether the whole text is one of the phrases.</summary>
    public bool Contains(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.IsEmpty || !_firstCharacters.Contains(text[0])) return false;
        Span<char> buffer = stackalloc char[Longest];
        if (text.Length <= _longestWhole + 2 && text.Length <= Longest && _whole.Contains(Fold(text, buffer))) return true;
        if (!_open.TryGetValue(char.ToLowerInvariant(text[0]), out var candidates)) return false;
        var folded = Fold(text.Length > Longest ? text[..Longest] : text, buffer);
        foreach (var candidate in candidates)
        {
            var beginning = candidate.AsSpan(0, candidate.Length - 1);
            if (!folded.StartsWith(beginning)) continue;
            if (candidate[^1] == '*' || (folded.Length > beginning.Length && char.IsDigit(folded[beginning.Length]))) return true;
        }
        return false;
    }

    private static bool IsOpen(string phrase) => phrase[^1] is '*' or '#';

    private static string Key(string phrase) => new(Fold(phrase, new char[phrase.Length]));

    private static ReadOnlySpan<char> Fold(ReadOnlySpan<char> text, Span<char> buffer)
    {
        text = text.TrimEnd(" .。।");
        for (var i = 0; i < text.Length; i++) buffer[i] = text[i] == '’' ? '\'' : char.ToLowerInvariant(text[i]);
        return buffer[..text.Length];
    }
}
