using System.Buffers;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>First words of WhatsApp's own texts, in any case. The first letter rules out most other texts.</summary>
internal sealed class PhrasePrefixes
{
    private readonly Dictionary<char, string[]> _byFirst;
    private readonly SearchValues<char> _firsts;

    public PhrasePrefixes(IEnumerable<string> phrases)
    {
        _byFirst = phrases.Distinct().GroupBy(p => char.ToUpperInvariant(p[0])).ToDictionary(g => g.Key, g => g.ToArray());
        _firsts = SearchValues.Create([.. _byFirst.Keys, .. _byFirst.Keys.Select(char.ToLowerInvariant)]);
    }

    /// <summary>Whether a text starts with one of them.</summary>
    public bool IsPrefixOf(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !_firsts.Contains(text[0]) || !_byFirst.TryGetValue(char.ToUpperInvariant(text[0]), out var phrases)) return false;
        foreach (var phrase in phrases)
        {
            if (text.StartsWith(phrase, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
