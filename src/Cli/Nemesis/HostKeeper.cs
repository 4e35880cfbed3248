using EventSourced.Cli.Running;
using EventSourced.Servers.Processes;

namespace EventSourced.Cli.Nemesis;

/// <summary>Looks after the hosts as `es up` does, but knows which of them were killed on purpose, and for how long they are to stay away.</summary>
internal sealed class HostKeeper(RunningSystem system, Tally tally, Action<string> log)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTime> _away = [];

    public IReadOnlyList<HostState> Workers => [.. system.Hosts.Where(h => h.Role == Hosts.Workers)];

    public HostState Api => system.Hosts.First(h => h.Role == Hosts.Api);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var host in system.Hosts.Where(h => !h.Process.IsAlive)) Look(host);
            await Task.Delay(s_look, stop);
        }
    }

    public void Kill(HostState host, TimeSpan away)
    {
        lock (_lock)
        {
            _away[host.Name] = DateTime.UtcNow + away;
            host.Process.Signal(Signal.Kill);
        }
    }

    /// <summary>Wakes whatever still sleeps.</summary>
    public void WakeAll()
    {
        foreach (var host in system.Hosts) host.Process.Signal(Signal.Continue);
    }

    private void Look(HostState host)
    {
        lock (_lock)
        {
            if (!_away.TryGetValue(host.Name, out var until))
            {
                // A host may end by itself while the servers that it needs to start are away.
                _away[host.Name] = DateTime.UtcNow + s_pause;
                tally.Count("hosts that ended by themselves");
                log($"{host.Name} ended by itself; see {system.Launcher.LogOf(host.Name)}");
                return;
            }
            if (DateTime.UtcNow < until) return;
            _away.Remove(host.Name);
            system.Restart(host);
        }
    }
}
