using RabbitMQ.Client;

namespace EventSourced.Commands.Bus;

/// <summary>The queues and exchanges, declared by whoever comes first: a send to an exchange without a queue would be lost.</summary>
public static class BusTopology
{
    /// <summary>
    /// Arguments of every queue that holds work, and of its error queue, which MassTransit declares alike. A message that kills its worker each time
    /// goes to the error queue in the end; newer brokers would drop it after 20 deliveries.
    /// </summary>
    /// <param name="queue">Name of the queue that holds work.</param>
    public static IReadOnlyDictionary<string, object?> Arguments(string queue) => new Dictionary<string, object?>
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = 1000,
        ["x-dead-letter-exchange"] = BusOptions.ErrorQueue(queue),
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    /// <summary>Declares what is missing.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="options">Names.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task DeclareAsync(IConnection connection, BusOptions options, CancellationToken cancellationToken = default)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        foreach (var queue in options.Queues)
        {
            var arguments = Arguments(queue).ToDictionary();
            foreach (var name in new[] { BusOptions.ErrorQueue(queue), queue })
            {
                await channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken);
                await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);
                await channel.QueueBindAsync(name, name, "", cancellationToken: cancellationToken);
            }
        }
        await channel.ExchangeDeclareAsync(options.LogAdvanced, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken);
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
