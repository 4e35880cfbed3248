using EventSourced.Commands.Deciding;
using Microsoft.Extensions.Configuration;

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
        return services;
    }
}
