using System.Diagnostics;
using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;
using EventSourced.Servers.State;

namespace EventSourced.Servers;

/// <summary>A private server: a process tree with a port, a log and a folder.</summary>
public abstract class ManagedServer
{
    private protected ManagedServer(string name, string logName, ServerContext context)
    {
        Name = name;
        Context = context;
        LogFile = Path.Combine(context.Folder.Logs, logName);
    }

    /// <summary>Its name in messages.</summary>
    public string Name { get; }

    /// <summary>Its port on 127.0.0.1.</summary>
    public int Port { get; private protected set; }

    /// <summary>The output of the server since its last start.</summary>
    public string LogFile { get; }

    /// <summary>Whether any of its processes is alive.</summary>
    public bool IsRunning => IsAnyAlive(Context.Folder.Load(Context.Log));

    private protected ServerContext Context { get; }

    /// <summary>Starts it again with its data on the same port; returns when it answers. Does nothing when it runs.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        using var held = await Context.LockAsync(cancellation);
        await RunAsync(Context.Folder.Load(Context.Log), mayMove: false, cancellation);
    }

    /// <summary>Stops it cleanly; kills it when that takes longer than the options allow.</summary>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        using var held = await Context.LockAsync(cancellation);
        await HaltAsync(Context.Folder.Load(Context.Log), cancellation);
    }

    /// <summary>Kills all its processes (SIGKILL), like a power cut; returns when they have ended.</summary>
    public async Task KillAsync(CancellationToken cancellation = default)
    {
        using var held = await Context.LockAsync(cancellation);
        await KillTreeAsync(Context.Folder.Load(Context.Log), cancellation);
    }

    /// <summary>Takes over the running server or starts it. With <paramref name="mayMove"/>, another port is chosen if the stored one is in use.</summary>
    internal async Task RunAsync(ServerState state, bool mayMove, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        if (IsAnyAlive(state))
        {
            if (await AnswersAsync(state, cancellation))
            {
                await OnReadyAsync(state, cancellation);
                Context.Log($"{Name}: is already running on 127.0.0.1:{Port}");
                return;
            }
            Context.Log($"{Name}: remaining processes do not answer and are stopped");
            await HaltAsync(state, cancellation);
        }

        await PrepareAsync(state, cancellation);
        for (var attempt = 1; ; attempt++)
        {
            ChoosePorts(state, mayMove);
            LogTail.Rotate(LogFile);
            Launch(state);
            var ready = await Waiting.UntilAsync(
                async () => !IsAnyAlive(state) || await IsReadyAsync(state, cancellation), Context.Options.StartTimeout, cancellation);
            if (ready && IsAnyAlive(state)) break;

            var log = LogTail.Read(LogFile);
            await KillTreeAsync(state, cancellation);
            if (mayMove && attempt < 3 && IsPortConflict(log)) continue;
            throw Failure(ready ? "ended during its start" : $"did not answer within {Context.Options.StartTimeout.TotalSeconds:N0} s", log);
        }
        await OnReadyAsync(state, cancellation);
        Context.Log($"{Name}: ready on 127.0.0.1:{Port} after {clock.Elapsed.TotalSeconds:N1} s");
    }

    /// <summary>Stops the server and cleans up; true if it ran.</summary>
    internal async Task<bool> HaltAsync(ServerState state, CancellationToken cancellation)
    {
        var ran = IsAnyAlive(state);
        if (ran) await EndAsync(state, cancellation);
        await OnStoppedAsync(state, cancellation);
        return ran;
    }

    /// <summary>Kills the server and cleans up.</summary>
    internal async Task DestroyAsync(ServerState state, CancellationToken cancellation)
    {
        await KillTreeAsync(state, cancellation);
        await OnStoppedAsync(state, cancellation);
    }

    /// <summary>Reads the ports of a server that runs or ran.</summary>
    internal abstract void RestorePorts(ServerState state);

    /// <summary>The processes in the state; they may have ended.</summary>
    private protected abstract IEnumerable<ProcessIdentity?> RecordedProcesses(ServerState state);

    /// <summary>All live processes of the server, recorded or not.</summary>
    private protected abstract IReadOnlyList<ProcessIdentity> LiveProcesses(ServerState state);

    private protected abstract Task PrepareAsync(ServerState state, CancellationToken cancellation);

    private protected abstract void ChoosePorts(ServerState state, bool mayMove);

    private protected abstract void Launch(ServerState state);

    /// <summary>Whether the start has finished.</summary>
    private protected abstract ValueTask<bool> IsReadyAsync(ServerState state, CancellationToken cancellation);

    private protected abstract bool IsPortConflict(string log);

    private protected abstract Task OnReadyAsync(ServerState state, CancellationToken cancellation);

    private protected abstract void RequestStop(ServerState state);

    /// <summary>Ends the helper processes of a stopped server, and removes its processes from the state.</summary>
    private protected abstract Task OnStoppedAsync(ServerState state, CancellationToken cancellation);

    /// <summary>Folder of the server outside the data directory, or null.</summary>
    internal virtual string? ExternalFolder => null;

    /// <summary>Checks the recorded processes first, because a scan of all processes is slower.</summary>
    private bool IsAnyAlive(ServerState state) => RecordedProcesses(state).Any(p => p is { IsAlive: true }) || LiveProcesses(state).Count > 0;

    /// <summary>The stored port; another one if it is in use and the server may move.</summary>
    private protected int Choose(int stored, bool mayMove, string use, params ReadOnlySpan<int> taken)
    {
        var port = Ports.Choose(stored, taken);
        if (port == stored || stored == 0) return port;
        if (!mayMove)
            throw new ServerSetupException($"{Name}: port {stored} ({use}) on 127.0.0.1 is in use by another process. End that process, or restart the servers to use another port.");
        Context.Log($"{Name}: port {stored} is in use by another process, {port} is used for {use}");
        return port;
    }

    private async Task EndAsync(ServerState state, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        RequestStop(state);
        if (await Waiting.UntilAsync(() => !IsAnyAlive(state), Context.Options.StopTimeout, cancellation))
        {
            Context.Log($"{Name}: stopped after {clock.Elapsed.TotalSeconds:N1} s");
        }
        else
        {
            Context.Log($"{Name}: did not stop within {Context.Options.StopTimeout.TotalSeconds:N0} s and is killed");
            await KillTreeAsync(state, cancellation);
        }
    }

    /// <summary>Sends SIGKILL until no process is left: new children may appear, and an ending process loses its marks in /proc.</summary>
    private async Task KillTreeAsync(ServerState state, CancellationToken cancellation)
    {
        var seen = new HashSet<ProcessIdentity>();
        var gone = await Waiting.UntilAsync(
            () =>
            {
                seen.UnionWith(LiveProcesses(state));
                seen.RemoveWhere(process => !process.IsAlive);
                foreach (var process in seen) process.Signal(Signal.Kill);
                return seen.Count == 0;
            },
            Context.Options.StopTimeout, cancellation);
        if (!gone)
            throw new ServerSetupException($"{Name}: processes {string.Join(", ", seen.Select(p => p.Pid))} do not end after SIGKILL. The disk or the kernel may be stuck; see dmesg.");
    }

    /// <summary>Waits for a running server, which may still be starting.</summary>
    private async Task<bool> AnswersAsync(ServerState state, CancellationToken cancellation)
    {
        RestorePorts(state);
        if (Port == 0) return false;
        return await Waiting.UntilAsync(
            async () => !MayAnswer(state) || await IsReadyAsync(state, cancellation), Context.Options.StartTimeout, cancellation)
            && MayAnswer(state);
    }

    /// <summary>Whether a process lives that may still answer. Of a recorded server that has ended only processes without it can remain: waiting for them would be in vain.</summary>
    private bool MayAnswer(ServerState state) =>
        RecordedProcesses(state).OfType<ProcessIdentity>().ToList() is { Count: > 0 } recorded ? recorded.Exists(p => p.IsAlive) : LiveProcesses(state).Count > 0;

    private ServerSetupException Failure(string what, string log) =>
        new(DiskSpace.IsNamedIn(log)
            ? $"{Name} {what}. {DiskSpace.Explain(Context.Folder.Root)}"
            : $"{Name} {what}. The end of its log ({LogFile}):\n{LogTail.Of(Context.WithoutSecrets(log))}");
}
