using EventSourced.Cli.Output;

namespace EventSourced.Cli.Nemesis;

/// <summary>Shows what was done, and which invariants hold.</summary>
internal static class NemesisReport
{
    private const int MaxFaults = 10;

    public static bool Show(Screen screen, Tally tally, IReadOnlyList<string> promises)
    {
        var table = Sheet.Of("what was done", ">times");
        foreach (var (what, times) in tally.Done.OrderBy(d => d.Key, StringComparer.Ordinal)) table.Add(what, Figures.Count(times));
        screen.Out.Write(table);
        var hold = true;
        foreach (var check in promises)
        {
            var faults = tally.Faults(check);
            hold &= faults.Count == 0;
            if (faults.Count == 0) screen.Good(check);
            else screen.Bad($"violated: {check}");
            foreach (var fault in faults.Take(MaxFaults)) screen.Line($"    {fault}");
            if (faults.Count > MaxFaults) screen.Line($"    and {faults.Count - MaxFaults} more");
        }
        return hold;
    }
}
