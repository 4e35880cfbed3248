using EventSourced.Commands.Rabbit.Sessions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventSourced.Api.Rabbit;

/// <summary>Registers what the routes of Rabbit need.</summary>
internal static class RabbitRegistration
{
    public static void AddRabbitApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRabbitSpeech(configuration);
        var options = RabbitHttpOptions.From(configuration);
        services.AddSingleton(options);
        services.AddCors(cors => cors.AddPolicy(RabbitEndpoints.Cors, policy => policy.WithOrigins([.. options.AllowedOrigins]).AllowAnyHeader().WithMethods("GET", "POST").WithExposedHeaders("Retry-After")));
        services.AddSingleton<RabbitLimits>();
        services.AddSingleton<PinGuard>();
        services.TryAddSingleton<ChildPins>();
        services.AddSingleton<UploadSlots>();
        services.AddSingleton<AudioForms>();
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
