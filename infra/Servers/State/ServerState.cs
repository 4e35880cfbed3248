using EventSourced.Servers.Processes;

namespace EventSourced.Servers.State;

/// <summary>What a data directory remembers about its servers (servers.json); no secrets.</summary>
internal sealed class ServerState
{
    /// <summary>The servers were asked to outlive those who use them.</summary>
    public bool Detached { get; set; }

    /// <summary>The processes that use the servers; the last one to let go stops them.</summary>
    public List<Holder> Holders { get; set; } = [];

    public PostgresState Postgres { get; set; } = new();

    public BrokerState Broker { get; set; } = new();
}

internal sealed record Holder(string Id, ProcessIdentity Process);

internal sealed class PostgresState
{
    public int Port { get; set; }

    public ProcessIdentity? Postmaster { get; set; }
}

internal sealed class BrokerState
{
    public int Port { get; set; }

    public int ManagementPort { get; set; }

    public int DistributionPort { get; set; }

    public int EpmdPort { get; set; }

    public ProcessIdentity? RunScript { get; set; }

    public ProcessIdentity? VirtualMachine { get; set; }

    public ProcessIdentity? Epmd { get; set; }
}
