namespace EventSourced.ReadTables.Runtime;

/// <summary>How many lanes each of several processes owns: the lanes are divided evenly, rounded up.</summary>
internal static class LaneShare
{
    /// <summary>Largest number of lanes that one process owns.</summary>
    /// <param name="lanes">Number of lanes.</param>
    /// <param name="processes">Number of live processes; 0 counts as 1, which is this process.</param>
    public static int Max(int lanes, int processes)
    {
        var sharers = Math.Max(processes, 1);
        return (lanes + sharers - 1) / sharers;
    }

    /// <summary>Number of further lanes that a process may take.</summary>
    public static int ToTake(int lanes, int processes, int owned) => Math.Max(Max(lanes, processes) - owned, 0);

    /// <summary>Number of lanes that a process must release, because others have joined.</summary>
    public static int ToRelease(int lanes, int processes, int owned) => Math.Max(owned - Max(lanes, processes), 0);
}
