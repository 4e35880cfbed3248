using System.Globalization;
using System.Text;

namespace EventSourced.Servers.Processes;

/// <summary>Reads /proc. A process may end between two reads, so every result may be null.</summary>
internal static class ProcFs
{
    public static string BootId { get; } = ReadOrNull("/proc/sys/kernel/random/boot_id")?.Trim() ?? "unknown";

    public static ProcessStat? Stat(int pid) => ReadOrNull($"/proc/{pid}/stat") is { } text ? ProcessStat.Parse(text) : null;

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
