using System.Buffers;
using System.Runtime.CompilerServices;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Finds whole phrases of <see cref="WhatsApp.Phrases"/>, ignoring case, the form of apostrophes and a final full stop.</summary>
internal sealed class PhraseTable
{
    private const int Longest = 160;
    private const string Ends = " .。।";

    // The tables are built when the first file is read. Frozen collections would take longer to build than to search in a file of 10,000 lines.
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _whole;
    private readonly Dictionary<char, string[]> _open = [];
    private readonly SearchValues<char> _firstCharacters;
    private readonly ulong[] _lastCharacters = new ulong[Longest + 1];

    public PhraseTable(IEnumerable<string> phrases)
    {
        var whole = new HashSet<string>(StringComparer.Ordinal);
        var open = new Dictionary<char, List<string>>();
        var first = new HashSet<char>();
        foreach (var phrase in phrases)
        {
            var key = Key(phrase);
            first.Add(key[0]);
            first.Add(char.ToUpperInvariant(key[0]));
            if (!IsOpen(key))
            {
                whole.Add(key);
                _lastCharacters[key.Length] |= Bit(key);
                continue;
            }
            if (!open.TryGetValue(key[0], out var same)) open.Add(key[0], same = []);
            if (!same.Contains(key)) same.Add(key);
        }
        foreach (var (character, same) in open) _open.Add(character, [.. same]);
        _whole = whole.GetAlternateLookup<ReadOnlySpan<char>>();
        _firstCharacters = SearchValues.Create([.. first]);
    }

    /// <summary>Whether the whole text is one of the phrases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Contains(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.IsEmpty || !_firstCharacters.Contains(text[0])) return false;
        var trimmed = text.TrimEnd(Ends);
        Span<char> buffer = stackalloc char[Longest];
        // A phrase of this length with this last character exists.
        if (trimmed.Length is > 0 and <= Longest && (_lastCharacters[trimmed.Length] & Bit(trimmed)) != 0 && _whole.Contains(Fold(trimmed, buffer))) return true;
        if (!_open.TryGetValue(char.ToLowerInvariant(text[0]), out var candidates)) return false;
        var folded = Fold(trimmed.Length > Longest ? trimmed[..Longest] : trimmed, buffer);
        foreach (var candidate in candidates)
        {
            var beginning = candidate.AsSpan(0, candidate.Length - 1);
            if (!folded.StartsWith(beginning)) continue;
            if (candidate[^1] == '*' || (folded.Length > beginning.Length && char.IsDigit(folded[beginning.Length]))) return true;
        }
        return false;
    }

    private static bool IsOpen(string phrase) => phrase[^1] is '*' or '#';

    private static string Key(string phrase)
    {
        var trimmed = phrase.AsSpan().TrimEnd(Ends);
        return new(Fold(trimmed, new char[trimmed.Length]));
    }

    private static ulong Bit(ReadOnlySpan<char> text) => 1UL << (char.ToLowerInvariant(text[^1]) & 63);

    private static ReadOnlySpan<char> Fold(ReadOnlySpan<char> text, Span<char> buffer)
    {
        for (var i = 0; i < text.Length; i++) buffer[i] = text[i] == '’' ? '\'' : char.ToLowerInvariant(text[i]);
        return buffer[..text.Length];
    }
}
