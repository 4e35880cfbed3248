using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Api.Rabbit;

/// <summary>Registers what the routes of Rabbit need.</summary>
internal static class RabbitRegistration
{
    public static void AddRabbitApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRabbitSpeech(configuration);
        services.AddSingleton(RabbitOptions.From(configuration));
        services.AddSingleton<RabbitLimits>();
        services.AddSingleton<RabbitHealth>();
        services.AddSingleton<TurnRecording>();
        services.AddSingleton<SpokenTurns>();
        services.AddSingleton<SessionReads>();
        services.AddSingleton<LogReads>();
        services.AddSingleton<VocabularyReads>();
        services.AddSingleton<HighlightReads>();
        services.AddSingleton<SummaryReads>();
    }
}
