using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.EventStore.Log;
using EventSourced.EventStore.Personal;
using EventSourced.EventStore.Signals;
using Marten;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the event store.</summary>
public static class EventStoreServices
{
    /// <summary>
    /// Adds the event log, the command ledger, the claims, the object store, the secret store and the keys of personal data; and, unless they are registered
    /// already, Marten's <see cref="IDocumentStore"/>, the data source, the catalog and the clock. Upcasters are the registered <see cref="IUpcaster"/>s. It does
    /// not apply the schema: see <see cref="EventStoreSchema"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">Location of the log and limits of its transactions.</param>
    public static IServiceCollection AddEventStore(this IServiceCollection services, EventStoreOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(EventCatalog.Default);
        services.TryAddSingleton(_ => NpgsqlDataSource.Create(options.ConnectionString
            ?? throw new InvalidOperationException("Register an NpgsqlDataSource, or set EventStoreOptions.ConnectionString.")));
        services.TryAddSingleton<PersonalKeys>();
        services.TryAddSingleton<PersonalData>();
        services.TryAddSingleton<IPersonalData>(s => s.GetRequiredService<PersonalData>());
        services.TryAddSingleton<EventCodec>();
        services.TryAddSingleton(s => options.ConnectionString is { } own ? EventLogSource.Create(own) : new EventLogSource(s.GetRequiredService<NpgsqlDataSource>()));
        services.TryAddSingleton<IDocumentStore>(s => MartenLog.Open(s.GetRequiredService<EventLogSource>().Source, s.GetRequiredService<EventCodec>(), options));
        services.TryAddSingleton<EventStoreSchema>();
        services.TryAddSingleton<PostgresEventStore>();
        services.TryAddSingleton<IEventStore>(s => s.GetRequiredService<PostgresEventStore>());
        services.TryAddSingleton<CommandLedger>();
        services.TryAddSingleton<Claims>();
        services.TryAddSingleton<IObjectStore>(s => new FileObjectStore(options.ObjectFolder, s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ISecretStore, PostgresSecretStore>();
        services.AddNotifications();
        services.AddSingleton<ProcessSignals>();
        services.AddHostedService(p => p.GetRequiredService<ProcessSignals>());
        return services;
    }

    /// <summary>Adds <see cref="Notifications"/>, once.</summary>
    /// <param name="services">The host's services, with a data source.</param>
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        if (services.Any(s => s.ServiceType == typeof(Notifications))) return services;
        services.AddSingleton<Notifications>();
        return services.AddHostedService(p => p.GetRequiredService<Notifications>());
    }
}
