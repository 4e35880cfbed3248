using EventSourced.EventStore.Settings;
using Microsoft.Extensions.Configuration;

namespace EventSourced.Commands.Hosting;

/// <summary>OpenTelemetry, by its standard variables. The exporter also reads the variables of single signals (<c>OTEL_EXPORTER_OTLP_TRACES_HEADERS</c> and so on) and all other standard ones.</summary>
[SettingsSection("", SettingsReaders.Hosts)]
public sealed class TelemetryOptions
{
    /// <summary>Name of the host in traces and metrics.</summary>
    [ConfigurationKeyName("OTEL_SERVICE_NAME")]
    [DefaultInWords("eventsourced-api or eventsourced-workers")]
    public string? ServiceName { get; set; }

    /// <summary>Collector of traces and metrics, such as <c>http://collector:4317</c>; without one, nothing is exported over OTLP.</summary>
    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_ENDPOINT")]
    [HoldsPassword]
    public string? Endpoint { get; set; }

    /// <summary>Collector of metrics, when it is another one.</summary>
    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT")]
    [HoldsPassword]
    public string? MetricsEndpoint { get; set; }

    /// <summary>Collector of traces, when it is another one.</summary>
    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")]
    [HoldsPassword]
    public string? TracesEndpoint { get; set; }

    /// <summary>Protocol of the collector: <c>grpc</c> or <c>http/protobuf</c>.</summary>
    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_PROTOCOL")]
    public string Protocol { get; set; } = "grpc";

    /// <summary>Headers for the collector, such as <c>authorization=…</c>, joined by commas.</summary>
    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_HEADERS")]
    [Secret]
    public string? Headers { get; set; }

    internal bool Exports => ((string?[])[Endpoint, MetricsEndpoint, TracesEndpoint]).Any(e => e is { Length: > 0 });
}
