using System.Globalization;

namespace EventSourced.Bench.Frame;

/// <summary>The most memory that a process had, in MiB.</summary>
internal static class PeakMemory
{
    public static double OfThis() => Of("self");

    public static double Of(int process) => Of(process.ToString(CultureInfo.InvariantCulture));

    private static double Of(string process)
    {
        var peak = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
        return double.Parse(string.Concat(peak.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture) / 1024;
    }
}
