namespace EventSourced.Servers.Processes;

/// <summary>A process that cannot be mistaken for a later one with the same number: pid, start time and boot.</summary>
internal sealed record ProcessIdentity(int Pid, long StartTicks, string Boot)
{
    public static ProcessIdentity Current => Of(Environment.ProcessId) ?? throw new InvalidOperationException("This process has no entry in /proc.");

    public bool IsAlive => Of(Pid) == this;

    /// <summary>The identity of the living process with this number; null when there is none or it is a zombie.</summary>
    public static ProcessIdentity? Of(int pid) =>
        ProcFs.Stat(pid) is { IsZombie: false } stat ? new(pid, stat.StartTicks, ProcFs.BootId) : null;

    /// <summary>Signals the process only if it is still the same one.</summary>
    public void Signal(Signal signal)
    {
        if (IsAlive) Native.Kill(Pid, (int)signal);
    }
}

internal enum Signal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
}
