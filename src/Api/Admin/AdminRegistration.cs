using EventSourced.Api.Hosting;
using EventSourced.EventStore;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Explain;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Operations;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventSourced.Api.Admin;

/// <summary>Admin tools for the read tables.</summary>
internal static class AdminRegistration
{
    public static void AddAdminTools(this IServiceCollection services)
    {
        services.TryAddSingleton<LogBacklog>();
        services.TryAddSingleton<RowExplainer>();
        services.TryAddSingleton<LogTimes>();
        services.TryAddSingleton<AuditLog>();
        services.TryAddSingleton<TableControl>();
        services.TryAddSingleton<OperationStore>();
        // They drop and move tables, which only the owner may do.
        services.TryAddSingleton(p => new GenerationStore(p.GetRequiredService<OwnerDatabase>().Source, p.GetRequiredService<ReadTableCatalog>()));
        services.TryAddSingleton(p => new ReplayStore(p.GetRequiredService<OwnerDatabase>().Source, p.GetRequiredService<ReadTableCatalog>()));
        services.TryAddSingleton(new BuildOptions());
        services.TryAddSingleton<ProjectionReader>();
    }

    public static void MapAdminTools(this IEndpointRouteBuilder routes)
    {
        routes.MapExplain();
        routes.MapAdminEvents();
        routes.MapAdminProjections();
        routes.MapOperations();
        routes.MapGenerations();
    }
}
