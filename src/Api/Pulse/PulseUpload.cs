using EventSourced.Api.Imports;
using EventSourced.Commands.Modules;
using EventSourced.Contracts.Pulse;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Api.Pulse;

/// <summary>The product route for uploads of chat exports, in addition to the generic route of imports.</summary>
internal static class PulseUpload
{
    public static void MapPulseUpload(this IEndpointRouteBuilder routes)
    {
        // A host may not have this module.
        if (routes.ServiceProvider.GetRequiredService<ModuleCatalog>().Imports.FirstOrDefault(k => k.Command.Type == typeof(RegisterExport)) is { } exports)
            routes.MapImport(exports, "/api/pulse/exports", "export_id", exports.Command.Name);
    }
}
