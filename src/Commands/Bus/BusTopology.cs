using RabbitMQ.Client;

namespace EventSourced.Commands.Bus;

/// <summary>The queues and exchanges. Each process declares them before it sends: a message to an exchange without a queue would be lost.</summary>
public static class BusTopology
{
    internal const string SingleActiveConsumer = "x-single-active-consumer";

    /// <summary>
    /// Arguments of a work queue or of an error queue. A message that crashes its worker each time ends in the error queue; newer brokers would drop it after
    /// 20 deliveries. A partition of commands has a single active consumer: the next one receives messages when the first is gone and its unacknowledged
    /// messages are back in the queue.
    /// </summary>
    /// <param name="queue">Name of the queue.</param>
    public static IReadOnlyDictionary<string, object?> Arguments(string queue)
    {
        var arguments = new Dictionary<string, object?>
        {
            ["x-queue-type"] = "quorum",
            ["x-delivery-limit"] = 1000,
            ["x-dead-letter-exchange"] = queue.EndsWith("_error", StringComparison.Ordinal) ? queue : BusOptions.ErrorQueue(queue),
            ["x-dead-letter-strategy"] = "at-least-once",
            ["x-overflow"] = "reject-publish",
        };
        if (BusOptions.IsPartition(queue, out _)) arguments[SingleActiveConsumer] = true;
        return arguments;
    }

    /// <summary>Declares the missing queues and exchanges.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="options">Names.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task DeclareAsync(IConnection connection, BusOptions options, CancellationToken cancellationToken = default)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        foreach (var queue in options.ErrorQueues.Concat(options.Queues))
        {
            await channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken);
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, Arguments(queue).ToDictionary(), cancellationToken: cancellationToken);
            await channel.QueueBindAsync(queue, queue, "", cancellationToken: cancellationToken);
        }
        await channel.CloseAsync(cancellationToken);
    }

    internal static ConnectionFactory ConnectionFactory(BusOptions options) => new()
    {
        Uri = new Uri(options.Uri!),
        AutomaticRecoveryEnabled = false,
        RequestedHeartbeat = TimeSpan.FromSeconds(10),
        RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
        ContinuationTimeout = TimeSpan.FromSeconds(10),
    };
}
