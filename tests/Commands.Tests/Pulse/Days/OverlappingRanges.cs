namespace EventSourced.Commands.Tests.Pulse;

/// <summary>
/// Cuts a chat into overlapping exports: anywhere, within days and within minutes. Neighbours share at least the end of one minute and the start of the next. If exports
/// share less, it is impossible to decide whether a message in both is one or two.
/// </summary>
internal static class OverlappingRanges
{
    public static IReadOnlyList<Range> Of(IReadOnlyList<ChatMessage> all, Random random)
    {
        // Indexes at which the minute changes.
        var edges = Enumerable.Range(1, all.Count - 1).Where(i => (all[i - 1].Day, all[i - 1].Minute) != (all[i].Day, all[i].Minute)).ToArray();
        List<Range> ranges = [];
        var start = 0;
        while (edges.Where(e => e > start).ToArray() is { Length: > 0 } later && random.Next(6) > 0)
        {
            var edge = later[random.Next(later.Length)];
            var end = random.Next(edge + 1, all.Count + 1);
            ranges.Add(start..end);
            start = random.Next(start, edge);
        }
        ranges.Add(start..all.Count);
        // Exports without anything new.
        for (var i = random.Next(3); i > 0; i--)
        {
            var first = random.Next(all.Count);
            ranges.Add(first..random.Next(first + 1, all.Count + 1));
        }
        return ranges;
    }
}
