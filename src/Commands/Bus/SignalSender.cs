using MassTransit;

namespace EventSourced.Commands.Bus;

/// <summary>Sends messages whose loss only costs time, because the receiver also polls.</summary>
/// <param name="bus">The bus.</param>
/// <param name="options">Deadline of a send.</param>
/// <param name="link">Watches the broker: nothing is sent while it is down.</param>
internal sealed class SignalSender(IBus bus, BusOptions options, BrokerLink link)
{
    /// <summary>Sends a message, or drops it when the broker does not accept it in time. BrokerLink logs that the broker is down.</summary>
    /// <param name="exchange">The exchange, with its type if that is not fanout.</param>
    /// <param name="message">The message.</param>
    /// <param name="routingKey">Routing key, or null.</param>
    /// <param name="stopping">Ends the wait.</param>
    public async Task SendAsync<T>(string exchange, T message, string? routingKey, CancellationToken stopping) where T : class
    {
        if (!link.IsUp) return;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        deadline.CancelAfter(options.SendTimeout);
        try
        {
            var endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{exchange}"));
            await endpoint.Send(message, context =>
            {
                context.Durable = false;
                if (routingKey is not null) context.SetRoutingKey(routingKey);
            }, deadline.Token);
        }
        catch (Exception) when (!stopping.IsCancellationRequested)
        {
            // A lost signal is harmless.
        }
    }
}
