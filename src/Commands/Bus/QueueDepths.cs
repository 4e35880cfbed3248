using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace EventSourced.Commands.Bus;

/// <summary>Counts the ready messages of the queues.</summary>
/// <param name="options">Names of the queues.</param>
/// <param name="link">The connection to the broker; null when there is none.</param>
public sealed class QueueDepths(BusOptions options, BrokerLink? link = null)
{
    /// <summary>
    /// Messages that are ready for a consumer, by queue, error queues included. A missing queue is omitted; while the broker is down, all are.
    /// </summary>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyDictionary<string, long>> ReadAsync(CancellationToken cancellationToken = default)
    {
        var depths = new Dictionary<string, long>();
        if (link?.Connection is not { } connection) return depths;
        try
        {
            foreach (var queue in options.Queues.Concat(options.ErrorQueues))
                if (await CountAsync(connection, queue, cancellationToken) is { } count) depths[queue] = count;
            return depths;
        }
        catch (Exception e) when (e is RabbitMQClientException or IOException or TimeoutException or ObjectDisposedException)
        {
            // The connection ended: the health check reports it.
            return new Dictionary<string, long>();
        }
    }

    // A missing queue closes the channel, so each queue has its own.
    private static async Task<long?> CountAsync(IConnection connection, string queue, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            return await channel.MessageCountAsync(queue, cancellationToken);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }
}
