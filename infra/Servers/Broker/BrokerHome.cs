using System.Globalization;
using System.Security.Cryptography;
using EventSourced.EventStore;
using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;
using EventSourced.Servers.State;

namespace EventSourced.Servers.Broker;

/// <summary>The files of a private RabbitMQ node, and the environment that isolates it from other nodes on the machine.</summary>
internal sealed class BrokerHome
{
    public const string VirtualMachine = "beam.smp";
    public const string NodePart = "node";
    public const string EpmdPart = "epmd";
    private const string HomeMark = "ES_SERVERS_HOME";
    private const string PartMark = "ES_SERVERS_PART";
    private readonly string _root;

    public BrokerHome(ServerContext context) => _root = Path.Combine(context.Folder.Root, "rabbitmq");

    /// <summary>The account of the node and its epmd; null for that of this process.</summary>
    public Account? RunAs { get; private set; }

    /// <summary>The node's data.</summary>
    public string NodeFolder => Path.Combine(_root, "mnesia", "node");

    private string ConfigFile => Path.Combine(_root, "rabbitmq.conf");

    private string PluginsFile => Path.Combine(_root, "enabled_plugins");

    /// <summary>The node's data depends on its name, so the name is stored with the data.</summary>
    private string NodeNameFile => Path.Combine(_root, "node.name");

    private string Home => Path.Combine(_root, "home");

    /// <summary>Processes with this node's mark in their environment, also without their parents.</summary>
    public IReadOnlyList<ProcessIdentity> Members(string part) =>
        [.. ProcFs.Pids()
            .Where(pid => ProcFs.HasEnvironment(pid, HomeMark, _root) && ProcFs.HasEnvironment(pid, PartMark, part))
            .Select(ProcessIdentity.Of)
            .OfType<ProcessIdentity>()
            .OrderByDescending(process => ProcFs.Name(process.Pid) == VirtualMachine)];

    public void Write(BrokerState broker, string user, string password, string virtualHost)
    {
        PrivateFiles.CreateFolder(Home);
        var cookie = Path.Combine(Home, ".erlang.cookie");
        if (!File.Exists(cookie)) Secrets.Write(cookie, RandomNumberGenerator.GetHexString(40), UnixFileMode.UserRead);
        if (!File.Exists(NodeNameFile)) Secrets.Write(NodeNameFile, $"es-{RandomNumberGenerator.GetHexString(8, lowercase: true)}@localhost\n");
        Secrets.Write(PluginsFile, "[rabbitmq_management].\n");
        Secrets.Write(ConfigFile, $"""
            # Written at every start of EventSourced.
            listeners.tcp.1 = 127.0.0.1:{broker.Port}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {broker.ManagementPort}
            default_user = {user}
            default_pass = {password}
            default_vhost = {virtualHost}
            default_user_tags.administrator = true
            vm_memory_high_watermark.absolute = 2GB
            disk_free_limit.absolute = 50MB
            consumer_timeout = 86400000
            raft.wal_max_size_bytes = 67108864
            log.console = true
            log.console.level = info
            log.connection.level = warning
            log.file = false

            """);
        if (RunAs is not { } account) return;
        foreach (var path in (string[])[_root, Home, cookie, NodeNameFile, PluginsFile, ConfigFile]) Native.ChangeOwner(path, account.UserId, account.GroupId);
    }

    /// <summary>Selects the account of the node and makes it the owner of the data. Only while the node does not run.</summary>
    public async Task SelectAccountAsync(Action<string> log, CancellationToken cancellation)
    {
        PrivateFiles.CreateFolder(_root);
        RunAs = await ServiceAccount.ForAsync("RabbitMQ", [("-x", Path.GetDirectoryName(_root)!)], log, cancellation);
        await ServiceAccount.ChangeOwnerAsync([_root], RunAs, cancellation);
    }

    public Command EpmdCommand(RabbitMqBinaries binaries, BrokerState broker) =>
        new(binaries.Epmd, ["-port", Text(broker.EpmdPort), "-address", "127.0.0.1"])
        {
            As = RunAs,
            Environment = new Dictionary<string, string> { [HomeMark] = _root, [PartMark] = EpmdPart },
        };

    public Command NodeCommand(RabbitMqBinaries binaries, BrokerState broker) => new(binaries.RunScript, [])
    {
        WorkingDirectory = _root,
        As = RunAs,
        Environment = new Dictionary<string, string>
        {
            [HomeMark] = _root,
            [PartMark] = NodePart,
            ["PATH"] = $"{binaries.ErlangFolder}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["HOME"] = Home,
            ["ERL_EPMD_PORT"] = Text(broker.EpmdPort),
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODENAME"] = File.ReadAllText(NodeNameFile).Trim(),
            ["RABBITMQ_DIST_PORT"] = Text(broker.DistributionPort),
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_root, "rabbitmq-env.conf"),
            ["RABBITMQ_CONFIG_FILE"] = ConfigFile,
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(_root, "advanced.config"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = PluginsFile,
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_root, "mnesia"),
            ["RABBITMQ_MNESIA_DIR"] = NodeFolder,
            ["RABBITMQ_GENERATED_CONFIG_DIR"] = Path.Combine(_root, "generated"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(_root, "logs"),
            ["RABBITMQ_LOGS"] = "-",
            ["RABBITMQ_PID_FILE"] = Path.Combine(_root, "node.pid"),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false",
        },
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
