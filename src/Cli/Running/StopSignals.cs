using System.Runtime.InteropServices;

namespace EventSourced.Cli.Running;

/// <summary>Ctrl-C, TERM and HUP request an orderly stop; a second Ctrl-C exits immediately.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Handles the signals of this process, if <paramref name="take"/> is true.</summary>
    public StopSignals(bool take = true) =>
        _registrations = !take ? [] : [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(s => PosixSignalRegistration.Create(s, Take))];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>128 plus the number of the signal, like shells.</summary>
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
