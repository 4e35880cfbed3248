using EventSourced.Commands.Boost;
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
        return services;
    }
}
