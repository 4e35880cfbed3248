using MassTransit;

namespace EventSourced.Commands.Bus;

/// <summary>Lends a consumer that lives as long as its host: MassTransit disposes of what it is given after every message.</summary>
/// <param name="consumer">The consumer.</param>
/// <typeparam name="TMessage">What it takes.</typeparam>
internal sealed class Lent<TMessage>(IConsumer<TMessage> consumer) : IConsumer<TMessage> where TMessage : class
{
    public Task Consume(ConsumeContext<TMessage> context) => consumer.Consume(context);
}
