using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace EventSourced.Servers.Processes;

/// <summary>Identifies a process, also if its process id is reused later.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="Start">Its start time; on Linux the boot id and the clock ticks since boot.</param>
public sealed record ProcessIdentity(int Pid, string Start)
{
    /// <summary>This process.</summary>
    public static ProcessIdentity Current => Of(Environment.ProcessId) ?? throw new InvalidOperationException("This process cannot be identified.");

    /// <summary>Whether it is alive. When it is not, its ports, locks and files are free.</summary>
    public bool IsAlive => Of(Pid) == this;

    /// <summary>The identity of the live process with this id; null when there is none, or only a zombie.</summary>
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

/// <summary>Signals with their numbers on Linux.</summary>
public enum Signal
{
    /// <summary>SIGINT, like Ctrl-C.</summary>
    Interrupt = 2,

    /// <summary>SIGKILL: ends immediately.</summary>
    Kill = 9,

    /// <summary>SIGTERM: requests an orderly stop.</summary>
    Terminate = 15,

    /// <summary>SIGCONT: resumes a frozen process.</summary>
    Continue = 18,

    /// <summary>SIGSTOP: freezes the process.</summary>
    Freeze = 19,
}
