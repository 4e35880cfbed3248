using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using EventSourced.Contracts;
using EventSourced.EventStore.Settings;
using Microsoft.Extensions.Configuration;

namespace EventSourced.Commands.Bus;

/// <summary>Section <c>Bus</c> of the configuration.</summary>
[SettingsSection(Section, SettingsReaders.Hosts)]
public sealed record BusOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Bus";

    /// <summary><c>rabbitmq</c>, or <c>memory</c> for everything in one process without a broker: messages that are queued in memory are lost when the process ends.</summary>
    public string Transport { get; init; } = "rabbitmq";

    /// <summary>Address of RabbitMQ: <c>amqp://user:password@host:5672/vhost</c>.</summary>
    [HoldsPassword]
    public string? Uri { get; init; }

    /// <summary>Prefix of every queue and exchange name.</summary>
    public string Prefix { get; init; } = "es.";

    /// <summary>How long a send may wait for the broker's confirmation.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Number of queues over which commands are distributed by their scope. To lower it, see "Partitions of commands" in docs/operations.md.</summary>
    public int CommandPartitions { get; init; } = 8;

    /// <summary>Commands that one worker process handles concurrently.</summary>
    public int CommandConcurrency { get; init; } = 64;

    /// <summary>Commands of one partition that a worker holds unacknowledged: running, or waiting for others of their scope.</summary>
    public int CommandPrefetch { get; init; } = 128;

    /// <summary>Jobs (long follow-ups, such as imports) that one worker process runs concurrently; 0 for the number of cores.</summary>
    public int JobConcurrency { get; init; }

    /// <summary>Runs without an outcome after which a redelivered command counts as poison: it probably crashes its worker.</summary>
    public int MaxDeliveries { get; init; } = 20;

    /// <summary>Waits between the attempts at a message that fails for an unexpected reason.</summary>
    public IReadOnlyList<TimeSpan> RetryIntervals { get; init; } = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500)];

    /// <summary>How long a job holds its message before a copy replaces it; below the broker's consumer timeout of 30 minutes.</summary>
    public TimeSpan JobHold { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a command that no running worker knows waits for a worker of a newer build, before it is rejected; 0 rejects it at once.</summary>
    public TimeSpan UnknownCommandLimit { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Whether messages stay in memory, without a broker.</summary>
    public bool InMemory => string.Equals(Transport, "memory", StringComparison.OrdinalIgnoreCase);

    /// <summary>Prefix of the names of the command queues.</summary>
    public string Commands => Prefix + "commands";

    /// <summary>Prefix of the names of the queues of follow-ups, the commands that events trigger; in memory the one queue.</summary>
    public string FollowUps => Prefix + "followups";

    /// <summary>The queue of jobs: commands that events trigger and that may run for long.</summary>
    public string Jobs => Prefix + "jobs";

    /// <summary>The queue of commands that a worker did not know: those of a newer build.</summary>
    public string UnknownCommands => Prefix + "unknown-commands";

    /// <summary>The queues of commands. A queue in memory handles one command at a time, so there is one queue for each concurrent command.</summary>
    public IReadOnlyList<string> CommandQueues => [.. Enumerable.Range(0, InMemory ? CommandConcurrency : CommandPartitions).Select(CommandQueue)];

    /// <summary>The queues of follow-ups: one for each partition of commands.</summary>
    public IReadOnlyList<string> FollowUpQueues => InMemory ? [FollowUps] : [.. Enumerable.Range(0, CommandPartitions).Select(FollowUpQueue)];

    /// <summary>The queues that hold work.</summary>
    public IReadOnlyList<string> Queues => [.. CommandQueues, .. FollowUpQueues, Jobs, .. InMemory ? (string[])[] : [UnknownCommands]];

    /// <summary>The error queues: the partitions of commands share one, those of follow-ups another.</summary>
    public IReadOnlyList<string> ErrorQueues => [.. Queues.Select(ErrorQueue).Distinct()];

    /// <summary>The queue of a partition of commands.</summary>
    /// <param name="partition">Number of the partition, from 0.</param>
    public string CommandQueue(int partition) => $"{Commands}.{partition.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The queue of a command: the same for all commands of a scope.</summary>
    /// <param name="envelope">The command.</param>
    public string CommandQueue(CommandEnvelope envelope) => CommandQueue(PartitionOf(envelope, InMemory ? CommandConcurrency : CommandPartitions));

    /// <summary>The queue of the follow-ups of a partition. The process that consumes the partition's commands consumes it too, so it has their states in its cache.</summary>
    /// <param name="partition">Number of the partition, from 0.</param>
    public string FollowUpQueue(int partition) => $"{FollowUps}.{partition.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The queue of a follow-up: that of the partition of its scope.</summary>
    /// <param name="envelope">The command.</param>
    public string FollowUpQueue(CommandEnvelope envelope) => InMemory ? FollowUps : FollowUpQueue(PartitionOf(envelope, CommandPartitions));

    /// <summary>The error queue of a queue.</summary>
    /// <param name="queue">Name of the queue.</param>
    public static string ErrorQueue(string queue) => (IsPartition(queue, out var all) ? all : queue) + "_error";

    private static int PartitionOf(CommandEnvelope envelope, int partitions) => (int)(XxHash64.HashToUInt64(MemoryMarshal.AsBytes(envelope.OrderKey().AsSpan())) % (uint)partitions);

    /// <summary>Whether a queue is a partition of commands or follow-ups, which has one active consumer at a time.</summary>
    internal static bool IsPartition(string queue, out string all)
    {
        var dot = queue.LastIndexOf('.');
        all = dot < 0 ? queue : queue[..dot];
        return dot >= 0 && dot < queue.Length - 1 && queue.AsSpan(dot + 1).IndexOfAnyExceptInRange('0', '9') < 0;
    }

    /// <summary>Reads the section and checks it.</summary>
    /// <param name="configuration">The configuration.</param>
    public static BusOptions From(IConfiguration configuration)
    {
        var options = configuration.Read<BusOptions>();
        if (options.CommandPartitions is < 1 or > 1024) throw new InvalidOperationException($"Bus:CommandPartitions is {options.CommandPartitions}: use a number from 1 to 1024.");
        if (options.CommandPrefetch is < 1 or > ushort.MaxValue) throw new InvalidOperationException($"Bus:CommandPrefetch is {options.CommandPrefetch}: use a number from 1 to {ushort.MaxValue}.");
        if (options.CommandConcurrency < 1) throw new InvalidOperationException($"Bus:CommandConcurrency is {options.CommandConcurrency}: use 1 or more.");
        if (options.InMemory) return options;
        if (!string.Equals(options.Transport, "rabbitmq", StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException($"Bus:Transport is \"{options.Transport}\": use rabbitmq or memory.");
        if (!System.Uri.TryCreate(options.Uri, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
            throw new InvalidOperationException("Bus:Uri is missing or wrong: set it (or the variable Bus__Uri) to amqp://user:password@host:5672/vhost, or Bus:Transport to memory.");
        return options;
    }
}
