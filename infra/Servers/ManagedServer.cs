using System.Diagnostics;
using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;
using EventSourced.Servers.State;

namespace EventSourced.Servers;

/// <summary>One server of ours: a process tree with a port, a log and a folder.</summary>
public abstract class ManagedServer
{
    private protected ManagedServer(string name, string logName, ServerContext context)
    {
        Name = name;
        Context = context;
        LogFile = Path.Combine(context.Folder.Logs, logName);
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>Its port on 127.0.0.1.</summary>
    public int Port { get; private protected set; }

    /// <summary>Everything that the server has printed since its last start.</summary>
    public string LogFile { get; }

    /// <summary>Whether any of its processes lives.</summary>
    public bool IsRunning => Lives(Context.Folder.Load(Context.Log));

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

    /// <summary>Kills all its processes at once (SIGKILL), as a power cut would; returns when they are gone.</summary>
    public async Task KillAsync(CancellationToken cancellation = default)
    {
        using var held = await Context.LockAsync(cancellation);
        await KillTreeAsync(Context.Folder.Load(Context.Log), cancellation);
    }

    /// <summary>Takes over the running server or starts it. With <paramref name="mayMove"/> another port is chosen when the remembered one is taken.</summary>
    internal async Task RunAsync(ServerState state, bool mayMove, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        if (Lives(state))
        {
            if (await AnswersAsync(state, cancellation))
            {
                await CompleteAsync(state, cancellation);
                Context.Log($"{Name}: already runs on 127.0.0.1:{Port}");
                return;
            }
            Context.Log($"{Name}: left-over processes do not answer and are stopped");
            await HaltAsync(state, cancellation);
        }

        await PrepareAsync(state, cancellation);
        for (var attempt = 1; ; attempt++)
        {
            ChoosePorts(state, mayMove);
            LogTail.Turn(LogFile);
            Launch(state);
            var ready = await Waiting.UntilAsync(
                async () => !Lives(state) || await IsReadyAsync(state, cancellation), Context.Options.StartTimeout, cancellation);
            if (ready && Lives(state)) break;

            var log = LogTail.Read(LogFile);
            await KillTreeAsync(state, cancellation);
            if (mayMove && attempt < 3 && IsPortConflict(log)) continue;
            throw Failure(ready ? "ended while it started" : $"did not answer within {Context.Options.StartTimeout.TotalSeconds:N0} s", log);
        }
        await CompleteAsync(state, cancellation);
        Context.Log($"{Name}: ready on 127.0.0.1:{Port} after {clock.Elapsed.TotalSeconds:N1} s");
    }

    /// <summary>Stops every process of the server, and what it leaves behind; true if it ran.</summary>
    internal async Task<bool> HaltAsync(ServerState state, CancellationToken cancellation)
    {
        var ran = Lives(state);
        if (ran) await EndAsync(state, cancellation);
        await StoppedAsync(state, cancellation);
        return ran;
    }

    /// <summary>Ends every process of the server at once, and what it leaves behind.</summary>
    internal async Task DestroyAsync(ServerState state, CancellationToken cancellation)
    {
        await KillTreeAsync(state, cancellation);
        await StoppedAsync(state, cancellation);
    }

    /// <summary>Reads ports and accounts of a server that runs or ran.</summary>
    internal abstract void Recall(ServerState state);

    /// <summary>The processes that the state names; they may be gone.</summary>
    private protected abstract IEnumerable<ProcessIdentity?> Recorded(ServerState state);

    /// <summary>All living processes of the server, recorded or not.</summary>
    private protected abstract IReadOnlyList<ProcessIdentity> Living(ServerState state);

    private protected abstract Task PrepareAsync(ServerState state, CancellationToken cancellation);

    private protected abstract void ChoosePorts(ServerState state, bool mayMove);

    private protected abstract void Launch(ServerState state);

    /// <summary>Whether a server that is starting has finished; false as long as it has not.</summary>
    private protected abstract ValueTask<bool> IsReadyAsync(ServerState state, CancellationToken cancellation);

    private protected abstract bool IsPortConflict(string log);

    private protected abstract Task CompleteAsync(ServerState state, CancellationToken cancellation);

    private protected abstract void AskToStop(ServerState state);

    /// <summary>Ends the helpers of a server that has ended, and forgets its processes.</summary>
    private protected abstract Task StoppedAsync(ServerState state, CancellationToken cancellation);

    /// <summary>Files of the server that lie outside the data directory; null when there are none.</summary>
    internal virtual string? Elsewhere => null;

    /// <summary>Asks the recorded processes first: to look through all processes of the machine costs more.</summary>
    private bool Lives(ServerState state) => Recorded(state).Any(p => p is { IsAlive: true }) || Living(state).Count > 0;

    /// <summary>The remembered port; another one if it is taken and the server may move.</summary>
    private protected int Choose(int remembered, bool mayMove, string use, params ReadOnlySpan<int> taken)
    {
        var port = Ports.Choose(remembered, taken);
        if (port == remembered || remembered == 0) return port;
        if (!mayMove)
            throw new ServerSetupException($"{Name}: port {remembered} ({use}) on 127.0.0.1 was taken by another process meanwhile. End that process, or start the servers anew to move to another port.");
        Context.Log($"{Name}: port {remembered} is taken by another process, {port} is used for {use}");
        return port;
    }

    private async Task EndAsync(ServerState state, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        AskToStop(state);
        if (await Waiting.UntilAsync(() => !Lives(state), Context.Options.StopTimeout, cancellation))
        {
            Context.Log($"{Name}: stopped after {clock.Elapsed.TotalSeconds:N1} s");
        }
        else
        {
            Context.Log($"{Name}: did not stop within {Context.Options.StopTimeout.TotalSeconds:N0} s and is killed");
            await KillTreeAsync(state, cancellation);
        }
    }

    /// <summary>SIGKILL until nothing is left: a parent may have had a child since the last look, and one that ends shows less and less of itself.</summary>
    private async Task KillTreeAsync(ServerState state, CancellationToken cancellation)
    {
        var seen = new HashSet<ProcessIdentity>();
        var gone = await Waiting.UntilAsync(
            () =>
            {
                seen.UnionWith(Living(state));
                seen.RemoveWhere(process => !process.IsAlive);
                foreach (var process in seen) process.Signal(Signal.Kill);
                return seen.Count == 0;
            },
            Context.Options.StopTimeout, cancellation);
        if (!gone)
            throw new ServerSetupException($"{Name}: processes {string.Join(", ", seen.Select(p => p.Pid))} do not end although killed. The disk or the kernel may be stuck; see dmesg.");
    }

    /// <summary>Gives a running server the time to finish its start, which its former owner may have begun.</summary>
    private async Task<bool> AnswersAsync(ServerState state, CancellationToken cancellation)
    {
        Recall(state);
        if (Port == 0) return false;
        return await Waiting.UntilAsync(
            async () => !Lives(state) || await IsReadyAsync(state, cancellation), Context.Options.StartTimeout, cancellation)
            && Lives(state);
    }

    private ServerSetupException Failure(string what, string log) =>
        new(DiskSpace.IsNamedIn(log)
            ? $"{Name} {what}. {DiskSpace.Explain(Context.Folder.Root)}"
            : $"{Name} {what}. The end of its log ({LogFile}):\n{LogTail.Of(Context.WithoutSecrets(log))}");
}
