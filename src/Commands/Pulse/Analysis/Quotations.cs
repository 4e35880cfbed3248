namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>Finds runs of words that a generated text shares with its input. The runs of the text, which is short, are held in memory;
/// the input, which may be long, is read once.</summary>
internal static class Quotations
{
    private const int Words = 4;
    private const int UnspacedLetters = 10;

    /// <summary>The field that quotes the input, or null.</summary>
    public static string? Found(IEnumerable<(string Where, string Text)> texts, IEnumerable<string> input, Func<string, bool> harmless)
    {
        var runs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (where, text) in texts)
        {
            foreach (var run in RunsOf(text, harmless)) runs.TryAdd(run, where);
        }
        if (runs.Count == 0) return null;
        foreach (var text in input)
        {
            foreach (var run in RunsOf(text, harmless))
            {
                if (runs.TryGetValue(run, out var where)) return where;
            }
        }
        return null;
    }

    private static IEnumerable<string> RunsOf(string text, Func<string, bool> harmless)
    {
        var words = SenderNames.Words(text);
        for (var i = 0; i + Words <= words.Count; i++)
        {
            var run = words.GetRange(i, Words);
            if (!run.TrueForAll(word => harmless(word))) yield return string.Join(' ', run);
        }
        foreach (var word in words)
        {
            if (!word.All(Letters.IsUnspaced)) continue;
            for (var i = 0; i + UnspacedLetters <= word.Length; i++) yield return word.Substring(i, UnspacedLetters);
        }
    }
}
