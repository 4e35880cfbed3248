using System.Collections.Concurrent;
using System.Diagnostics;
using EventSourced.EventStore;
using EventSourced.Projections;
using EventSourced.ReadTables.Runtime;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventSourced.Bench;

/// <summary>From the commit of an event to the moment its row can be read, at a steady rate of single appends.</summary>
internal static class LagBench
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(15), s_span = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(BenchDatabase database)
    {
        foreach (var rate in (int[])[500, 1_000])
        {
            var lags = await MeasureAsync(database, rate);
            Console.WriteLine($"{rate,5} events/s: p50 {lags.Percentile(50):N1} ms   p99 {lags.Percentile(99):N1} ms   max {lags.Max():N1} ms   ({lags.Count:N0} events)");
        }
    }

    private static async Task<List<double>> MeasureAsync(BenchDatabase database, int rate)
    {
        await using var store = new PostgresEventStore(database.Source, database.Codec);
        var signal = new LogSignal();
        store.Appended += _ => signal.Raise();
        using var runtime = new ProjectionRuntime(ReadTableSet.Catalog, store, database.Codec, database.Source, signal, new ProjectionOptions(), NullLoggerFactory.Instance);
        await runtime.StartAsync(default);

        using var stop = new CancellationTokenSource();
        var committed = new ConcurrentQueue<(long Position, long At)>();
        var seen = Task.Run(() => WatchAsync(database, stop.Token));
        var watch = Stopwatch.StartNew();
        var appends = new List<Task>();
        for (var n = 0L; watch.Elapsed < s_warmUp + s_span; n++)
        {
            // Open loop: the next append is due whether or not the one before it has returned.
            while (watch.Elapsed.TotalSeconds * rate < n) await Task.Delay(1);
            var measured = watch.Elapsed > s_warmUp;
            var day = Some.Day.AddDays((int)(n % 5_000));
            appends.Add(Task.Run(async () =>
            {
                var done = await store.AppendAsync(new Append([new($"day/{day:O}", ExpectedVersion.Any, [Some.Digest("garden", day)])], BenchDatabase.Metadata()));
                if (measured) committed.Enqueue((done.Position, Stopwatch.GetTimestamp()));
            }));
        }
        await Task.WhenAll(appends);
        var last = await store.ReadWatermarkAsync();
        while (await database.ScalarAsync<long>("SELECT position FROM es.read_tables WHERE table_name = 'pulse.daily_digests'") < last) await Task.Delay(5);
        await stop.CancelAsync();
        var positions = await seen;
        await runtime.StopAsync(default);

        var lags = new List<double>();
        foreach (var (position, at) in committed)
        {
            var first = positions.FirstOrDefault(p => p.Position >= position);
            if (first.At != 0) lags.Add(Math.Max(0, (first.At - at) * 1000.0 / Stopwatch.Frequency));
        }
        return lags;
    }

    /// <summary>The table's checkpoint commits with its rows: polling it without rest tells when they became visible.</summary>
    private static async Task<List<(long Position, long At)>> WatchAsync(BenchDatabase database, CancellationToken stop)
    {
        var seen = new List<(long, long)>();
        await using var connection = await database.Source.OpenConnectionAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand("SELECT position FROM es.read_tables WHERE table_name = 'pulse.daily_digests'", connection);
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
