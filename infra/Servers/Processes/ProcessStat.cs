using System.Globalization;

namespace EventSourced.Servers.Processes;

/// <summary>What /proc/PID/stat says of a process. Source: proc(5).</summary>
internal sealed record ProcessStat(string State, int Threads, long StartTicks)
{
    /// <summary>
    /// Whether nothing of it runs any more. The first thread of a killed process is a zombie while its other threads still end,
    /// and the last of them closes its files and ports.
    /// </summary>
    public bool HasEnded => State is "Z" or "X" && Threads <= 1;

    /// <summary>Null for text that is no such line, which a process that vanishes meanwhile may leave.</summary>
    public static ProcessStat? Parse(string text)
    {
        // The second field is the name in parentheses and may itself hold spaces and parentheses.
        var afterName = text.LastIndexOf(')') + 2;
        if (afterName < 2 || afterName >= text.Length) return null;
        var fields = text[afterName..].Split(' ');
        return new(fields[0], int.Parse(fields[17], CultureInfo.InvariantCulture), long.Parse(fields[19], CultureInfo.InvariantCulture));
    }
}
