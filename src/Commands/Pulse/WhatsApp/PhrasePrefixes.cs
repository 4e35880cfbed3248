using System.Buffers;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>First words of WhatsApp's own texts, in any case. The first letter rules out most other texts.</summary>
internal sealed class PhrasePrefixes
{
    private readonly Dictionary<char, string[]> _byFirst;
    private readonly SearchValues<char> _firsts;
    // The second and third characters rule out most texts that begin with the same letter as a phrase.
    private readonly ulong[] _seconds = new ulong[64];

    public PhrasePrefixes(IEnumerable<string> phrases)
    {
        _byFirst = phrases.Distinct().GroupBy(p => char.ToUpperInvariant(p[0])).ToDictionary(g => g.Key, g => g.ToArray());
        foreach (var phrase in _byFirst.Values.SelectMany(p => p)) _seconds[Fold(phrase[1])] |= 1UL << Fold(phrase[2]);
        _firsts = SearchValues.Create([.. _byFirst.Keys, .. _byFirst.Keys.Select(char.ToLowerInvariant)]);
    }

    private static int Fold(char c) => char.ToUpperInvariant(c) & 63;

    /// <summary>Whether a text starts with one of them.</summary>
    public bool IsPrefixOf(ReadOnlySpan<char> text)
    {
        if (text.Length < 3 || !_firsts.Contains(text[0]) || ((_seconds[Fold(text[1])] >> Fold(text[2])) & 1) == 0 || !_byFirst.TryGetValue(char.ToUpperInvariant(text[0]), out var phrases)) return false;
        foreach (var phrase in phrases)
        {
            if (text.StartsWith(phrase, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
