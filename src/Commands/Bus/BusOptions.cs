using EventSourced.EventStore.Settings;
using Microsoft.Extensions.Configuration;

namespace EventSourced.Commands.Bus;

/// <summary>Section <c>Bus</c> of the configuration.</summary>
[SettingsSection(Section, SettingsReaders.Hosts)]
public sealed record BusOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Bus";

    /// <summary><c>rabbitmq</c>, or <c>memory</c> for everything in one process without a broker: what is queued there ends with the process.</summary>
    public string Transport { get; init; } = "rabbitmq";

    /// <summary>Address of RabbitMQ: <c>amqp://user:password@host:5672/vhost</c>.</summary>
    [HoldsPassword]
    public string? Uri { get; init; }

    /// <summary>What every queue and exchange name begins with.</summary>
    public string Prefix { get; init; } = "es.";

    /// <summary>How long a send may wait for the broker's confirmation.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Commands that one worker process handles side by side.</summary>
    public int CommandConcurrency { get; init; } = 64;

    /// <summary>Commands that one worker process has in hand, handled or waiting.</summary>
    public int CommandPrefetch { get; init; } = 128;

    /// <summary>Sources whose imports one worker process runs side by side; 0 for the number of cores.</summary>
    public int ImportConcurrency { get; init; }

    /// <summary>Runs after which a command that was delivered again each time counts as poison although no handler said so: it takes its worker down.</summary>
    public int MaxDeliveries { get; init; } = 20;

    /// <summary>Waits between the tries of a message that fails for an unexpected reason.</summary>
    public IReadOnlyList<TimeSpan> RetryIntervals { get; init; } = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500)];

    /// <summary>How long an import holds its message before it hands over to a fresh copy; below the broker's consumer timeout of 30 minutes.</summary>
    public TimeSpan ImportHold { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether the broker is left out.</summary>
    public bool InMemory => string.Equals(Transport, "memory", StringComparison.OrdinalIgnoreCase);

    /// <summary>The queue of commands.</summary>
    public string Commands => Prefix + "commands";

    /// <summary>The queue of import jobs.</summary>
    public string Imports => Prefix + "imports";

    /// <summary>The queue of analyses that recorded turns ask for.</summary>
    public string Analyses => Prefix + "analyses";

    /// <summary>The exchange that tells every process how far the log has grown.</summary>
    internal string LogAdvanced => Prefix + "log-advanced";

    /// <summary>The queues that hold work; each has an error queue beside it.</summary>
    public IReadOnlyList<string> Queues => [Commands, Imports, Analyses];

    /// <summary>The error queue of a queue.</summary>
    /// <param name="queue">Name of the queue.</param>
    public static string ErrorQueue(string queue) => queue + "_error";

    /// <summary>Reads the section and checks it.</summary>
    /// <param name="configuration">The configuration.</param>
    public static BusOptions From(IConfiguration configuration)
    {
        var options = configuration.Read<BusOptions>();
        if (options.InMemory) return options;
        if (!string.Equals(options.Transport, "rabbitmq", StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException($"Bus:Transport is \"{options.Transport}\": use rabbitmq or memory.");
        if (!System.Uri.TryCreate(options.Uri, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
            throw new InvalidOperationException("Bus:Uri is missing or wrong: set it (or the variable Bus__Uri) to amqp://user:password@host:5672/vhost, or Bus:Transport to memory.");
        return options;
    }
}
