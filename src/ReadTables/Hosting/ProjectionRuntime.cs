using EventSourced.EventStore;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.ReadTables.Hosting;

/// <summary>Updates all read tables, lane by lane. One process at a time owns a lane; the processes share the lanes.</summary>
/// <param name="catalog">The tables.</param>
/// <param name="store">The log.</param>
/// <param name="codec">Reads events.</param>
/// <param name="source">The database.</param>
/// <param name="signal">Wakes the lanes.</param>
/// <param name="changes">Notifies of workers and of states of tables.</param>
/// <param name="options">Settings.</param>
/// <param name="loggers">Loggers.</param>
public sealed class ProjectionRuntime(
    ReadTableCatalog catalog, IEventStore store, EventCodec codec, NpgsqlDataSource source, LogSignal signal, StateChanges changes, ProjectionOptions options,
    ILoggerFactory loggers)
    : BackgroundService
{
    /// <summary>
    /// The application name that the sessions of a worker process should have in the database: if the process freezes, the others terminate its sessions.
    /// </summary>
    public static string ApplicationName => WorkerPresence.ApplicationName;

    private readonly LaneManager _manager = new(source, catalog.Lanes, signal, changes, options, loggers.CreateLogger<LaneManager>());

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the tables and the engine's own tables exist; fails when they cannot be created.</summary>
    public Task Ready => _ready.Task;

    /// <summary>The lanes that this process currently owns.</summary>
    public IReadOnlyList<string> OwnedLanes => _manager.Owned;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await _manager.AwaitSchemaAsync(ReadTableSchema.ApplyAsync(source, catalog, stoppingToken), stoppingToken);
            _ready.TrySetResult();
        }
        catch (Exception e)
        {
            _ready.TrySetException(e);
            throw;
        }
        if (options.RebuildOnChange) await RebuildOutdatedAsync(stoppingToken);
        var logger = loggers.CreateLogger<LaneRunner>();
        await using var emptyCheckpoints = new EmptyCheckpoints(source);
        await using var renewals = new LeaseRenewals(source, options.RenewInterval, options.LeaseTimeout);
        await Task.WhenAll(catalog.Lanes
            .Select(lane => Task.Run(() => new LaneRunner(lane, _manager, catalog, store, codec, source, emptyCheckpoints, renewals, signal, options, logger).RunAsync(stoppingToken), CancellationToken.None))
            .Append(Task.Run(() => _manager.RunAsync(renewals, stoppingToken), CancellationToken.None))
            .Append(Task.Run(() => new LogPoller(store, signal, options, loggers.CreateLogger<LogPoller>()).RunAsync(stoppingToken), CancellationToken.None)));
    }

    private async Task RebuildOutdatedAsync(CancellationToken cancellationToken)
    {
        var outdated = (await new TableStates(source).ReadAllAsync(catalog, cancellationToken)).Where(t => t.State == TableState.Outdated).Select(t => t.Table).ToList();
        if (outdated.Count == 0) return;
        try
        {
            await new OperationStore(source, catalog).CreateAsync(OperationKind.Rebuild, new OperationRequest { Tables = outdated }, $"{options.Owner} (definition changed)", cancellationToken);
        }
        catch (QueryException e) when (e.Code == "rebuild_under_way")
        {
            // Another worker that starts at the same time has requested it.
        }
    }
}

/// <summary>Registers the projection runtime.</summary>
public static class ProjectionRuntimeRegistration
{
    /// <summary>Runs the lanes of a catalog in this process. It needs an event store, its codec and a data source.</summary>
    /// <param name="services">The services.</param>
    /// <param name="catalog">The tables.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="builds">Settings of rebuilds, verifications and replays; null for the defaults.</param>
    public static IServiceCollection AddProjectionRuntime(
        this IServiceCollection services, ReadTableCatalog catalog, ProjectionOptions? options = null, BuildOptions? builds = null) =>
        services.AddProjectionRuntime(_ => catalog, options, builds);

    /// <inheritdoc cref="AddProjectionRuntime(IServiceCollection, ReadTableCatalog, ProjectionOptions?, BuildOptions?)"/>
    public static IServiceCollection AddProjectionRuntime(
        this IServiceCollection services, Func<IServiceProvider, ReadTableCatalog> catalog, ProjectionOptions? options = null, BuildOptions? builds = null) => services
        .AddSingleton(catalog)
        .AddSingleton(options ?? new ProjectionOptions())
        .AddSingleton(builds ?? new BuildOptions())
        .AddSingleton<LogSignal>()
        .AddNotifications()
        .AddSingleton<StateChanges>()
        .AddSingleton<ProjectionRuntime>()
        .AddHostedService(p => p.GetRequiredService<ProjectionRuntime>())
        .AddHostedService<OperationRunner>()
        .AddSingleton<Forgettings>()
        .AddHostedService<ForgettingSweeper>();
}
