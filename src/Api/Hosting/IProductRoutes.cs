using EventSourced.Api.Pulse;
using EventSourced.Api.Rabbit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Api.Hosting;

/// <summary>Documented routes of a product that are more than commands and queries: thin views over the tables, uploads, routes with an access of their own.</summary>
internal interface IProductRoutes
{
    /// <summary>Reads the settings of these routes and checks them.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="InvalidOperationException">A setting does not fit; the message names its key.</exception>
    void Check(IConfiguration configuration);

    /// <summary>Registers what the routes need.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The configuration.</param>
    void Services(IServiceCollection services, IConfiguration configuration);

    /// <summary>Maps the routes.</summary>
    /// <param name="routes">The host's routes.</param>
    void Map(IEndpointRouteBuilder routes);
}

/// <summary>The product routes of this build. A module that has some adds its line here.</summary>
internal static class ProductRoutes
{
    public static IReadOnlyList<IProductRoutes> All { get; } = [new PulseRoutes(), new RabbitRoutes()];
}
