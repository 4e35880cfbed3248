using System.Runtime.InteropServices;

namespace EventSourced.Cli.Running;

/// <summary>Ctrl-C, TERM and HUP ask to stop in order; a second Ctrl-C ends at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Takes the signals of this process; without <paramref name="take"/> they are left to somebody else.</summary>
    public StopSignals(bool take = true) =>
        _registrations = !take ? [] : [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(s => PosixSignalRegistration.Create(s, Take))];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>128 and the number of the signal, as shells have it.</summary>
    public int ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        var again = _stop.IsCancellationRequested;
        ExitCode = context.Signal switch { PosixSignal.SIGINT => 130, PosixSignal.SIGHUP => 129, _ => 143 };
        if (again && context.Signal == PosixSignal.SIGINT) Environment.Exit(ExitCode);
        _stop.Cancel();
    }
}
