namespace EventSourced.Cli.Running;

/// <summary>How to run a system.</summary>
internal sealed record SystemOptions
{
    public const string RabbitMq = "rabbitmq";
    public const string Memory = "memory";
    public const int DefaultPort = 5080;

    /// <summary>Port of the API; null for the last one or the default.</summary>
    public int? Port { get; init; }

    /// <summary>Whether another port may be used when the default is in use.</summary>
    public bool AnyPort { get; init; }

    /// <summary><see cref="RabbitMq"/> or <see cref="Memory"/>.</summary>
    public required string Transport { get; init; }

    /// <summary>Whether API and workers run in one process although there is a broker.</summary>
    public bool Single { get; init; }

    /// <summary>How many worker processes.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Additional configuration of the hosts, as environment variables.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether everything keeps running when this process ends.</summary>
    public bool Detached { get; init; }

    public bool InMemory => Transport == Memory;

    /// <summary>Whether API and workers run in one process.</summary>
    public bool OneProcess => Single || InMemory;
}
