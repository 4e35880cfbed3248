namespace EventSourced.Cli.Running;

/// <summary>How to run a system.</summary>
internal sealed record SystemOptions
{
    public const string RabbitMq = "rabbitmq";
    public const string Memory = "memory";
    public const int UsualPort = 5080;

    /// <summary>Port of the API; null for the last one or the usual one.</summary>
    public int? Port { get; init; }

    /// <summary>Whether another port will do when the usual one is taken.</summary>
    public bool AnyPort { get; init; }

    /// <summary><see cref="RabbitMq"/> or <see cref="Memory"/>.</summary>
    public required string Transport { get; init; }

    /// <summary>How many worker processes.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Configuration of the hosts besides the usual, in the form of environment variables.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether everything keeps running when this process ends.</summary>
    public bool Detached { get; init; }

    public bool InMemory => Transport == Memory;
}
