using System.Net;
using EventSourced.Commands.Boost;
using EventSourced.Commands.Boost.Clang;
using EventSourced.Commands.Boost.GitHub.Collecting;
using EventSourced.Commands.Boost.GitHub.Collecting.Runs;
using EventSourced.Commands.Boost.Repositories;
using EventSourced.Commands.Boost.Usage;
using EventSourced.Commands.Deciding;
using EventSourced.EventStore.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the services that the commands of Boost need.</summary>
public static class BoostServices
{
    /// <summary>Adds the services of Boost's handlers; the handlers themselves are added by <c>AddCommandPipeline</c>. Requires <c>AddEventStore</c>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Section <c>Boost</c>.</param>
    public static IServiceCollection AddBoostCommands(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddLogging();
        services.AddDeciding();
        services.TryAddSingleton(configuration.Read<BoostOptions>().Check());
        services.TryAddSingleton<BoostHeaders>();
        services.TryAddSingleton(configuration.Read<GitHubOptions>().Check());
        services.TryAddSingleton<GitHubApi>();
        services.AddTransient<ICollector, ClangCollector>();
        services.AddTransient<ICollector, CreatedReposCollector>();
        services.AddTransient<ICollector, UsageCollector>();
        services.AddTransient<ICollector, StarsCollector>();
        services.AddHttpClient(GitHubOptions.Section, client =>
        {
            // The pipeline limits each attempt.
            client.Timeout = Timeout.InfiniteTimeSpan;
            client.MaxResponseContentBufferSize = GitHubApi.MaxAnswerBytes;
        })
            // Redirects are followed by hand, because the token must not go to another server.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All })
            // The loggers would log headers, which contain the token.
            .RemoveAllLoggers();
        return services;
    }
}
