using EventSourced.EventStore;
using EventSourced.Servers.Setup;

namespace EventSourced.Servers;

/// <summary>Which servers to run, and where to store their files.</summary>
public sealed record ServerOptions
{
    /// <summary>Folder for all files of the servers; created if missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>False when everything runs in one process without RabbitMQ.</summary>
    public bool NeedBroker { get; init; } = true;

    /// <summary>Address of an external PostgreSQL, in any form that <see cref="PostgresAddress"/> reads; it is neither started nor stopped.</summary>
    public string? ExternalPostgres { get; init; }

    /// <summary>The same with the API's login; <see cref="ExternalPostgres"/> by default.</summary>
    public string? ExternalPostgresApi { get; init; }

    /// <summary>The same with a read-only login; <see cref="ExternalPostgres"/> by default.</summary>
    public string? ExternalPostgresReader { get; init; }

    /// <summary>AMQP address of an external RabbitMQ; it is neither started nor stopped.</summary>
    public string? ExternalRabbitMq { get; init; }

    /// <summary>Address of the external RabbitMQ's management API, if it has one.</summary>
    public string? ExternalRabbitMqManagement { get; init; }

    /// <summary>Whether the servers keep running after the last user has ended, until <see cref="ServerSet.StopAsync"/>.</summary>
    public bool Detached { get; init; }

    /// <summary>False trades durability after a crash of the machine (not of a process) for speed: for temporary data only.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Required free space of the data directory.</summary>
    public long NeededBytes { get; init; } = 500_000_000;

    /// <summary>Time limit until a server answers, and for waiting for another starter.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Time limit of a clean stop, after which a server is killed.</summary>
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
