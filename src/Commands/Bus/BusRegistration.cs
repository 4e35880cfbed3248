using EventSourced.Contracts;
using MassTransit;
using MassTransit.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace EventSourced.Commands.Bus;

/// <summary>The bus in a host.</summary>
public static class BusRegistration
{
    /// <summary>
    /// Adds the bus: <see cref="ICommandSender"/>, <see cref="IBusSender"/>, and the host's consumers. Several calls in one host configure the same bus.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Configuration with the section <c>Bus</c>.</param>
    /// <param name="configureConsumers">What the host consumes; null for a host that only sends.</param>
    public static IServiceCollection AddEventSourcedBus(
        this IServiceCollection services, IConfiguration configuration, Action<BusConsumers>? configureConsumers = null)
    {
        var consumers = services.Select(s => s.ImplementationInstance).OfType<BusConsumers>().SingleOrDefault();
        if (consumers is null)
        {
            consumers = new BusConsumers();
            services.AddSingleton(consumers);
            Add(services, BusOptions.From(configuration), consumers);
        }
        configureConsumers?.Invoke(consumers);
        return services;
    }

    private static void Add(IServiceCollection services, BusOptions options, BusConsumers consumers)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        if (!options.InMemory)
        {
            services.AddSingleton<BrokerLink>();
            services.AddHostedService(p => p.GetRequiredService<BrokerLink>());
            services.AddSingleton<CommandPartitions>();
        }
        services.AddSingleton(p => new QueueDepths(options, p.GetService<BrokerLink>()));
        services.AddSingleton(p => new BusSender(p.GetRequiredService<IBusControl>(), options, p.GetService<BrokerLink>()));
        services.AddSingleton<ICommandSender>(p => p.GetRequiredService<BusSender>());
        services.AddSingleton<IBusSender>(p => p.GetRequiredService<BusSender>());
        services.AddHealthChecks().AddCheck<BusHealthCheck>("bus", HealthStatus.Unhealthy, ["ready"]);

        // The host does not wait for the broker. A bus in memory must be up before the first send, or the message is lost.
        services.Configure<MassTransitHostOptions>(bus => bus.WaitUntilStarted = options.InMemory);
        services.AddMassTransit(mass =>
        {
            mass.DisableUsageTelemetry();
            // Replaced by the check above.
            mass.ConfigureHealthCheckOptions(health => health.Tags.Remove("ready"));
            if (options.InMemory)
                mass.UsingInMemory((host, bus) =>
                {
                    foreach (var endpoint in consumers.Endpoints.Concat(consumers.FollowUps is { } followUps ? [followUps] : []))
                        bus.ReceiveEndpoint(endpoint.Queue(options), e => Configure(e, endpoint, endpoint.Queue(options), options, host));
                    if (consumers.Commands is not { } commands) return;
                    foreach (var queue in options.CommandQueues)
                        bus.ReceiveEndpoint(queue, e =>
                        {
                            ConfigureWork(e, queue, 1, 1, host);
                            e.Consumer(() => new SharedConsumer<CommandEnvelope>(commands(host)));
                        });
                });
            else
                mass.UsingRabbitMq((host, bus) =>
                {
                    Host(bus, options);
                    // MassTransit gives an error queue the arguments of its queue; the error queue that all partitions share has no single active consumer.
                    bus.SendTopology.ErrorQueueNameFormatter = new ErrorQueues();
                    bus.SendTopology.ConfigureErrorSettings = error => error.SetQueueArgument(BusTopology.SingleActiveConsumer, null);
                    foreach (var endpoint in consumers.Endpoints)
                        bus.ReceiveEndpoint(endpoint.Queue(options), e => Configure(e, endpoint, endpoint.Queue(options), options, host));
                });
        });
    }

    /// <summary>Settings and consumer of an endpoint.</summary>
    internal static void Configure(IReceiveEndpointConfigurator e, BusConsumers.Endpoint endpoint, string queue, BusOptions options, IServiceProvider services)
    {
        ConfigureWork(e, queue, endpoint.Concurrency(options), endpoint.Prefetch(options), services);
        endpoint.Connect(e, services);
    }

    /// <summary>Settings that all work queues share.</summary>
    internal static void ConfigureWork(IReceiveEndpointConfigurator e, string queue, int concurrency, int prefetch, IServiceProvider services)
    {
        if (e is IRabbitMqReceiveEndpointConfigurator rabbit)
            foreach (var (name, value) in BusTopology.Arguments(queue)) rabbit.SetQueueArgument(name, value);
        e.ConfigureConsumeTopology = false;
        e.PublishFaults = false;
        e.ConcurrentMessageLimit = concurrency;
        e.PrefetchCount = prefetch;
        // A message of an unknown type goes to the error queue like any other fault: nothing is dropped.
        var skipped = new SkippedMessages();
        e.ConfigureDeadLetter(pipe => pipe.UseFilter(skipped));
        e.ConfigureError(error =>
        {
            error.UseFilter(new UnsettledMessages(services.GetRequiredService<IHostApplicationLifetime>()));
            error.UseFilter(skipped);
            error.UseFilter(new ErrorTransportFilter());
        });
    }

    private static void Host(IRabbitMqBusFactoryConfigurator bus, BusOptions options)
    {
        var factory = BusTopology.ConnectionFactory(options);
        bus.Host(factory.HostName, (ushort)(factory.Port > 0 ? factory.Port : factory.Ssl.Enabled ? 5671 : 5672), factory.VirtualHost, "eventsourced", host =>
        {
            host.Username(factory.UserName);
            host.Password(factory.Password);
            host.Heartbeat(factory.RequestedHeartbeat);
            if (factory.Ssl.Enabled) host.UseSsl(ssl => ssl.ServerName = factory.HostName);
        });
    }

    private sealed class ErrorQueues : IErrorQueueNameFormatter
    {
        public string FormatErrorQueueName(string queueName) => BusOptions.ErrorQueue(queueName);
    }
}
