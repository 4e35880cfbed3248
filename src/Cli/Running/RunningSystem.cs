using System.Diagnostics;
using EventSourced.Cli.Parsing;
using EventSourced.Servers;
using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;

namespace EventSourced.Cli.Running;

/// <summary>A system that this process has started or taken over, and supervises.</summary>
internal sealed class RunningSystem(DataDirectory directory, RunningServers servers, Action<string> log)
{
    /// <summary>Time limit for a host to stop.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan s_supervisorLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_serverPollInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_maxPause = TimeSpan.FromSeconds(30);

    private Hosts? _launcher;

    /// <summary>Log of the supervisor of a detached system.</summary>
    public const string SupervisorLog = "supervisor.log";

    public Hosts Launcher
    {
        get => _launcher ?? throw new InvalidOperationException("The launcher is not set yet.");
        set => _launcher = value;
    }

    public RunningServers Servers => servers;

    public IReadOnlyList<HostState> Hosts { get; set; } = [];

    /// <summary>Returns when every host is ready.</summary>
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
                // Degraded is enough, because of a paused table; but shortly after the start the tables may not exist yet.
                return status == "ready" || (status == "degraded" && clock.Elapsed > TimeSpan.FromSeconds(20));
            }, limit - clock.Elapsed, cancellation);
            if (status == "degraded") log($"{host.Name}: serves, but there are problems; see `{Hint.Es("status")}`");
            if (settled && host.Process.IsAlive) continue;
            throw new CliException(
                $"{host.Name} {(host.Process.IsAlive ? $"is not ready after {limit.TotalSeconds:N0} s (status: {status ?? "no answer"})" : "ended while it started")}. The end of {Launcher.LogOf(host.Name)}:\n{HostProcess.Tail(Launcher.LogOf(host.Name))}");
        }
    }

    /// <summary>Restarts processes that end, with increasing pauses, until cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellation)
    {
        var backoffs = Hosts.ToDictionary(h => h.Name, _ => new RestartBackoff());
        var lastServerCheck = Stopwatch.StartNew();
        var serverBackoff = new RestartBackoff();
        while (!cancellation.IsCancellationRequested)
        {
            Hosts = [.. Hosts.Select(host => RestartIfEnded(host, backoffs[host.Name]))];
            if (lastServerCheck.Elapsed > s_serverPollInterval && serverBackoff.MayRestart)
            {
                await RestartServersAsync(serverBackoff, cancellation);
                RotateLogs();
                lastServerCheck.Restart();
            }
            await Task.Delay(s_pollInterval, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    /// <summary>Starts an ended host again at the same address, and stores it in the folder's state for `es down`.</summary>
    public HostState Restart(HostState host)
    {
        var next = Launcher.Start(host.Name, host.Role, host.Url);
        Hosts = [.. Hosts.Select(h => h.Name == next.Name ? next : h)];
        var state = directory.ReadState();
        directory.WriteState(state with { Hosts = [.. state.Hosts.Select(h => h.Name == next.Name ? next : h)] });
        return next;
    }

    /// <summary>Releases the system, which keeps running.</summary>
    public ValueTask DetachAsync() => servers.DisposeAsync();

    /// <summary>Stops the API, then the workers, then the servers, each with a time limit.</summary>
    public async Task StopAsync()
    {
        directory.DeleteConnection();
        foreach (var role in Hosts.GroupBy(h => h.Role == Running.Hosts.Workers).OrderBy(g => g.Key))
            await Task.WhenAll(role.Select(h => HostProcess.StopAsync(h, StopLimit, log)));
        await servers.StopAsync();
        directory.WriteState(directory.ReadState() with { Hosts = [], Supervisor = null });
    }

    /// <summary>Terminates the supervisor of a system, which stops the system; kills it when that takes too long.</summary>
    public static async Task StopSupervisorAsync(ProcessIdentity supervisor, Action<string> log, CancellationToken cancellation)
    {
        log($"stopping the system by its supervisor, process {supervisor.Pid}");
        supervisor.Signal(Signal.Terminate);
        if (await Until.TrueAsync(() => !supervisor.IsAlive, s_supervisorLimit, cancellation)) return;
        log($"process {supervisor.Pid} does not end and is killed");
        supervisor.Signal(Signal.Kill);
    }

    private HostState RestartIfEnded(HostState host, RestartBackoff backoff)
    {
        if (host.Process.IsAlive)
        {
            backoff.IsAlive();
            return host;
        }
        if (backoff.IsNew)
        {
            backoff.Died(s_maxPause);
            log($"{host.Name} (process {host.Process.Pid}) ended: it is restarted in {backoff.Pause.TotalSeconds:0.#} s; see {Launcher.LogOf(host.Name)}");
        }
        if (!backoff.MayRestart) return host;
        var next = Restart(host);
        backoff.Restarted();
        log($"{host.Name} runs again (process {next.Process.Pid})");
        return next;
    }

    private async Task RestartServersAsync(RestartBackoff backoff, CancellationToken cancellation)
    {
        foreach (var server in new ManagedServer?[] { servers.Postgres, servers.Broker }.OfType<ManagedServer>().Where(s => !s.IsRunning))
        {
            log($"{server.Name} ended: it is restarted; see {server.LogFile}");
            try
            {
                await server.StartAsync(cancellation);
                backoff.Restarted();
            }
            catch (ServerSetupException e)
            {
                backoff.Died(s_maxPause);
                log(e.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>When a process may be restarted: immediately at first, then after increasing pauses. After a minute without a failure, the pauses are reset.</summary>
    private sealed class RestartBackoff
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
