using System.Diagnostics;
using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EventSourced.Api.Hosting;

/// <summary>Traces and measures of the API. They leave the process only when a collector is configured.</summary>
public sealed class ApiTelemetry : IDisposable
{
    /// <summary>Name of the source and of the meter.</summary>
    public const string Name = "EventSourced.Api";

    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _measures;
    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _commands;
    private readonly Counter<long> _rows;

    /// <summary>Starts exporting when a collector is configured.</summary>
    /// <param name="options">Names the collector.</param>
    public ApiTelemetry(ApiOptions options)
    {
        _commands = _meter.CreateCounter<long>("eventsourced.api.commands", "{command}", "Commands handed to the bus.");
        _rows = _meter.CreateCounter<long>("eventsourced.api.rows", "{row}", "Rows answered.");
        if (options.Otlp is not { } endpoint) return;
        void To(OtlpExporterOptions otlp) => otlp.Endpoint = endpoint;
        var resource = ResourceBuilder.CreateDefault().AddService("eventsourced-api");
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource("EventSourced.*", "Microsoft.AspNetCore", "Npgsql").AddOtlpExporter(To).Build();
        _measures = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter("EventSourced.*", "Microsoft.AspNetCore.*", "Npgsql").AddOtlpExporter(To).Build();
    }

    /// <summary>Spans of the API's own work; those of requests are the framework's.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <inheritdoc/>
    public void Dispose()
    {
        _traces?.Dispose();
        _measures?.Dispose();
        _meter.Dispose();
    }

    internal void CommandSent(string name) => _commands.Add(1, new KeyValuePair<string, object?>("command", name));

    internal void RowsAnswered(string table, int rows) => _rows.Add(rows, new KeyValuePair<string, object?>("table", table));
}
