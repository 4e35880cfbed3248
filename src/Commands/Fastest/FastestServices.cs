using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest;
using EventSourced.Commands.Fastest.ActionItems;
using EventSourced.Commands.Fastest.Detection;
using EventSourced.Commands.Fastest.Identity;
using EventSourced.Commands.Fastest.Infrastructure;
using EventSourced.Commands.Fastest.Trees;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the services that the commands of Fastest need.</summary>
public static class FastestServices
{
    /// <summary>Adds the services of Fastest's handlers; the handlers themselves are added by <c>AddCommandPipeline</c>. Requires <c>AddEventStore</c>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration.</param>
    public static IServiceCollection AddFastestCommands(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddLogging();
        services.AddDeciding();
        services.AddFastestModels(configuration);
        services.TryAddSingleton<SecretBox>();
        services.TryAddSingleton<UserIds>();
        services.TryAddSingleton<StoredManifests>();
        services.TryAddSingleton<StoredBlobs>();
        services.TryAddSingleton<WorkspaceAnalysis>();
        services.TryAddSingleton<TreeDetection>();
        services.TryAddSingleton<ICredentialCheck, OfflineCredentialCheck>();
        services.TryAddSingleton<ProviderAccounts>();
        return services;
    }
}
