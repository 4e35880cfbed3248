namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Counts what a reader leaves out, by reason, in the order of their first occurrence.</summary>
internal sealed class LeftOutLog
{
    private const int MaxLines = 10;

    private readonly OrderedDictionary<string, (int Count, List<int> Lines, string Sample)> _entries = new(StringComparer.Ordinal);

    /// <summary>Adds entries of one line.</summary>
    /// <param name="reason">The reason; it must not contain anything from the file.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="sample">The form of the entries, without any speech.</param>
    /// <param name="count">Number of entries.</param>
    public void Add(string reason, int line, string sample, int count = 1)
    {
        if (count == 0) return;
        var (before, lines, first) = _entries.GetValueOrDefault(reason, (0, [], sample));
        if (lines.Count < MaxLines && (lines.Count == 0 || lines[^1] != line)) lines.Add(line);
        _entries[reason] = (before + count, lines, first);
    }

    /// <summary>One entry for each reason.</summary>
    public IReadOnlyList<LeftOut> All => [.. _entries.Select(e => new LeftOut(e.Key, e.Value.Count, [.. e.Value.Lines], e.Value.Sample))];
}
