using EventSourced.Api.Imports;
using EventSourced.Commands.Modules;
using EventSourced.Contracts.Pulse;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Api.Pulse;

/// <summary>The product's own address for chat exports, beside the one that every kind of import has.</summary>
internal static class PulseUpload
{
    public static void MapPulseUpload(this IEndpointRouteBuilder routes)
    {
        // A host may have other modules than this one.
        if (routes.ServiceProvider.GetRequiredService<ModuleCatalog>().Imports.FirstOrDefault(k => k.Command.Type == typeof(RegisterExport)) is { } exports)
            routes.MapImport(exports, "/api/pulse/exports", "export_id", exports.Command.Name);
    }
}
