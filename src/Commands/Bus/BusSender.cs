using EventSourced.Contracts;
using MassTransit;

namespace EventSourced.Commands.Bus;

/// <summary>Sends messages to a queue and waits for the broker's confirmation.</summary>
public interface IBusSender
{
    /// <summary>Returns when the broker has confirmed that the queue holds the message.</summary>
    /// <param name="queue">Name of the queue, from <see cref="BusOptions"/>.</param>
    /// <param name="message">The message.</param>
    /// <param name="messageId">Its id, or null for a new one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="BusUnavailableException">The broker did not confirm in time.</exception>
    Task SendAsync<T>(string queue, T message, Guid? messageId = null, CancellationToken cancellationToken = default) where T : class;
}

/// <summary>Sends over MassTransit with publisher confirms and a deadline. While the broker is down, sends fail immediately.</summary>
/// <param name="bus">The bus.</param>
/// <param name="options">Names and deadline.</param>
/// <param name="link">Watches the broker; null without a broker.</param>
public sealed class BusSender(IBus bus, BusOptions options, BrokerLink? link) : IBusSender, ICommandSender
{
    /// <inheritdoc/>
    public Task SendAsync(CommandEnvelope envelope, CancellationToken cancellationToken = default) =>
        SendAsync(options.CommandQueue(envelope), envelope, envelope.CommandId, cancellationToken);

    /// <inheritdoc/>
    public async Task SendAsync<T>(string queue, T message, Guid? messageId = null, CancellationToken cancellationToken = default) where T : class
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.SendTimeout);
        try
        {
            var session = link is null ? CancellationToken.None : await link.SessionAsync(deadline.Token);
            // When the link breaks, the send fails immediately: it neither waits for the deadline nor opens a connection.
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, session);
            // Not "queue:": MassTransit would declare the queue without its type, and the broker would refuse that.
            var endpoint = await bus.GetSendEndpoint(new Uri($"{(options.InMemory ? "queue" : "exchange")}:{queue}"));
            var sending = endpoint.Send(message, context => Prepare(context, messageId), either.Token);
            try
            {
                await sending.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!sending.IsCompleted)
            {
                // Abandoned: its later exception is observed and ignored.
                _ = sending.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                throw;
            }
        }
        catch (BusUnavailableException)
        {
            throw;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException e)
        {
            throw new BusUnavailableException(
                deadline.IsCancellationRequested
                    ? $"The broker did not confirm within {options.SendTimeout.TotalSeconds:0.#} s that {queue} holds the message. It may or may not hold it: send it again with the same id."
                    : $"The connection to the broker was lost before it confirmed that {queue} holds the message. It may or may not hold it: send it again with the same id.", e);
        }
        catch (Exception e)
        {
            throw new BusUnavailableException($"{queue} did not take the message: {e.Message} Send it again with the same id.", e);
        }
    }

    private static void Prepare<T>(SendContext<T> context, Guid? messageId) where T : class
    {
        if (messageId is { } id)
        {
            context.MessageId = id;
            context.CorrelationId = id;
        }
        // If no queue is bound to the exchange, the broker returns the message instead of dropping it.
        if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit)) rabbit.Mandatory = true;
    }
}
