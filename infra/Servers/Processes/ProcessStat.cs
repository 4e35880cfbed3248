using System.Globalization;

namespace EventSourced.Servers.Processes;

/// <summary>Fields of /proc/PID/stat, see proc(5).</summary>
internal sealed record ProcessStat(string State, int Threads, long StartTicks)
{
    /// <summary>
    /// Whether all its threads have ended. The first thread of a killed process is a zombie while other threads are still ending,
    /// and the last of them closes its files and ports.
    /// </summary>
    public bool HasEnded => State is "Z" or "X" && Threads <= 1;

    /// <summary>Parses the line; null when it is incomplete because the process has ended meanwhile.</summary>
    public static ProcessStat? Parse(string text)
    {
        // The second field is the name in parentheses, which may itself contain spaces and parentheses.
        var afterName = text.LastIndexOf(')') + 2;
        if (afterName < 2 || afterName >= text.Length) return null;
        var fields = text[afterName..].Split(' ');
        return new(fields[0], int.Parse(fields[17], CultureInfo.InvariantCulture), long.Parse(fields[19], CultureInfo.InvariantCulture));
    }
}
