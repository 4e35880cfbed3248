using System.Globalization;

namespace EventSourced.Bench.Frame;

/// <summary>CPU times of processes, from <c>/proc</c>.</summary>
internal static class ProcessTimes
{
    private const double TicksPerSecond = 100;

    /// <summary>The CPU time of processes so far, with that of their ended children. Ended processes count nothing.</summary>
    /// <param name="processes">Their ids.</param>
    public static TimeSpan Of(IEnumerable<int> processes) => TimeSpan.FromSeconds(processes.Sum(Ticks) / TicksPerSecond);

    /// <summary>The parent of a process.</summary>
    /// <param name="process">Its id.</param>
    public static int ParentOf(int process) => int.Parse(Fields(process)[1], CultureInfo.InvariantCulture);

    /// <summary>A process and all its descendants.</summary>
    /// <param name="process">Its id.</param>
    public static IReadOnlyList<int> WithDescendants(int process)
    {
        var children = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(n => int.TryParse(n, out _)).Select(n => int.Parse(n!, CultureInfo.InvariantCulture))
            .Select(p => (Process: p, Fields: Fields(p))).Where(p => p.Fields.Length > 0).ToLookup(p => int.Parse(p.Fields[1], CultureInfo.InvariantCulture), p => p.Process);
        List<int> found = [process];
        for (var i = 0; i < found.Count; i++) found.AddRange(children[found[i]]);
        return found;
    }

    private static double Ticks(int process) => Fields(process) is { Length: > 14 } f ? new[] { f[11], f[12], f[13], f[14] }.Sum(t => double.Parse(t, CultureInfo.InvariantCulture)) : 0;

    // The fields after the name, which is in parentheses and may have blanks: state, parent … utime is the twelfth.
    private static string[] Fields(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
