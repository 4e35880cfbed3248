using EventSourced.EventStore.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EventSourced.Commands.Hosting;

/// <summary>Traces and metrics of a host: all sources and meters of this system and of the main libraries.</summary>
public static class Telemetry
{
    /// <summary>
    /// Subscribes to all meters, and exports over OTLP where the standard variables name a collector: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, <c>_PROTOCOL</c>,
    /// <c>_HEADERS</c> and so on. The exporter reads them itself, so that each signal gets its own path.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Where the variables are.</param>
    /// <param name="service">Name of the host, unless <c>OTEL_SERVICE_NAME</c> gives another.</param>
    /// <param name="metrics">Adds exporters of metrics.</param>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration, string service, Action<MeterProviderBuilder>? metrics = null)
    {
        var options = configuration.Read<TelemetryOptions>();
        var exports = options.Exports;
        if (!exports && metrics is null) return services;
        var name = options.ServiceName is { Length: > 0 } given ? given : service;
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(name));
        telemetry.WithMetrics(meters =>
        {
            meters.AddMeter("EventSourced.*", "MassTransit", "Microsoft.AspNetCore.*", "Npgsql");
            if (exports) meters.AddOtlpExporter();
            metrics?.Invoke(meters);
        });
        // Not RabbitMQ.Client.*: its spans would start separate traces.
        if (exports) telemetry.WithTracing(traces => traces.AddSource("EventSourced.*", "MassTransit", "Microsoft.AspNetCore", "Npgsql").AddOtlpExporter());
        return services;
    }
}
