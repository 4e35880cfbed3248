using System.Globalization;
using System.Text;

namespace EventSourced.Servers.Processes;

/// <summary>What Linux says about its processes. A process may vanish between two reads, so every answer may be null.</summary>
internal static class ProcFs
{
    public static string BootId { get; } = ReadOrNull("/proc/sys/kernel/random/boot_id")?.Trim() ?? "unknown";

    public static ProcessStat? Stat(int pid)
    {
        if (ReadOrNull($"/proc/{pid}/stat") is not { } text) return null;
        // The second field is the name in parentheses and may itself hold spaces and parentheses.
        var afterName = text.LastIndexOf(')') + 2;
        if (afterName < 2 || afterName >= text.Length) return null;
        var fields = text[afterName..].Split(' ');
        return new(fields[0], int.Parse(fields[1], CultureInfo.InvariantCulture), long.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    public static IEnumerable<int> Pids() =>
        Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0);

    public static string? Name(int pid) => ReadOrNull($"/proc/{pid}/comm")?.TrimEnd('\n');

    public static string? WorkingDirectory(int pid)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/cwd").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static bool HasEnvironment(int pid, string variable, string value)
    {
        try
        {
            var entries = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/environ")).Split('\0');
            return entries.Contains($"{variable}={value}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? ReadOrNull(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

internal sealed record ProcessStat(string State, int ParentPid, long StartTicks)
{
    public bool IsZombie => State is "Z" or "X";
}
