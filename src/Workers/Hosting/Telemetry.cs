using EventSourced.Commands.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EventSourced.Workers.Hosting;

/// <summary>Traces and metrics over OTLP, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector.</summary>
internal static class Telemetry
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration) =>
        configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is null ? services : services.AddHostedService<Exporter>();

    // The package that ties providers to a host cannot be restored here; this is all that it would do.
    private sealed class Exporter : IHostedService, IDisposable
    {
        private readonly ResourceBuilder _resource = ResourceBuilder.CreateDefault().AddService("eventsourced-workers");
        private TracerProvider? _traces;
        private MeterProvider? _metrics;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            // Not RabbitMQ.Client.*: its spans would begin traces of their own.
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(_resource).AddSource(CommandTelemetry.Name, "MassTransit", "Npgsql").AddOtlpExporter().Build();
            _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(_resource).AddMeter(CommandTelemetry.Name, "MassTransit", "Npgsql").AddOtlpExporter().Build();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _traces?.ForceFlush(2_000);
            _metrics?.ForceFlush(2_000);
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            _traces?.Dispose();
            _metrics?.Dispose();
        }
    }
}
