using EventSourced.Cli.Running;
using EventSourced.Servers.Processes;

namespace EventSourced.Cli.Nemesis;

/// <summary>Restarts hosts like `es up`, but knows which were killed on purpose, and for how long they must stay down.</summary>
internal sealed class HostKeeper(RunningSystem system, Tally tally, Action<string> log)
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTime> _restartAt = [];

    public IReadOnlyList<HostState> Workers => [.. system.Hosts.Where(h => h.Role == Hosts.Workers)];

    public HostState Api => system.Hosts.First(h => h.Role == Hosts.Api);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var host in system.Hosts.Where(h => !h.Process.IsAlive)) RestartWhenDue(host);
            await Task.Delay(s_pollInterval, stop);
        }
    }

    public void Kill(HostState host, TimeSpan away)
    {
        lock (_lock)
        {
            _restartAt[host.Name] = DateTime.UtcNow + away;
            host.Process.Signal(Signal.Kill);
        }
    }

    /// <summary>Resumes all frozen hosts.</summary>
    public void WakeAll()
    {
        foreach (var host in system.Hosts) host.Process.Signal(Signal.Continue);
    }

    private void RestartWhenDue(HostState host)
    {
        lock (_lock)
        {
            if (!_restartAt.TryGetValue(host.Name, out var until))
            {
                // A host may end while the servers that it needs for its start are down.
                _restartAt[host.Name] = DateTime.UtcNow + s_pause;
                tally.Count("hosts that ended unexpectedly");
                log($"{host.Name} ended unexpectedly; see {system.Launcher.LogOf(host.Name)}");
                return;
            }
            if (DateTime.UtcNow < until) return;
            _restartAt.Remove(host.Name);
            system.Restart(host);
        }
    }
}
