using EventSourced.EventStore;
using EventSourced.Servers.Setup;

namespace EventSourced.Servers;

/// <summary>Which servers to have, and where their files live.</summary>
public sealed record ServerOptions
{
    /// <summary>Folder for all files of the servers; it is created when absent.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>False when everything runs in one process and no RabbitMQ is wanted.</summary>
    public bool NeedBroker { get; init; } = true;

    /// <summary>Address of a PostgreSQL that others run, in any form that <see cref="PostgresAddress"/> reads; it is neither started nor stopped.</summary>
    public string? ExternalPostgres { get; init; }

    /// <summary>The same with a login for the API; without, it uses <see cref="ExternalPostgres"/>.</summary>
    public string? ExternalPostgresApi { get; init; }

    /// <summary>The same with a login that only reads; without, people are given <see cref="ExternalPostgres"/>.</summary>
    public string? ExternalPostgresReader { get; init; }

    /// <summary>AMQP address of a RabbitMQ that others run; it is neither started nor stopped.</summary>
    public string? ExternalRabbitMq { get; init; }

    /// <summary>Address of the external RabbitMQ's management API, if it has one.</summary>
    public string? ExternalRabbitMqManagement { get; init; }

    /// <summary>True when the servers shall keep running after the last user is gone, until <see cref="ServerSet.StopAsync"/>.</summary>
    public bool Detached { get; init; }

    /// <summary>False gives up safety against a crash of the machine (not of a process) for speed: throw-away data only.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Free space that the data directory must have.</summary>
    public long NeededBytes { get; init; } = 500_000_000;

    /// <summary>How long a server may take until it answers, and how long to wait for another starter.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long a server may take to stop cleanly before it is killed.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(60);

    internal Machine Machine { get; init; } = new();

    /// <summary>Options with the external servers named by ES_POSTGRES, ES_RABBITMQ and ES_RABBITMQ_MANAGEMENT.</summary>
    public static ServerOptions FromEnvironment(string dataDirectory) => new()
    {
        DataDirectory = dataDirectory,
        ExternalPostgres = Variable(ServerVariables.Postgres),
        ExternalPostgresApi = Variable(ServerVariables.PostgresApi),
        ExternalPostgresReader = Variable(ServerVariables.PostgresReader),
        ExternalRabbitMq = Variable(ServerVariables.RabbitMq),
        ExternalRabbitMqManagement = Variable(ServerVariables.RabbitMqManagement),
    };

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
