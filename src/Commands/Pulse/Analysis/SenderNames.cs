namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// The names of a day's senders, which must not be published. A name is found when one of its parts appears as a word, in any case. Parts
/// are its words of three or more letters, or of two if none is longer. Names in scripts without spaces are searched as substrings.
/// </summary>
internal sealed class SenderNames
{
    private const int ShortestPart = 3;
    private const int ShortestName = 2;

    private readonly HashSet<string> _parts = new(StringComparer.Ordinal);
    private readonly List<string> _unspaced = [];

    public SenderNames(IEnumerable<string> senders)
    {
        foreach (var part in senders.SelectMany(PartsOf))
        {
            if (_parts.Add(part) && part.Any(Letters.IsUnspaced)) _unspaced.Add(part);
        }
    }

    /// <summary>The parts by which a name is recognised, in lower case.</summary>
    public static IEnumerable<string> PartsOf(string name)
    {
        var words = Words(name);
        var shortest = words.Exists(word => word.Length >= ShortestPart) ? ShortestPart : ShortestName;
        return words.Where(word => word.Length >= (word.Any(Letters.IsUnspaced) ? ShortestName : shortest));
    }

    /// <summary>The words of a text: its letter runs in lower case, single letters too.</summary>
    public static List<string> Words(string text)
    {
        var lower = Letters.Normalise(text).ToLowerInvariant();
        var words = new List<string>();
        for (var i = 0; i < lower.Length; i++)
        {
            if (!Letters.IsLetter(lower[i])) continue;
            var start = i;
            while (i < lower.Length && Letters.IsLetter(lower[i])) i++;
            words.Add(lower[start..i]);
        }
        return words;
    }

    /// <summary>Whether the word, in lower case, is a part of a name.</summary>
    public bool IsPart(string word) => _parts.Contains(word);

    /// <summary>Whether the text contains a name. Words that are <paramref name="harmless"/> identify nobody and are ignored, even if
    /// a sender has this name.</summary>
    public bool AppearIn(string text, Func<string, bool> harmless) =>
        Words(text).Exists(word => _parts.Contains(word) && !harmless(word))
        || _unspaced.Exists(name => text.Contains(name, StringComparison.Ordinal));
}
