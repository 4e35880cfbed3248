using EventSourced.Servers.Broker;
using EventSourced.Servers.Postgres;
using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;
using EventSourced.Servers.State;

namespace EventSourced.Servers;

/// <summary>Starts, takes over and stops the servers of a data directory.</summary>
public static class ServerSet
{
    /// <summary>
    /// Ensures that the servers run: takes over running servers of this data directory, and starts the others (as root on Debian and derived distributions, also installs them).
    /// </summary>
    /// <exception cref="ServerSetupException">A server cannot be started; the message has the reason and the next step.</exception>
    public static async Task<RunningServers> StartAsync(ServerOptions options, IProgress<string>? log = null, CancellationToken cancellation = default)
    {
        try
        {
            return await StartCoreAsync(options, log, cancellation);
        }
        catch (IOException e) when (DiskSpace.IsCauseOf(e))
        {
            throw new ServerSetupException(DiskSpace.Explain(Path.GetFullPath(options.DataDirectory)), e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ServerSetupException($"{e.Message} Choose a data directory that this user may write to, or change its owner.", e);
        }
    }

    /// <summary>Stops all servers of a data directory, including detached ones; true if any ran.</summary>
    public static async Task<bool> StopAsync(ServerOptions options, IProgress<string>? log = null, CancellationToken cancellation = default)
    {
        if (!Directory.Exists(options.DataDirectory)) return false;
        var context = new ServerContext(options, log);
        using var held = await context.LockAsync(cancellation);
        return await StopAllAsync(context, context.Folder.Load(context.Log), cancellation);
    }

    /// <summary>Kills all servers of a data directory and deletes it with everything in it.</summary>
    public static async Task DestroyAsync(ServerOptions options, IProgress<string>? log = null, CancellationToken cancellation = default)
    {
        if (!Directory.Exists(options.DataDirectory)) return;
        var context = new ServerContext(options, log);
        using var held = await context.LockAsync(cancellation);
        var state = context.Folder.Load(context.Log);
        var servers = ServersOf(context);
        foreach (var server in servers) await server.DestroyAsync(state, cancellation);
        foreach (var folder in servers.Select(server => server.ExternalFolder).OfType<string>().Append(context.Folder.Root)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>Removes one user; the last one stops the servers unless they are detached.</summary>
    internal static async Task ReleaseAsync(ServerContext context, Holder holder, CancellationToken cancellation)
    {
        var state = context.Folder.Load(context.Log);
        context.Folder.Change(state, s => s.Holders.RemoveAll(other => other == holder || !other.Process.IsAlive));
        if (state.Detached)
        {
            context.Log("the servers keep running (detached)");
        }
        else if (state.Holders is [var other, ..])
        {
            context.Log($"the servers keep running for process {other.Process.Pid}");
        }
        else
        {
            await StopAllAsync(context, state, cancellation);
        }
    }

    internal static async Task<bool> StopAllAsync(ServerContext context, ServerState state, CancellationToken cancellation)
    {
        var ran = await Task.WhenAll(ServersOf(context).Select(server => server.HaltAsync(state, cancellation)));
        context.Folder.Change(state, s => (s.Detached, s.Holders) = (false, []));
        return ran.Any(r => r);
    }

    private static ManagedServer[] ServersOf(ServerContext context) => [new PostgresServer(context), new BrokerServer(context)];

    private static async Task<RunningServers> StartCoreAsync(ServerOptions options, IProgress<string>? log, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux() && (options.ExternalPostgres is null || (options.NeedBroker && options.ExternalRabbitMq is null)))
            throw new ServerSetupException("Private servers are supported on Linux only. Set ES_POSTGRES and ES_RABBITMQ to running servers (infra/compose.yaml starts both).");

        // First, so that an error leaves no started server behind.
        options = await ExternalServers.CheckAsync(options, cancellation);
        var context = new ServerContext(options, log);
        var holder = new Holder(Guid.NewGuid().ToString("N"), ProcessIdentity.Current);
        using var held = await context.LockAsync(cancellation);
        var state = context.Folder.Load(context.Log);
        context.Folder.Change(state, s =>
        {
            s.Holders.RemoveAll(other => !other.Process.IsAlive);
            s.Holders.Add(holder);
        });
        try
        {
            var postgres = options.ExternalPostgres is null ? new PostgresServer(context) : null;
            var broker = options.NeedBroker && options.ExternalRabbitMq is null ? new BrokerServer(context) : null;
            await Task.WhenAll(
                postgres?.RunAsync(state, mayMove: true, cancellation) ?? Task.CompletedTask,
                broker?.RunAsync(state, mayMove: true, cancellation) ?? Task.CompletedTask);
            // At the end, so that after a failure the started servers are stopped again.
            if (options.Detached) context.Folder.Change(state, s => s.Detached = true);
            return new RunningServers(context, holder, postgres, broker);
        }
        catch
        {
            await ReleaseAsync(context, holder, CancellationToken.None);
            throw;
        }
    }
}
