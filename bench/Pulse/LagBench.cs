using System.Collections.Concurrent;
using System.Diagnostics;
using EventSourced.Bench.Frame;
using EventSourced.EventStore;
using EventSourced.EventStore.Signals;
using EventSourced.Projections;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Runtime;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventSourced.Bench.Pulse;

/// <summary>
/// The time from the acknowledgement of an append until its row can be read, at a constant rate of single appends. The floor is one update of one row,
/// committed and seen by the same kind of watcher, without other load.
/// </summary>
internal sealed class LagBench : IBench
{
    private const int FloorCommits = 500;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(10), s_span = TimeSpan.FromSeconds(8);

    public string Name => "lag";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        await database.ExecuteAsync("CREATE SCHEMA plain; CREATE TABLE plain.mark (position bigint); INSERT INTO plain.mark VALUES (0)");
        await using var store = new PostgresEventStore(database.Source, database.Codec);
        var signal = new LogSignal();
        store.Appended += _ => signal.Raise();
        using var runtime = new ProjectionRuntime(ReadTableSet.Catalog, store, database.Codec, database.Source, signal, new StateChanges(new Notifications(database.Source, NullLogger<Notifications>.Instance)), new ProjectionOptions(), NullLoggerFactory.Instance);
        await runtime.StartAsync(default);
        foreach (var rate in (int[])[500, 1_000])
        {
            await OursAsync(database, store, rate, s_warmUp);
            Rounds p50 = new(), p99 = new();
            for (var round = 0; round < Rounds.Min; round++)
            {
                var floor = await FloorAsync(database);
                var ours = await OursAsync(database, store, rate, s_span);
                p50.Add(ours.Percentile(50), floor.Percentile(50));
                p99.Add(ours.Percentile(99), floor.Percentile(99));
            }
            report.Add($"p50 at {rate:N0} events/s", "ms", p50);
            report.Add($"p99 at {rate:N0} events/s", "ms", p99, rate == 1_000 ? new Target.AtMost(100, "ms") : null);
        }
        await runtime.StopAsync(default);
    }

    private static async Task<List<double>> OursAsync(BenchDatabase database, PostgresEventStore store, int rate, TimeSpan span)
    {
        using var stop = new CancellationTokenSource();
        var committed = new ConcurrentQueue<(long Position, long At)>();
        var seen = Task.Run(() => WatchAsync(database, stop.Token));
        var watch = Stopwatch.StartNew();
        var appends = new List<Task>();
        for (var n = 0L; watch.Elapsed < span; n++)
        {
            // Open loop: the next append is due whether or not the previous one has returned.
            while (watch.Elapsed.TotalSeconds * rate < n) await Task.Delay(1);
            var day = Some.Day.AddDays((int)(n % 5_000));
            appends.Add(Task.Run(async () =>
            {
                var done = await store.AppendAsync(new Append([new($"day/{day:O}", ExpectedVersion.Any, [Some.Digest("garden", day)])], BenchDatabase.Metadata()));
                committed.Enqueue((done.Position, Stopwatch.GetTimestamp()));
            }));
        }
        await Task.WhenAll(appends);
        var last = await store.ReadWatermarkAsync();
        while (await database.ScalarAsync<long>(Position) < last) await Task.Delay(5);
        await stop.CancelAsync();
        var positions = await seen;

        var lags = new List<double>();
        var at = 0;
        foreach (var (position, when) in committed.OrderBy(c => c.Position))
        {
            while (at < positions.Count && positions[at].Position < position) at++;
            if (at < positions.Count) lags.Add(Math.Max(0, Stopwatch.GetElapsedTime(when, positions[at].At).TotalMilliseconds));
        }
        return lags;
    }

    private static async Task<List<double>> FloorAsync(BenchDatabase database)
    {
        await using var writer = await database.Source.OpenConnectionAsync();
        await using var watcher = await database.Source.OpenConnectionAsync();
        await using var write = new NpgsqlCommand("UPDATE plain.mark SET position = position + 1 RETURNING position", writer);
        await using var look = new NpgsqlCommand("SELECT position FROM plain.mark", watcher);
        await write.PrepareAsync();
        await look.PrepareAsync();
        List<double> lags = [];
        for (var n = 0; n < FloorCommits; n++)
        {
            var start = Stopwatch.GetTimestamp();
            var position = (long)(await write.ExecuteScalarAsync())!;
            while ((long)(await look.ExecuteScalarAsync())! < position) await Task.Delay(1);
            lags.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return lags;
    }

    private const string Position = "SELECT position FROM es.read_tables WHERE table_name = 'pulse.daily_digests'";

    /// <summary>The table's checkpoint is committed with its rows: frequent polling shows when they became visible.</summary>
    private static async Task<List<(long Position, long At)>> WatchAsync(BenchDatabase database, CancellationToken stop)
    {
        var seen = new List<(long, long)>();
        await using var connection = await database.Source.OpenConnectionAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(Position, connection);
        await command.PrepareAsync(CancellationToken.None);
        var last = -1L;
        while (!stop.IsCancellationRequested)
        {
            var position = (long)(await command.ExecuteScalarAsync(CancellationToken.None))!;
            if (position != last) seen.Add((last = position, Stopwatch.GetTimestamp()));
            await Task.Delay(1, CancellationToken.None);
        }
        return seen;
    }
}
