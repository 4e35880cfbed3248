using EventSourced.Api.Boost;
using EventSourced.Api.Fastest;
using EventSourced.Api.Pulse;
using EventSourced.Api.Rabbit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Api.Hosting;

/// <summary>Documented product routes beyond commands and queries: views over the tables, uploads, routes with their own access control.</summary>
internal interface IProductRoutes
{
    /// <summary>Reads the settings of these routes and checks them.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="InvalidOperationException">A setting is not valid; the message names its key.</exception>
    void Check(IConfiguration configuration);

    /// <summary>Registers the services of the routes.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The configuration.</param>
    void Services(IServiceCollection services, IConfiguration configuration);

    /// <summary>Maps the routes.</summary>
    /// <param name="routes">The host's routes.</param>
    void Map(IEndpointRouteBuilder routes);
}

/// <summary>The product routes of this build. A module with product routes adds a line here.</summary>
internal static class ProductRoutes
{
    public static IReadOnlyList<IProductRoutes> All { get; } = [new PulseRoutes(), new RabbitRoutes(), new FastestRoutes(), new BoostRoutes()];
}
