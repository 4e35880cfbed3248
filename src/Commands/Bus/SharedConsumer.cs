using MassTransit;

namespace EventSourced.Commands.Bus;

/// <summary>Forwards messages to a singleton consumer. MassTransit disposes the consumer that it is given after each message.</summary>
/// <param name="consumer">The consumer.</param>
/// <typeparam name="TMessage">The message.</typeparam>
internal sealed class SharedConsumer<TMessage>(IConsumer<TMessage> consumer) : IConsumer<TMessage> where TMessage : class
{
    public Task Consume(ConsumeContext<TMessage> context) => consumer.Consume(context);
}

/// <summary>Forwards commands to a consumer in the order of their scopes.</summary>
/// <param name="consumer">The consumer.</param>
/// <param name="order">The order in which the endpoint received them.</param>
internal sealed class OrderedConsumer(IConsumer<Contracts.CommandEnvelope> consumer, DeliveryOrder order) : IConsumer<Contracts.CommandEnvelope>
{
    public async Task Consume(ConsumeContext<Contracts.CommandEnvelope> context)
    {
        var turn = order.Enter(context.ReceiveContext, context.Message.OrderKey());
        var hasOutcome = false;
        try
        {
            await turn.Begun.WaitAsync(context.CancellationToken);
            await consumer.Consume(context);
            hasOutcome = true;
        }
        catch (OperationCanceledException)
        {
            UnsettledMessages.Leave(context.ReceiveContext);
            throw;
        }
        catch
        {
            // It failed permanently, and its status is stored.
            hasOutcome = true;
            throw;
        }
        finally
        {
            order.Leave(turn, hasOutcome);
        }
    }
}
