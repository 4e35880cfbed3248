using EventSourced.Api.Hosting;
using EventSourced.Commands.Pulse.Exports;
using EventSourced.EventStore.Settings;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Api.Pulse;

/// <summary>Product routes of Pulse: uploads, public reads, and reads for admins.</summary>
internal sealed class PulseRoutes : IProductRoutes
{
    /// <inheritdoc/>
    public void Check(IConfiguration configuration)
    {
        configuration.Read<PulseOptions>();
        configuration.Read<ExportUploadOptions>();
    }

    /// <inheritdoc/>
    public void Services(IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(configuration.Read<PulseOptions>()).AddSingleton<PulseScopes>().AddSingleton<PulseReads>();

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPulseUpload();
        routes.MapPulseReads();
        routes.MapPulseAdminReads();
    }
}
