using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace EventSourced.Servers.Processes;

/// <summary>A process that cannot be mistaken for a later one with the same number.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="Start">When it started, as the system says it; on Linux the boot and the clock ticks since.</param>
public sealed record ProcessIdentity(int Pid, string Start)
{
    /// <summary>This process.</summary>
    public static ProcessIdentity Current => Of(Environment.ProcessId) ?? throw new InvalidOperationException("The system does not know this process.");

    /// <summary>Whether it still lives: its ports, locks and files are free as soon as it does not.</summary>
    public bool IsAlive => Of(Pid) == this;

    /// <summary>The identity of the living process with this number; null when there is none, or only its zombie.</summary>
    public static ProcessIdentity? Of(int pid) => OperatingSystem.IsLinux() ? FromProc(pid) : FromSystem(pid);

    /// <summary>Signals the process only if it is still the same one.</summary>
    public void Signal(Signal signal)
    {
        if (IsAlive) _ = Native.Kill(Pid, (int)signal);
    }

    private static ProcessIdentity? FromProc(int pid) =>
        ProcFs.Stat(pid) is { HasEnded: false } stat ? new(pid, string.Create(CultureInfo.InvariantCulture, $"{ProcFs.BootId}/{stat.StartTicks}")) : null;

    private static ProcessIdentity? FromSystem(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.HasExited ? null : new(pid, process.StartTime.ToUniversalTime().ToString("s", CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}

/// <summary>What a process is told, with the numbers of Linux.</summary>
public enum Signal
{
    /// <summary>SIGINT: end, as Ctrl-C says it.</summary>
    Interrupt = 2,

    /// <summary>SIGKILL: be gone.</summary>
    Kill = 9,

    /// <summary>SIGTERM: end in order.</summary>
    Terminate = 15,

    /// <summary>SIGCONT: go on after a freeze.</summary>
    Continue = 18,

    /// <summary>SIGSTOP: stand still.</summary>
    Freeze = 19,
}
