using System.Diagnostics.Metrics;
using EventSourced.EventStore;
using EventSourced.ReadTables.Operations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.Api.Hosting;

/// <summary>
/// How the whole system stands, from the database: so one API tells it for all workers. It is read only while somebody collects it, and a reading that
/// has grown old is left out rather than repeated.
/// </summary>
internal sealed partial class SystemMetrics : BackgroundService
{
    private const string Name = "EventSourced.System";
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_collected = TimeSpan.FromMinutes(3);

    private readonly Meter _meter = new(Name);
    private readonly SemaphoreSlim _asked = new(0, 1);
    private readonly ProjectionReader _projections;
    private readonly OperationStore _operations;
    private readonly NpgsqlDataSource _source;
    private readonly EventStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SystemMetrics> _logger;
    private DateTimeOffset _lastAsked;
    private Reading? _last;

    public SystemMetrics(ProjectionReader projections, OperationStore operations, NpgsqlDataSource source, EventStoreOptions options, TimeProvider time, ILogger<SystemMetrics> logger)
    {
        (_projections, _operations, _source, _options, _time, _logger) = (projections, operations, source, options, time, logger);
        Gauge("es.table.lag.events", "{event}", "Events that a table has still to take; positions of the log when they are too many to count.", r => r.Report.Projections.Select(p => Of(p.LagEvents, ("table", p.Table))));
        Gauge("es.table.lag.seconds", "s", "Age of the oldest event that a table has still to take; 0 when there is none.", r => r.Report.Projections.Select(p => Of(p.LagSeconds ?? 0, ("table", p.Table))));
        Gauge("es.table.position", "{position}", "Position of the log that a table has reached; its rate is what is projected per second.", r => r.Report.Projections.Select(p => Of(p.Position, ("table", p.Table))));
        Gauge("es.table.running", "1", "1 while a table follows the log, 0 while it is paused or outdated.", r => r.Report.Projections.Select(p => Of(p.State == "running" ? 1 : 0, ("table", p.Table))));
        Gauge("es.log.position", "{position}", "Position up to which the log is final.", r => [Of(r.Report.Watermark)]);
        Gauge("es.log.events.rate", "{event}/s", "Events appended per second, between the last two readings.", r => r.Rate is { } rate ? [Of(rate)] : []);
        Gauge("es.relay.gap", "{position}", "Positions of the log that the relay has still to read.", r => r.Relays.Select(p => Of(Math.Max(0, r.Report.Watermark - p.Position), ("relay", p.Name))));
        Gauge("es.operation.progress", "1", "Share of the log that a running rebuild, verification or replay has been through.", r => r.Running.Where(o => o.EventsTotal > 0).Select(o => Of((double)o.EventsDone / o.EventsTotal!.Value, ("kind", o.Kind), ("id", $"{o.Id}"))));
        Gauge("es.operation.events.rate", "{event}/s", "How fast a running rebuild, verification or replay goes.", r => r.Running.Select(o => Of(o.EventsPerSecond ?? 0, ("kind", o.Kind), ("id", $"{o.Id}"))));
    }

    public override void Dispose()
    {
        _meter.Dispose();
        _asked.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _asked.WaitAsync(stoppingToken);
                while (_time.GetUtcNow() - _lastAsked < s_collected)
                {
                    await ReadAsync(stoppingToken);
                    await Task.Delay(s_interval, _time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var report = await _projections.ReadAsync(cancellationToken);
            var running = new List<Operation>();
            foreach (var kind in (string[])[OperationKind.Rebuild, OperationKind.Verify, OperationKind.Replay])
                running.AddRange((await _operations.ListAsync(kind, 20, cancellationToken)).Where(o => o.State == "running"));
            var (at, before) = (_time.GetUtcNow(), _last);
            double? rate = before is { } b && at > b.At ? Math.Max(0, report.Watermark - b.Report.Watermark) / (at - b.At).TotalSeconds : null;
            _last = new Reading(at, report, running, await RelaysAsync(cancellationToken), rate);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // Of an empty database, too: the tables are made by the first worker.
            NotRead(e.Message);
        }
    }

    private async Task<IReadOnlyList<(string Name, long Position)>> RelaysAsync(CancellationToken cancellationToken)
    {
        var relays = new List<(string, long)>();
        await using var command = _source.CreateCommand($"select name, position from {_options.StateSchema}.relay_checkpoints");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) relays.Add((reader.GetString(0), reader.GetInt64(1)));
        return relays;
    }

    private void Gauge(string name, string unit, string description, Func<Reading, IEnumerable<Measurement<double>>> measure) =>
        _meter.CreateObservableGauge(name, () =>
        {
            _lastAsked = _time.GetUtcNow();
            try
            {
                if (_asked.CurrentCount == 0) _asked.Release();
            }
            catch (SemaphoreFullException)
            {
                // Another collection has woken it.
            }
            return _last is { } last && _lastAsked - last.At < 6 * s_interval ? measure(last) : [];
        }, unit, description);

    private static Measurement<double> Of(double value, params ReadOnlySpan<(string Name, string Value)> tags)
    {
        var pairs = new KeyValuePair<string, object?>[tags.Length];
        for (var i = 0; i < tags.Length; i++) pairs[i] = new(tags[i].Name, tags[i].Value);
        return new(value, pairs);
    }

    private sealed record Reading(DateTimeOffset At, ProjectionReport Report, IReadOnlyList<Operation> Running, IReadOnlyList<(string Name, long Position)> Relays, double? Rate);

    [LoggerMessage(LogLevel.Warning, "The metrics of the system could not be read: {Reason}. Trying again.")]
    private partial void NotRead(string reason);
}
