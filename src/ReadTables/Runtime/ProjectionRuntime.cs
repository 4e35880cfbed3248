using EventSourced.EventStore;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Settings of the projection runtime.</summary>
public sealed record ProjectionOptions
{
    /// <summary>Most events of a page, which is one transaction.</summary>
    public int PageSize { get; init; } = 2_000;

    /// <summary>How long a lane waits without being woken before it looks at the log itself.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether tables whose definition changed are rebuilt by themselves when a worker starts; else an administrator asks for it.</summary>
    public bool RebuildOnChange { get; init; }

    /// <summary>How this process calls itself in <c>es.lanes</c>.</summary>
    public string Owner { get; init; } = $"{Environment.MachineName}:{Environment.ProcessId}";
}

/// <summary>Keeps all read tables up to date: a lane for each module, owned by one process at a time.</summary>
/// <param name="catalog">The tables.</param>
/// <param name="store">The log.</param>
/// <param name="codec">Reads events.</param>
/// <param name="source">The database.</param>
/// <param name="signal">Wakes the lanes.</param>
/// <param name="options">Settings.</param>
/// <param name="loggers">Loggers.</param>
public sealed class ProjectionRuntime(
    ReadTableCatalog catalog, IEventStore store, EventCodec codec, NpgsqlDataSource source, LogSignal signal, ProjectionOptions options, ILoggerFactory loggers)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ReadTableSchema.ApplyAsync(source, catalog, stoppingToken);
        if (options.RebuildOnChange) await RebuildOutdatedAsync(stoppingToken);
        var logger = loggers.CreateLogger<LaneRunner>();
        await Task.WhenAll(catalog.Modules.Select(lane => Task.Run(
            () => new LaneRunner(lane, catalog, store, codec, source, signal, options, logger).RunAsync(stoppingToken), CancellationToken.None)));
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
            // Another worker that starts now was first.
        }
    }
}

/// <summary>Registers the projection runtime.</summary>
public static class ProjectionRuntimeRegistration
{
    /// <summary>Runs the lanes of a catalog in this process. Needs an event store, its codec and a data source.</summary>
    /// <param name="services">The services.</param>
    /// <param name="catalog">The tables.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="builds">Settings of rebuilds, verifications and replays; null for the defaults.</param>
    public static IServiceCollection AddProjectionRuntime(
        this IServiceCollection services, ReadTableCatalog catalog, ProjectionOptions? options = null, BuildOptions? builds = null) => services
        .AddSingleton(catalog)
        .AddSingleton(options ?? new ProjectionOptions())
        .AddSingleton(builds ?? new BuildOptions())
        .AddSingleton<LogSignal>()
        .AddHostedService<ProjectionRuntime>()
        .AddHostedService<OperationRunner>();
}
