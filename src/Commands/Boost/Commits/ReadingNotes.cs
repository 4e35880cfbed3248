using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Commits;

/// <summary>What reading a file left out or changed, by reason, with the first places of each.</summary>
internal sealed class ReadingNotes
{
    private const int MostLines = 20;
    private readonly SortedDictionary<string, (long Count, List<long> Lines)> _leftOut = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _warnings = new(StringComparer.Ordinal);

    /// <summary>What was left out.</summary>
    public IReadOnlyList<LeftOutEntries> LeftOut => [.. _leftOut.Select(l => new LeftOutEntries(l.Key, l.Value.Count, l.Value.Lines))];

    /// <summary>Warnings for people.</summary>
    public IReadOnlyList<string> Warnings => [.. _warnings, .. NotUtf8 == 0 ? [] : new[] { $"{NotUtf8} names or messages are not UTF-8 and were read as Windows-1252." }];

    /// <summary>Texts that are not UTF-8.</summary>
    public long NotUtf8 { get; set; }

    public void LeaveOut(string reason, long line, long count = 1)
    {
        var (before, lines) = _leftOut.TryGetValue(reason, out var known) ? known : (0, []);
        if (lines.Count < MostLines) lines.Add(line);
        _leftOut[reason] = (before + count, lines);
    }

    public void Warn(string warning) => _warnings.Add(warning);
}
