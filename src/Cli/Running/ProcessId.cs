using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace EventSourced.Cli.Running;

/// <summary>A process that cannot be mistaken for a later one with the same number.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="Start">When it started, as the system says it.</param>
internal sealed record ProcessId(int Pid, string Start)
{
    public const int Terminate = 15;
    public const int Kill = 9;
    public const int Continue = 18;
    public const int Freeze = 19;

    public static ProcessId Current => Of(Environment.ProcessId)!;

    public bool IsAlive => Of(Pid) == this;

    /// <summary>The living process with this number; null when there is none, or only its zombie.</summary>
    public static ProcessId? Of(int pid) => Directory.Exists("/proc/self") ? FromProc(pid) : FromSystem(pid);

    /// <summary>Signals the process only if it is still the same one.</summary>
    public void Signal(int signal)
    {
        if (IsAlive) _ = SendSignal(Pid, signal);
    }

    private static ProcessId? FromProc(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            // The second field is the name in parentheses, which may itself hold spaces and parentheses.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : new ProcessId(pid, $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}/{fields[19]}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static ProcessId? FromSystem(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.HasExited ? null : new ProcessId(pid, process.StartTime.ToUniversalTime().ToString("s", CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int pid, int signal);
}
