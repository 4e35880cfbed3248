using EventSourced.Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Commands.Bus;

/// <summary>What a process consumes from the bus.</summary>
public sealed class BusConsumers
{
    private readonly List<Endpoint> _endpoints = [];

    internal BusConsumers()
    {
    }

    internal IReadOnlyList<Endpoint> Endpoints => _endpoints;

    internal Func<IServiceProvider, IConsumer<CommandEnvelope>>? Commands { get; private set; }

    /// <summary>The consumer of follow-ups; its queue is that of the bus in memory.</summary>
    internal Endpoint? FollowUps { get; private set; }

    /// <summary>Consumes commands; those of one scope in order. With a broker, the process consumes the partitions that it connects to (<see cref="CommandPartition"/>).</summary>
    /// <typeparam name="TConsumer">A singleton in the container.</typeparam>
    public BusConsumers TakeCommands<TConsumer>() where TConsumer : class, IConsumer<CommandEnvelope>
    {
        Commands = services => services.GetRequiredService<TConsumer>();
        return this;
    }

    /// <summary>Consumes follow-ups. With a broker, the process consumes those of the partitions that it connects to (<see cref="CommandPartition"/>).</summary>
    /// <param name="concurrency">Follow-ups of a partition that are handled or wait for a batch.</param>
    /// <typeparam name="TConsumer">A singleton in the container.</typeparam>
    public BusConsumers TakeFollowUps<TConsumer>(int concurrency) where TConsumer : class, IConsumer<CommandEnvelope>
    {
        FollowUps = EndpointOf<TConsumer, CommandEnvelope>(o => o.FollowUps, _ => concurrency, _ => concurrency);
        return this;
    }

    /// <summary>Consumes the messages of a queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="concurrency">Messages handled concurrently.</param>
    /// <param name="prefetch">Unacknowledged messages, handled or waiting.</param>
    /// <typeparam name="TConsumer">A singleton in the container.</typeparam>
    /// <typeparam name="TMessage">The message.</typeparam>
    public BusConsumers Take<TConsumer, TMessage>(Func<BusOptions, string> queue, Func<BusOptions, int> concurrency, Func<BusOptions, int> prefetch)
        where TConsumer : class, IConsumer<TMessage> where TMessage : class
    {
        _endpoints.Add(EndpointOf<TConsumer, TMessage>(queue, concurrency, prefetch));
        return this;
    }

    private static Endpoint EndpointOf<TConsumer, TMessage>(Func<BusOptions, string> queue, Func<BusOptions, int> concurrency, Func<BusOptions, int> prefetch)
        where TConsumer : class, IConsumer<TMessage> where TMessage : class =>
        new(queue, concurrency, prefetch, (endpoint, services) => endpoint.Consumer(() => new SharedConsumer<TMessage>(services.GetRequiredService<TConsumer>())));

    internal sealed record Endpoint(
        Func<BusOptions, string> Queue, Func<BusOptions, int> Concurrency, Func<BusOptions, int> Prefetch,
        Action<IReceiveEndpointConfigurator, IServiceProvider> Connect);
}
