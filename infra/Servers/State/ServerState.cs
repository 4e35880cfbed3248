using EventSourced.Servers.Processes;

namespace EventSourced.Servers.State;

/// <summary>The stored state of the servers of a data directory (servers.json), without secrets.</summary>
internal sealed class ServerState
{
    /// <summary>Whether the servers keep running without users.</summary>
    public bool Detached { get; set; }

    /// <summary>The processes that use the servers; the last one stops them.</summary>
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
