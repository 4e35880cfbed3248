using EventSourced.Commands.Bus;
using EventSourced.Commands.Health;
using EventSourced.Commands.Modules;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.EventStore.Settings;
using EventSourced.Projections;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Runtime;
using EventSourced.Workers.Consumers;
using EventSourced.Workers.Jobs;
using EventSourced.Workers.Relaying;
using EventSourced.Workers.Retention;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace EventSourced.Workers.Hosting;

/// <summary>The services of a worker in a host, which may also be the API's.</summary>
public static class WorkersRegistration
{
    /// <summary>
    /// Adds everything that a worker runs: commands, follow-ups, the relay, scheduled commands and the projection runtime. Services that the host has
    /// registered before (event store, event catalog, command catalog, projection runtime, <see cref="ReactionCatalog"/>) are kept.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration"><c>ConnectionStrings:Postgres</c>, <c>Objects:Root</c>, and the sections <c>EventStore</c>, <c>Bus</c>, <c>Projections</c>, <c>Retention</c> and <c>Workers</c>.</param>
    public static IServiceCollection AddWorkers(this IServiceCollection services, IConfiguration configuration)
    {
        SettingsException.ThrowAll(configuration, () => StoreOptions(configuration), () => BusOptions.From(configuration), () => ProjectionSettings(configuration));
        if (services.All(s => s.ServiceType != typeof(EventStoreOptions))) services.AddEventStore(StoreOptions(configuration));
        services.AddSingleton<ISchemaPart, RelaySchema>();
        var modules = ModuleCatalog.Of(services);
        foreach (var module in modules.All) module.Services(services, configuration);
        services.AddCommandPipeline(modules.Assemblies);

        services.AddUnknownSettingsWarning();
        // Starts before all other hosted services.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(p => ActivatorUtilities.CreateInstance<WorkerStartup>(p)));
        // Running work gets two thirds of the time to finish; then it is cancelled and returns to the broker.
        var patience = configuration.Read<WorkerOptions>().ShutdownTimeout;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = patience);
        services.Configure<MassTransitHostOptions>(bus => (bus.ConsumerStopTimeout, bus.StopTimeout) = (patience * 2 / 3, patience * 5 / 6));

        services.TryAddSingleton<DatabaseProbe>();
        services.TryAddSingleton<Deliveries>();
        services.TryAddSingleton<CommandsInProgress>();
        services.TryAddSingleton<GivenUpCommands>();
        services.TryAddSingleton<UnknownCommands>();
        services.TryAddSingleton<CommandConsumer>();
        services.TryAddSingleton<FollowUpConsumer>();
        services.TryAddSingleton<FollowUpBatches>();
        services.AddHostedService(p => p.GetRequiredService<FollowUpBatches>());
        services.TryAddSingleton<JobConsumer>();
        services.AddEventSourcedBus(configuration, bus => bus
            .TakeCommands<CommandConsumer>()
            .TakeFollowUps<FollowUpConsumer>(FollowUpBatches.BatchesAtOnce * FollowUpBatches.BatchSize)
            .Take<JobConsumer, CommandEnvelope>(o => o.Jobs, JobsAtOnce, o => 2 * JobsAtOnce(o)));
        if (!BusOptions.From(configuration).InMemory)
        {
            // After the bus, so that it stops before the bus does.
            services.AddSingleton<PartitionKeeper>();
            services.AddHostedService(p => p.GetRequiredService<PartitionKeeper>());
            services.AddHostedService<FormerQueues>();
        }

        services.TryAddSingleton(modules.Reactions);
        services.AddSingleton<Relay>();
        services.AddHostedService(p => p.GetRequiredService<Relay>());

        if (services.All(s => s.ServiceType != typeof(LogSignal))) services.AddProjectionRuntime(ReadTableSet.Of(modules.Events, modules.Assemblies), ProjectionSettings(configuration));
        services.AddPostgresHealth().AddHealthChecks().AddCheck<LanesHealthCheck>("lanes", HealthStatus.Unhealthy, ["ready"]);
        services.AddSingleton(RetentionOptions.From(configuration));
        services.AddHostedService<RetentionSweeper>();
        services.AddClockJobs(configuration);
        return services;
    }

    private static EventStoreOptions StoreOptions(IConfiguration configuration)
    {
        var options = StoreSettings.EventStore(configuration);
        return options with
        {
            // If this worker freezes, the others find its sessions by this name.
            ConnectionString = new NpgsqlConnectionStringBuilder(options.ConnectionString ?? StoreSettings.Postgres(configuration)) { ApplicationName = ProjectionRuntime.ApplicationName }
                .PrepareAutomatically(400).ConnectionString,
        };
    }

    private static ProjectionOptions ProjectionSettings(IConfiguration configuration) => configuration.Read<ProjectionOptions>().Check();

    private static int JobsAtOnce(BusOptions options) => options.JobConcurrency > 0 ? options.JobConcurrency : Environment.ProcessorCount;
}
