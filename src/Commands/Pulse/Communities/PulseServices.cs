using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Analysis;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Exports;
using EventSourced.Commands.Pulse.Weeks;
using EventSourced.EventStore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the services that the commands of Pulse need.</summary>
public static class PulseServices
{
    /// <summary>
    /// Adds <see cref="SourceImports"/> and the services of Pulse's handlers; the handlers themselves are added by <c>AddCommandPipeline</c>.
    /// Requires <c>AddEventStore</c> and a data source. An <see cref="IDayAnalyser"/> that is already registered is kept.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">Limits of the import; null for the defaults.</param>
    public static IServiceCollection AddPulseCommands(this IServiceCollection services, ImportOptions? options = null)
    {
        services.AddLogging();
        services.AddDeciding();
        // Next to the uploads, since other users may read a shared temporary folder. No object key begins with a dot.
        services.TryAddSingleton(s => options ?? new ImportOptions { TempFolder = Path.Combine(s.GetRequiredService<EventStoreOptions>().ObjectFolder, ".import") });
        services.TryAddSingleton<IDayAnalyser>(_ => new LexiconDayAnalyser());
        services.TryAddSingleton<CommunityStorage>();
        services.TryAddSingleton<RawObjects>();
        services.TryAddSingleton<OrphanedUploads>();
        services.TryAddSingleton<WeekRefresher>();
        services.TryAddSingleton<ExportRunner>();
        services.TryAddSingleton(s => new SourceImports(
            s.GetRequiredService<StateReader>(), s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<ExportRunner>(),
            s.GetRequiredService<ImportOptions>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<SourceImports>>()));
        return services;
    }
}
