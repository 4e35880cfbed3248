using EventSourced.Api.Access;
using EventSourced.Api.Fastest.ActionItems;
using EventSourced.Api.Fastest.Conversations;
using EventSourced.Api.Fastest.Identity;
using EventSourced.Api.Fastest.Projects;
using EventSourced.Api.Fastest.Trees;
using EventSourced.Api.Hosting;
using EventSourced.Commands.Fastest.Trees;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventSourced.Api.Fastest;

/// <summary>Product routes of Fastest: for people who sign in, their devices and their command line.</summary>
internal sealed class FastestRoutes : IProductRoutes
{
    /// <inheritdoc/>
    public void Check(IConfiguration configuration) => FastestOptions.From(configuration);

    /// <inheritdoc/>
    public void Services(IServiceCollection services, IConfiguration configuration)
    {
        services.AddFastestCommands(configuration);
        services.AddSingleton(FastestOptions.From(configuration));
        services.AddSingleton<ICredentialKind, UserSessionCredential>();
        services.TryAddSingleton<IGoogleCredentials, GoogleCredentials>();
        services.AddSingleton<PollTimes>();
        services.AddSingleton<SharedLimit>();
        services.AddSingleton<UserCodeLimits>();
        services.AddSingleton<CommandRuns>();
        services.AddSingleton<ProjectAccess>();
        services.AddSingleton<ProjectReads>();
        services.AddSingleton<ConversationReads>();
        services.AddSingleton<ActionItemReads>();
        services.AddSingleton<ProjectInsights>();
        services.AddSingleton<BlobCollector>();
        services.AddSingleton<NamedManifests>();
    }

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapFastest();
}
