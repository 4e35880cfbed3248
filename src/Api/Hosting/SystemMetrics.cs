using System.Diagnostics.Metrics;
using EventSourced.Commands.Bus;
using EventSourced.EventStore;
using EventSourced.ReadTables.Operations;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.Api.Hosting;

/// <summary>
/// Metrics of the whole system, read from the database and the broker, so that one API reports them for all workers. Each collection reads them again; the gauges of
/// one collection share a reading. Values that cannot be read in time are omitted.
/// </summary>
internal sealed partial class SystemMetrics : IDisposable
{
    private const string Name = "EventSourced.System";
    private static readonly TimeSpan s_reuse = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(3);

    private readonly Meter _meter = new(Name);
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ProjectionReader _projections;
    private readonly OperationStore _operations;
    private readonly QueueDepths? _queues;
    private readonly NpgsqlDataSource _source;
    private readonly EventStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SystemMetrics> _logger;
    private Task<Reading?> _reading = Task.FromResult<Reading?>(null);
    private DateTimeOffset _begun = DateTimeOffset.MinValue;
    private Reading? _last;

    public SystemMetrics(ProjectionReader projections, OperationStore operations, NpgsqlDataSource source, EventStoreOptions options, TimeProvider time, ILogger<SystemMetrics> logger, QueueDepths? queues = null)
    {
        (_projections, _operations, _queues, _source, _options, _time, _logger) = (projections, operations, queues, source, options, time, logger);
        _meter.CreateObservableGauge("es.queue.messages", () => Current()?.Queues.Select(q => Of(q.Value, ("queue", q.Key), ("state", "ready"))) ?? [], "{message}", "Ready messages of a queue, error queues included.");
        Gauge("es.table.lag.events", "{event}", "Events that a table has not applied yet; positions of the log when they are too many to count.", r => r.Report.Projections.Select(p => Of(p.LagEvents, ("table", p.Table))));
        Gauge("es.table.lag.seconds", "s", "Age of the oldest event that a table has not applied yet; 0 when there is none.", r => r.Report.Projections.Select(p => Of(p.LagSeconds ?? 0, ("table", p.Table))));
        Gauge("es.table.position", "{position}", "Position of the log that a table has reached; its rate is the number of positions projected per second.", r => r.Report.Projections.Select(p => Of(p.Position, ("table", p.Table))));
        Gauge("es.table.running", "1", "1 while a table follows the log, 0 while it is paused or outdated.", r => r.Report.Projections.Select(p => Of(p.State == "running" ? 1 : 0, ("table", p.Table))));
        Gauge("es.log.position", "{position}", "Position up to which the log is final.", r => [Of(r.Report.Watermark)]);
        Gauge("es.log.events.rate", "{event}/s", "Events appended per second, between the last two readings.", r => r.Rate is { } rate ? [Of(rate)] : []);
        Gauge("es.relay.gap", "{position}", "Positions of the log that the relay has not read yet.", r => r.Relays.Select(p => Of(Math.Max(0, r.Report.Watermark - p.Position), ("relay", p.Name))));
        Gauge("es.operation.progress", "1", "Share of the log that a running rebuild, verification or replay has processed.", r => r.Running.Where(o => o.EventsTotal > 0).Select(o => Of((double)o.EventsDone / o.EventsTotal!.Value, ("kind", o.Kind), ("id", $"{o.Id}"))));
        Gauge("es.operation.events.rate", "{event}/s", "Events per second of a running rebuild, verification or replay.", r => r.Running.Select(o => Of(o.EventsPerSecond ?? 0, ("kind", o.Kind), ("id", $"{o.Id}"))));
    }

    public void Dispose()
    {
        _end.Cancel();
        _meter.Dispose();
        _end.Dispose();
    }

    // Gauges cannot be async: the first one blocks until the shared reading is complete.
    private Reading? Current()
    {
        Task<Reading?> reading;
        lock (_lock)
        {
            if (_end.IsCancellationRequested) return null;
            var now = _time.GetUtcNow();
            if (_reading.IsCompleted && now - _begun >= s_reuse) (_begun, _reading) = (now, Begin(_end.Token));
            reading = _reading;
        }
        try
        {
            return reading.Wait(s_timeout) ? reading.Result : null;
        }
        catch (AggregateException e)
        {
            NotRead(e.GetBaseException().Message);
            return null;
        }
    }

    private Task<Reading?> Begin(CancellationToken end)
    {
        // The reading is not part of the collector's trace.
        using (ExecutionContext.SuppressFlow())
            return Task.Run(() => ReadAsync(end), end);
    }

    private async Task<Reading?> ReadAsync(CancellationToken end)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(end);
        limit.CancelAfter(s_timeout);
        var queues = _queues is null ? new Dictionary<string, long>() : await _queues.ReadAsync(limit.Token);
        try
        {
            var report = await _projections.ReadAsync(limit.Token);
            var running = new List<Operation>();
            foreach (var kind in (string[])[OperationKind.Rebuild, OperationKind.Verify, OperationKind.Replay])
                running.AddRange((await _operations.ListAsync(kind, 20, limit.Token)).Where(o => o.State == "running"));
            var (at, before) = (_time.GetUtcNow(), _last);
            double? rate = before?.Database is { } b && at > before.At ? Math.Max(0, report.Watermark - b.Report.Watermark) / (at - before.At).TotalSeconds : null;
            return _last = new Reading(at, queues, new Database(report, running, await RelaysAsync(limit.Token), rate));
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or OperationCanceledException && !end.IsCancellationRequested)
        {
            // Also when the database is empty: the first worker creates the tables.
            NotRead(e.Message);
            return new Reading(_time.GetUtcNow(), queues, null);
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

    private void Gauge(string name, string unit, string description, Func<Database, IEnumerable<Measurement<double>>> measure) =>
        _meter.CreateObservableGauge(name, () => Current()?.Database is { } database ? measure(database) : [], unit, description);

    private static Measurement<double> Of(double value, params ReadOnlySpan<(string Name, string Value)> tags)
    {
        var pairs = new KeyValuePair<string, object?>[tags.Length];
        for (var i = 0; i < tags.Length; i++) pairs[i] = new(tags[i].Name, tags[i].Value);
        return new(value, pairs);
    }

    private sealed record Reading(DateTimeOffset At, IReadOnlyDictionary<string, long> Queues, Database? Database);

    private sealed record Database(ProjectionReport Report, IReadOnlyList<Operation> Running, IReadOnlyList<(string Name, long Position)> Relays, double? Rate);

    [LoggerMessage(LogLevel.Warning, "The system metrics could not be read: {Reason}. The next collection tries again.")]
    private partial void NotRead(string reason);
}
