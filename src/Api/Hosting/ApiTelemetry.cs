using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace EventSourced.Api.Hosting;

/// <summary>Traces and metrics of the API's own work.</summary>
public sealed class ApiTelemetry : IDisposable
{
    /// <summary>Name of the source and of the meter.</summary>
    public const string Name = "EventSourced.Api";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _commands;
    private readonly Counter<long> _rows;

    /// <summary>Creates the instruments.</summary>
    public ApiTelemetry()
    {
        _commands = _meter.CreateCounter<long>("eventsourced.api.commands", "{command}", "Commands sent to the bus.");
        _rows = _meter.CreateCounter<long>("eventsourced.api.rows", "{row}", "Rows answered.");
    }

    /// <summary>Source of the API's own spans. ASP.NET Core creates the spans of requests.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void CommandSent(string name) => _commands.Add(1, new KeyValuePair<string, object?>("command", name));

    internal void RowsAnswered(string table, int rows) => _rows.Add(rows, new KeyValuePair<string, object?>("table", table));
}
