using System.Security.Cryptography;
using System.Text;
using EventSourced.Api.Access;
using EventSourced.Cli.Commands;
using EventSourced.Cli.Parsing;
using EventSourced.Commands.Modules;
using EventSourced.EventStore;
using EventSourced.Projections;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Schema;
using EventSourced.Servers;
using EventSourced.Servers.Postgres;
using EventSourced.Servers.Processes;
using Npgsql;

namespace EventSourced.Cli.Running;

/// <summary>The result of a start.</summary>
/// <param name="Connection">How to reach the system.</param>
/// <param name="System">The system to supervise; null when it ran already.</param>
/// <param name="NewToken">A token that this start created, or null.</param>
internal sealed record Started(Connection Connection, RunningSystem? System, string? NewToken);

/// <summary>Starts a system, takes over the processes of a killed predecessor, and replaces dead ones.</summary>
internal sealed class SystemStarter(ModuleCatalog modules, DataDirectory directory, SystemOptions options, Action<string> log)
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromMinutes(2);

    public async Task<Started> StartAsync(CancellationToken cancellation)
    {
        modules.Check();
        directory.Create();
        if (await RunningAlreadyAsync(cancellation) is { } running) return running;
        using var held = await directory.LockAsync(log, cancellation);
        // Another process may have started it meanwhile.
        if (await RunningAlreadyAsync(cancellation) is { } meanwhile) return meanwhile;

        // Before the servers: a faulty definition is reported at once.
        var tables = ReadTableSet.Of(modules.Events, modules.Assemblies);
        var before = directory.ReadState();
        var port = ChoosePort(before);
        var supervisor = options.Detached ? null : ProcessIdentity.Current;
        directory.WriteState(before with { Supervisor = supervisor, Transport = options.Transport });

        var servers = await ServerSet.StartAsync(
            ServerOptions.FromEnvironment(directory.Root) with { NeedBroker = !options.InMemory, Detached = options.Detached }, new Log(log), cancellation);
        var logins = servers.Logins;
        var system = new RunningSystem(directory, servers, log);
        try
        {
            var account = await HostFolders.PrepareAsync(directory, log, cancellation);
            var settings = await MasterKey.AddToAsync(options.Settings, directory, logins.Owner, log, cancellation);
            system.Launcher = new Hosts(directory, logins, servers.RabbitMqUri?.AbsoluteUri, options.InMemory, settings, account);
            var (token, created) = await PrepareAsync(logins, tables, cancellation);
            var build = $"{HostProcess.Build}/{Fingerprint(servers)}";
            await StartHostsAsync(system, before, build, port, cancellation);
            directory.WriteState(new SystemState { Build = build, Transport = options.Transport, Port = port, Supervisor = supervisor, Detached = options.Detached, Hosts = system.Hosts });
            await system.ReadyAsync(s_startLimit, cancellation);
            var connection = new Connection(
                $"http://127.0.0.1:{port}", token, logins.Reader, servers.RabbitMqUri?.AbsoluteUri, servers.RabbitMqManagementUri?.AbsoluteUri,
                PostgresAddress.ToUri(logins.Reader));
            if (options.Detached) directory.WriteState(directory.ReadState() with { Supervisor = StartSupervisor() });
            directory.WriteOperator(new OperatorAccess(logins.Admin, logins.Owner));
            directory.WriteConnection(connection);
            return new Started(connection, system, created ? token : null);
        }
        catch
        {
            await system.StopAsync();
            throw;
        }
    }

    /// <summary>Takes over the system of a folder, for its supervisor. The environment is that of the <c>es up</c> that started it.</summary>
    public static async Task<RunningSystem> AdoptAsync(DataDirectory directory, Action<string> log, CancellationToken cancellation)
    {
        var state = directory.ReadState();
        var inMemory = state.Transport == SystemOptions.Memory;
        var servers = await ServerSet.StartAsync(
            ServerOptions.FromEnvironment(directory.Root) with { NeedBroker = !inMemory, Detached = true }, new Log(log), cancellation);
        var account = await HostFolders.PrepareAsync(directory, log, cancellation);
        var settings = await MasterKey.AddToAsync(new Dictionary<string, string>(), directory, servers.Logins.Owner, log, cancellation);
        return new RunningSystem(directory, servers, log)
        {
            Launcher = new Hosts(directory, servers.Logins, servers.RabbitMqUri?.AbsoluteUri, inMemory, settings, account),
            Hosts = state.Hosts,
        };
    }

    private ProcessIdentity StartSupervisor() => HostProcess.StartProgram(
        [SuperviseCommand.Name, "--data", directory.Root], new Dictionary<string, string>(), Path.Combine(directory.Logs, RunningSystem.SupervisorLog), directory.Root, account: null);

    private async Task<Started?> RunningAlreadyAsync(CancellationToken cancellation)
    {
        var state = directory.ReadState();
        if (state.Hosts.Count == 0 || directory.ReadConnection() is not { } connection) return null;
        var supervised = state.Supervisor is { IsAlive: true };
        // Its supervisor was killed: to be taken over.
        if (!supervised) return null;
        if (state.Build?.StartsWith($"{HostProcess.Build}/", StringComparison.Ordinal) != true)
        {
            if (!state.Detached)
            {
                throw new CliException(
                    $"The system in {directory.Root} runs another build than this one, in the foreground of process {state.Supervisor!.Pid}. Stop it there with Ctrl-C, or with `{Hint.Es("down")}`, and start it again.");
            }
            log("the running system has another build, and is restarted with this one");
            await RunningSystem.StopSupervisorAsync(state.Supervisor!, log, cancellation);
            return null;
        }
        if (!state.Hosts.All(h => h.Process.IsAlive)) log("a process is being restarted");
        var ready = await Until.TrueAsync(
            async () => directory.ReadState().Hosts is var hosts && hosts.All(h => h.Process.IsAlive) && await AnswersAsync(hosts[0], cancellation),
            TimeSpan.FromSeconds(60), cancellation);
        return ready
            ? new Started(directory.ReadConnection() ?? connection, null, null)
            : throw new CliException($"The system in {directory.Root} is supervised by process {state.Supervisor!.Pid} and does not become ready. See {directory.Logs}, or stop it with `{Hint.Es("down")}`.");
    }

    private static async Task<bool> AnswersAsync(HostState api, CancellationToken cancellation) => await Hosts.StatusAsync(api, cancellation) is "ready" or "degraded";

    private int ChoosePort(SystemState before)
    {
        // A running API keeps its port.
        if (before.Hosts.FirstOrDefault(h => h.Role != Hosts.Workers && h.Process.IsAlive) is not null && (options.Port is null || options.Port == before.Port)) return before.Port;
        if (options.Port == 0) return Hosts.FreePort();
        if (options.Port is { } asked)
            return Hosts.IsFree(asked) ? asked : throw new CliException($"Port {asked} on 127.0.0.1 is in use by another process. Choose another with --port N (--port 0 takes any free one).");
        int[] usual = before.Port > 0 ? [before.Port, SystemOptions.DefaultPort] : [SystemOptions.DefaultPort];
        if (usual.FirstOrDefault(Hosts.IsFree) is > 0 and var free) return free;
        return options.AnyPort
            ? Hosts.FreePort()
            : throw new CliException($"Port {usual[0]} on 127.0.0.1 is in use by another process. Choose another with --port N (--port 0 takes any free one).");
    }

    /// <summary>Prepares the schemas, the privileges of the other logins, and a valid token.</summary>
    private async Task<(string Token, bool Created)> PrepareAsync(PostgresLogins logins, ReadTableCatalog tables, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(logins.Owner);
        await ServerSessions.RequireOwnAsync(source, "The workers", ServerVariables.Postgres, cancellation);
        var store = new EventStoreOptions();
        await WholeSchema.Of(modules, store).ApplyAsync(source, cancellation);
        await ReadTableSchema.ApplyAsync(source, tables, cancellation);
        var tokens = new AdminTokens(source, TimeProvider.System);
        var created = await tokens.EnsureFirstAsync(cancellation);
        await DatabaseRights.GrantAsync(source, tables, store, logins.ApiRole, logins.ReaderRole, cancellation);
        if (created is null && directory.ReadToken() is { } kept && await tokens.FindAsync(kept, cancellation) is { RevokedAt: null } found
            && (found.ExpiresAt is null || found.ExpiresAt > DateTimeOffset.UtcNow)) return (kept, false);
        created ??= await tokens.CreateAsync($"cli-{Guid.NewGuid().ToString("N")[..12]}", null, cancellation);
        directory.WriteToken(created!);
        return (created!, true);
    }

    /// <summary>Keeps running hosts of this build and these servers; starts the others.</summary>
    private async Task StartHostsAsync(RunningSystem system, SystemState before, string build, int port, CancellationToken cancellation)
    {
        var needed = Hosts.Needed(options).ToList();
        var keep = before.Hosts.Where(h => h.Process.IsAlive && before.Build == build && needed.Contains((h.Name, h.Role)) && (h.Role == Hosts.Workers || before.Port == port)).ToList();
        await Task.WhenAll(before.Hosts.Except(keep).Select(h => HostProcess.StopAsync(h, RunningSystem.StopLimit, log)));
        cancellation.ThrowIfCancellationRequested();
        foreach (var host in keep) log($"{host.Name}: already running (process {host.Process.Pid})");
        // Added one by one, so that after a failure all started hosts are stopped.
        foreach (var (name, role) in needed)
        {
            system.Hosts = [.. system.Hosts, keep.FirstOrDefault(h => h.Name == name)
                ?? system.Launcher.Start(name, role, $"http://127.0.0.1:{(role == Hosts.Workers ? Hosts.FreePort() : port)}")];
        }
    }

    private static string Fingerprint(RunningServers servers) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{servers.Logins.Owner}\n{servers.Logins.Api}\n{servers.RabbitMqUri}")))[..16];

    // Progress<T> would report on the thread pool, in any order.
    private sealed class Log(Action<string> log) : IProgress<string>
    {
        public void Report(string value) => log(value);
    }
}
