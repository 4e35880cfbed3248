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

/// <summary>Registers what the commands of Pulse need.</summary>
public static class PulseServices
{
    /// <summary>
    /// Adds <see cref="SourceImports"/> and what the handlers of Pulse ask for; the handlers themselves come with <c>AddCommandPipeline</c>.
    /// Needs <c>AddEventStore</c> and a data source. An <see cref="IDayAnalyser"/> that is registered before is kept.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">Bounds of the import; null for the usual ones.</param>
    public static IServiceCollection AddPulseCommands(this IServiceCollection services, ImportOptions? options = null)
    {
        services.AddLogging();
        services.AddDeciding();
        // Beside the uploads: no temporary folder that others use. No key of an object begins with a dot.
        services.TryAddSingleton(s => options ?? new ImportOptions { TempFolder = Path.Combine(s.GetRequiredService<EventStoreOptions>().ObjectFolder, ".import") });
        services.TryAddSingleton<IDayAnalyser>(_ => new LexiconDayAnalyser());
        services.TryAddSingleton<CommunityRemains>();
        services.TryAddSingleton<RawObjects>();
        services.TryAddSingleton<UnknownObjects>();
        services.TryAddSingleton<WeekRefresher>();
        services.TryAddSingleton<ExportRunner>();
        services.TryAddSingleton(s => new SourceImports(
            s.GetRequiredService<StateReader>(), s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<ExportRunner>(),
            s.GetRequiredService<ImportOptions>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<SourceImports>>()));
        return services;
    }
}
