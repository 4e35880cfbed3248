using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;
using EventSourced.Servers.State;

namespace EventSourced.Servers.Broker;

/// <summary>A private RabbitMQ on loopback ports, with its management API and its own epmd.</summary>
public sealed class BrokerServer : ManagedServer
{
    private const string User = "eventsourced";
    private const string VirtualHost = "eventsourced";
    private readonly BrokerHome _home;
    private RabbitMqBinaries? _binaries;

    internal BrokerServer(ServerContext context)
        : base("RabbitMQ", "rabbitmq.log", context) =>
        _home = new BrokerHome(context);

    /// <summary>AMQP address with user, password and virtual host.</summary>
    public Uri Uri => new($"amqp://{User}:{Password}@127.0.0.1:{Port}/{VirtualHost}");

    /// <summary>Address of the management API, with user and password.</summary>
    public Uri ManagementUri => new($"http://{User}:{Password}@127.0.0.1:{ManagementPort}/");

    /// <summary>Port of the management API on 127.0.0.1.</summary>
    public int ManagementPort { get; private set; }

    private string Password => Context.Folder.Secrets.GetOrCreate(ServerContext.RabbitMqSecret);

    internal override void RestorePorts(ServerState state) => (Port, ManagementPort) = (state.Broker.Port, state.Broker.ManagementPort);

    private protected override IEnumerable<ProcessIdentity?> RecordedProcesses(ServerState state) => [state.Broker.VirtualMachine, state.Broker.RunScript];

    /// <summary>The virtual machine first, because it writes the data. Epmd is not part of the broker and may stay.</summary>
    private protected override IReadOnlyList<ProcessIdentity> LiveProcesses(ServerState state) =>
        [.. RecordedProcesses(state).OfType<ProcessIdentity>().Where(p => p.IsAlive).Union(_home.Members(BrokerHome.NodePart))];

    private protected override async Task PrepareAsync(ServerState state, CancellationToken cancellation)
    {
        DiskSpace.Require(Context.Folder.Root, Context.Options.NeededBytes);
        _binaries = await Context.Provisioning.RabbitMqAsync(cancellation);
        await _home.SelectAccountAsync(Context.Log, cancellation);
        await QuorumRegistry.RepairAsync(_binaries, _home.NodeFolder, _home.RunAs, Context.Log, cancellation);
        if (state.Broker.EpmdPort == 0 && Epmd(state) is { } forgotten) await EndEpmdAsync(forgotten, Signal.Kill, cancellation);
    }

    private protected override void ChoosePorts(ServerState state, bool mayMove)
    {
        var broker = state.Broker;
        var epmd = Epmd(state) is null ? Choose(broker.EpmdPort, mayMove, "epmd") : broker.EpmdPort;
        Port = Choose(broker.Port, mayMove, "AMQP", epmd);
        ManagementPort = Choose(broker.ManagementPort, mayMove, "management", epmd, Port);
        var distribution = Choose(broker.DistributionPort, mayMove: true, "distribution", epmd, Port, ManagementPort);
        Context.Folder.Change(
            state, s => (s.Broker.EpmdPort, s.Broker.Port, s.Broker.ManagementPort, s.Broker.DistributionPort) = (epmd, Port, ManagementPort, distribution));
    }

    private protected override void Launch(ServerState state)
    {
        Context.Log($"{Name}: starting");
        _home.Write(state.Broker, User, Password, VirtualHost);
        if (Epmd(state) is null)
        {
            var epmd = _home.EpmdCommand(_binaries!, state.Broker).StartDetached(Path.Combine(Context.Folder.Logs, "epmd.log"));
            Context.Folder.Change(state, s => s.Broker.Epmd = epmd);
        }
        var script = _home.NodeCommand(_binaries!, state.Broker).StartDetached(LogFile);
        Context.Folder.Change(state, s => (s.Broker.RunScript, s.Broker.VirtualMachine) = (script, null));
    }

    private protected override async ValueTask<bool> IsReadyAsync(ServerState state, CancellationToken cancellation) =>
        HasStarted(state) && await AmqpProbe.AnswersAsync(Uri, cancellation);

    private protected override bool IsPortConflict(string log) => log.Contains("eaddrinuse", StringComparison.OrdinalIgnoreCase);

    private protected override Task OnReadyAsync(ServerState state, CancellationToken cancellation)
    {
        var machine = _home.Members(BrokerHome.NodePart).FirstOrDefault(p => ProcFs.Name(p.Pid) == BrokerHome.VirtualMachine);
        Context.Folder.Change(state, s => s.Broker.VirtualMachine = machine);
        return Task.CompletedTask;
    }

    /// <summary>The run script handles TERM; without it, the virtual machine does.</summary>
    private protected override void RequestStop(ServerState state)
    {
        if (state.Broker.RunScript is { IsAlive: true } script)
        {
            script.Signal(Signal.Terminate);
            return;
        }
        foreach (var process in LiveProcesses(state).Where(p => ProcFs.Name(p.Pid) == BrokerHome.VirtualMachine)) process.Signal(Signal.Terminate);
    }

    private protected override async Task OnStoppedAsync(ServerState state, CancellationToken cancellation)
    {
        if (Epmd(state) is { } epmd) await EndEpmdAsync(epmd, Signal.Terminate, cancellation);
        Context.Folder.Change(state, s => (s.Broker.RunScript, s.Broker.VirtualMachine, s.Broker.Epmd) = (null, null, null));
    }

    /// <summary>The virtual machine is recorded after its start; before that, its console output shows the start.</summary>
    private bool HasStarted(ServerState state) =>
        state.Broker.VirtualMachine is { IsAlive: true } || LogTail.Read(LogFile).Contains("Server startup complete", StringComparison.Ordinal);

    private async Task EndEpmdAsync(ProcessIdentity epmd, Signal signal, CancellationToken cancellation)
    {
        epmd.Signal(signal);
        if (!await Waiting.UntilAsync(() => !epmd.IsAlive, Context.Options.StopTimeout, cancellation))
            throw new ServerSetupException($"{Name}: its epmd, process {epmd.Pid}, does not end. Kill it by hand and try again.");
    }

    private ProcessIdentity? Epmd(ServerState state) =>
        state.Broker.Epmd is { IsAlive: true } recorded ? recorded : _home.Members(BrokerHome.EpmdPart).FirstOrDefault();
}
