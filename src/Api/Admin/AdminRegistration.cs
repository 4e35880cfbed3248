using EventSourced.EventStore;
using EventSourced.ReadTables.Explain;
using EventSourced.ReadTables.Operations;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventSourced.Api.Admin;

/// <summary>The admin's tools on the read tables.</summary>
internal static class AdminRegistration
{
    public static void AddAdminTools(this IServiceCollection services)
    {
        services.TryAddSingleton<LogBacklog>();
        services.TryAddSingleton<RowExplainer>();
        services.TryAddSingleton<TableControl>();
        services.TryAddSingleton<ProjectionReader>();
    }

    public static void MapAdminTools(this IEndpointRouteBuilder routes)
    {
        routes.MapExplain();
        routes.MapAdminEvents();
        routes.MapAdminProjections();
    }
}
