using System.Diagnostics;
using EventSourced.Cli.Parsing;
using EventSourced.Servers;
using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;

namespace EventSourced.Cli.Running;

/// <summary>A system that this process has started or taken over: it can be watched and stopped.</summary>
internal sealed class RunningSystem(DataDirectory directory, RunningServers servers, Action<string> log)
{
    /// <summary>How long a host may take to finish what it has in hand.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan s_supervisorLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_lookAtServers = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    private Hosts? _launcher;

    /// <summary>Log of the process that looks after a detached system.</summary>
    public const string SupervisorLog = "supervisor.log";

    public Hosts Launcher
    {
        get => _launcher ?? throw new InvalidOperationException("Nothing is prepared for hosts yet.");
        set => _launcher = value;
    }

    public RunningServers Servers => servers;

    public IReadOnlyList<HostState> Hosts { get; set; } = [];

    /// <summary>Returns when every host can serve.</summary>
    public async Task ReadyAsync(TimeSpan limit, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        foreach (var host in Hosts)
        {
            string? status = null;
            var settled = await Until.TrueAsync(async () =>
            {
                if (!host.Process.IsAlive) return true;
                status = await Running.Hosts.StatusAsync(host, cancellation);
                // A paused table stops nothing else; but just after the start the tables may not be there yet.
                return status == "ready" || (status == "degraded" && clock.Elapsed > TimeSpan.FromSeconds(20));
            }, limit - clock.Elapsed, cancellation);
            if (status == "degraded") log($"{host.Name}: serves, but not everything is well; see `{Hint.Es("status")}`");
            if (settled && host.Process.IsAlive) continue;
            throw new CliException(
                $"{host.Name} {(host.Process.IsAlive ? $"is not ready after {limit.TotalSeconds:N0} s (status: {status ?? "no answer"})" : "ended while it started")}. The end of {Launcher.LogOf(host.Name)}:\n{HostProcess.Tail(Launcher.LogOf(host.Name))}");
        }
    }

    /// <summary>Restarts what dies, with growing pauses, until cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellation)
    {
        var deaths = Hosts.ToDictionary(h => h.Name, _ => new Deaths());
        var serversLookedAt = Stopwatch.StartNew();
        var serverDeaths = new Deaths();
        while (!cancellation.IsCancellationRequested)
        {
            Hosts = [.. Hosts.Select(host => Look(host, deaths[host.Name]))];
            if (serversLookedAt.Elapsed > s_lookAtServers && serverDeaths.MayRestart)
            {
                await LookAtServersAsync(serverDeaths, cancellation);
                RotateLogs();
                serversLookedAt.Restart();
            }
            await Task.Delay(s_look, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void RotateLogs()
    {
        IEnumerable<string> logs = [.. Hosts.Select(h => Launcher.LogOf(h.Name)), Path.Combine(directory.Logs, SupervisorLog), .. new ManagedServer?[] { servers.Postgres, servers.Broker }.OfType<ManagedServer>().Select(s => s.LogFile)];
        foreach (var file in logs)
        {
            try
            {
                LogRotation.Rotate(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log($"{file} could not be rotated: {e.Message}");
            }
        }
    }

    /// <summary>Starts a host that has ended again, at the same address; the folder knows of it, so that `es down` finds it.</summary>
    public HostState Restart(HostState host)
    {
        var next = Launcher.Start(host.Name, host.Role, host.Url);
        Hosts = [.. Hosts.Select(h => h.Name == next.Name ? next : h)];
        var state = directory.ReadState();
        directory.WriteState(state with { Hosts = [.. state.Hosts.Select(h => h.Name == next.Name ? next : h)] });
        return next;
    }

    /// <summary>Leaves everything running.</summary>
    public ValueTask DetachAsync() => servers.DisposeAsync();

    /// <summary>Stops the API, then the workers, then the servers; each in a bounded time.</summary>
    public async Task StopAsync()
    {
        directory.ForgetConnection();
        foreach (var role in Hosts.GroupBy(h => h.Role == Running.Hosts.Workers).OrderBy(g => g.Key))
            await Task.WhenAll(role.Select(h => HostProcess.StopAsync(h, StopLimit, log)));
        await servers.StopAsync();
        directory.WriteState(directory.ReadState() with { Hosts = [], Supervisor = null });
    }

    /// <summary>Asks the process that looks after a system to stop the system and itself; kills it when that takes too long.</summary>
    public static async Task StopSupervisorAsync(ProcessIdentity supervisor, Action<string> log, CancellationToken cancellation)
    {
        log($"asking process {supervisor.Pid}, which looks after the system, to stop it");
        supervisor.Signal(Signal.Terminate);
        if (await Until.TrueAsync(() => !supervisor.IsAlive, s_supervisorLimit, cancellation)) return;
        log($"process {supervisor.Pid} does not end and is killed");
        supervisor.Signal(Signal.Kill);
    }

    private HostState Look(HostState host, Deaths deaths)
    {
        if (host.Process.IsAlive)
        {
            deaths.IsAlive();
            return host;
        }
        if (deaths.IsNew)
        {
            deaths.Died(s_longestPause);
            log($"{host.Name} (process {host.Process.Pid}) ended: it is started again in {deaths.Pause.TotalSeconds:0.#} s; see {Launcher.LogOf(host.Name)}");
        }
        if (!deaths.MayRestart) return host;
        var next = Restart(host);
        deaths.Restarted();
        log($"{host.Name} runs again (process {next.Process.Pid})");
        return next;
    }

    private async Task LookAtServersAsync(Deaths deaths, CancellationToken cancellation)
    {
        foreach (var server in new ManagedServer?[] { servers.Postgres, servers.Broker }.OfType<ManagedServer>().Where(s => !s.IsRunning))
        {
            log($"{server.Name} ended: it is started again; see {server.LogFile}");
            try
            {
                await server.StartAsync(cancellation);
                deaths.Restarted();
            }
            catch (ServerSetupException e)
            {
                deaths.Died(s_longestPause);
                log(e.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>When a process may be started again: at once for the first time, then after growing pauses; a minute of life forgives.</summary>
    private sealed class Deaths
    {
        private readonly Stopwatch _since = Stopwatch.StartNew();
        private int _count;

        public TimeSpan Pause { get; private set; }

        public bool IsNew { get; private set; } = true;

        public bool MayRestart => _since.Elapsed >= Pause;

        public void IsAlive()
        {
            if (_since.Elapsed > TimeSpan.FromMinutes(1)) _count = 0;
        }

        public void Died(TimeSpan longest)
        {
            Pause = _count == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(longest.TotalSeconds, Math.Pow(2, _count - 1)));
            _count++;
            IsNew = false;
            _since.Restart();
        }

        public void Restarted()
        {
            (IsNew, Pause) = (true, TimeSpan.Zero);
            _since.Restart();
        }
    }
}
