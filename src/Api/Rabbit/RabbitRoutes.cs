using EventSourced.Api.Hosting;
using EventSourced.Commands.Rabbit.Sessions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventSourced.Api.Rabbit;

/// <summary>Product routes of Rabbit: for a child's browser and for its parent.</summary>
internal sealed class RabbitRoutes : IProductRoutes
{
    /// <inheritdoc/>
    public void Check(IConfiguration configuration) => RabbitHttpOptions.From(configuration);

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapRabbit();

    /// <inheritdoc/>
    public void Services(IServiceCollection services, IConfiguration configuration)
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
