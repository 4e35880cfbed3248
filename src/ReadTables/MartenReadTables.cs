using System.Reflection;
using EventSourced.EventStore;
using EventSourced.EventStore.Log;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Explain;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Runtime;
using JasperFx.Events;
using Marten;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Weasel.Postgresql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers read tables on the log of an ordinary Marten application.</summary>
public static class MartenReadTables
{
    /// <summary>
    /// Updates the read tables of some assemblies from the application's own log, and registers the services that rebuild, verify and explain them:
    /// <see cref="OperationStore"/>, <see cref="GenerationStore"/>, <see cref="RowExplainer"/>, <see cref="TableControl"/> and <see cref="ProjectionReader"/>. It needs Marten's
    /// <see cref="IDocumentStore"/> with all event types registered.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="tables">Assemblies with <see cref="IReadTable{TRow}"/> types.</param>
    /// <param name="options">Settings of the projections; null for the defaults.</param>
    /// <param name="builds">Settings of rebuilds, verifications and replays; null for the defaults.</param>
    public static IServiceCollection AddMartenReadTables(
        this IServiceCollection services, IReadOnlyList<Assembly> tables, ProjectionOptions? options = null, BuildOptions? builds = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s => ((PostgresqlDatabase)s.GetRequiredService<IDocumentStore>().Storage.Database).DataSource);
        services.TryAddSingleton(s => MartenLog.OptionsOf(s.GetRequiredService<IDocumentStore>()));
        services.TryAddSingleton(s => EventCodec.Of(s.GetRequiredService<IDocumentStore>(), s.GetServices<IUpcaster>()));
        services.TryAddSingleton<EventSourced.EventStore.IEventStore>(s =>
            PostgresEventStore.Of(s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<EventCodec>(), s.GetRequiredService<IDocumentStore>()));
        services.AddHostedService<LogStorage>();
        services.AddProjectionRuntime(s => ReadTableCatalog.Scan(s.GetRequiredService<EventCodec>().Catalog, [.. tables]), (options ?? new()) with { IdlePollFactor = 4 }, builds);
        services.TryAddSingleton<OperationStore>();
        services.TryAddSingleton<AuditLog>();
        services.TryAddSingleton<TableControl>();
        services.TryAddSingleton<LogBacklog>();
        services.TryAddSingleton<ProjectionReader>();
        services.TryAddSingleton<GenerationStore>();
        services.TryAddSingleton<ReplayStore>();
        services.TryAddSingleton<RowExplainer>();
        return services;
    }

    /// <summary>Creates the log's tables before they are read, if the application allows Marten to do so: Marten itself creates them at the first append.</summary>
    private sealed class LogStorage(IDocumentStore store) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken) => await store.Storage.Database.EnsureStorageExistsAsync(typeof(IEvent), cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
