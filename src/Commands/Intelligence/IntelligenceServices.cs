using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Intelligence.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the access to an OpenAI-compatible service.</summary>
public static class IntelligenceServices
{
    /// <summary>Adds a keyed <see cref="ServiceHttp"/>, with the section of its settings as the key.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="settings">How the service is reached.</param>
    public static IServiceCollection AddModelService(this IServiceCollection services, ServiceSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddHttpClient(settings.Section, client =>
        {
            // The pipeline limits each attempt.
            client.Timeout = Timeout.InfiniteTimeSpan;
            client.MaxResponseContentBufferSize = ServiceHttp.MaxAnswerBytes;
        })
            // The loggers would log headers, which contain the API key.
            .RemoveAllLoggers();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ICallBudget, CallBudget>();
        services.TryAddKeyedSingleton(settings.Section, (s, _) =>
            new ServiceHttp(s.GetRequiredService<IHttpClientFactory>(), settings, s.GetRequiredService<ICallBudget>(), s.GetService<TimeProvider>()));
        return services;
    }
}
