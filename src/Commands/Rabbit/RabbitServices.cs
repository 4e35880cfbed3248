using EventSourced.Commands.Deciding;
using EventSourced.Commands.Rabbit;
using EventSourced.Commands.Rabbit.Analysis;
using EventSourced.Commands.Rabbit.Imports;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.EventStore.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the services that the commands of Rabbit need.</summary>
public static class RabbitServices
{
    /// <summary>Adds the services of Rabbit's handlers; the handlers themselves are added by <c>AddCommandPipeline</c>. Requires <c>AddEventStore</c> and a data source.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Section <c>Rabbit</c>.</param>
    public static IServiceCollection AddRabbitCommands(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddLogging();
        services.AddDeciding();
        services.TryAddSingleton(configuration.Read<RabbitOptions>().Check());
        services.AddRabbitSpeech(configuration);
        services.TryAddSingleton<ChildPins>();
        services.TryAddSingleton<ReplyComposer>();
        services.TryAddSingleton<DailySummaries>();
        services.TryAddSingleton<ChildLock>();
        services.TryAddScoped<ChildWords>();
        services.TryAddSingleton<TurnAnalyser>();
        services.TryAddSingleton<RawTranscripts>();
        services.TryAddSingleton<ForgottenTranscripts>();
        return services;
    }
}
