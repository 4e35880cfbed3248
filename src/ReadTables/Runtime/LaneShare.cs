namespace EventSourced.ReadTables.Runtime;

/// <summary>How many lanes each of several processes owns: as many as it takes for all lanes to be owned, and no more.</summary>
internal static class LaneShare
{
    /// <summary>Most lanes that one process owns: lanes by processes, rounded up.</summary>
    /// <param name="lanes">Lanes there are.</param>
    /// <param name="processes">Processes that live; none counts as one, which is the one that asks.</param>
    public static int Most(int lanes, int processes)
    {
        var sharers = Math.Max(processes, 1);
        return (lanes + sharers - 1) / sharers;
    }

    /// <summary>Lanes that a process may take on top of those it owns.</summary>
    public static int ToTake(int lanes, int processes, int owned) => Math.Max(Most(lanes, processes) - owned, 0);

    /// <summary>Lanes that a process has to give back, because others have joined.</summary>
    public static int ToGiveBack(int lanes, int processes, int owned) => Math.Max(owned - Most(lanes, processes), 0);
}
