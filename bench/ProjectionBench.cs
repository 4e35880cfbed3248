using System.Diagnostics;
using EventSourced.Bench.Counting;
using EventSourced.Bench.Frame;
using EventSourced.EventStore;
using EventSourced.Projections;
using EventSourced.ReadTables.Runtime;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventSourced.Bench;

/// <summary>Catch-up of all Pulse tables from an existing log, beside a client that reads the same pages and does nothing.</summary>
internal sealed class ProjectionBench : IBench
{
    private const int Events = 300_000;

    public string Name => "catch-up";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        await using var log = new PulseLog(database);
        await log.FillAsync(Events);
        report.Add("all Pulse tables, 300,000 events; floor: reading only", "events/s", await Rounds.RunAsync(() => Rebuilds.ReadAsync(log.Store, Events), async () =>
        {
            await database.ExecuteAsync("TRUNCATE pulse.daily_digests, pulse.message_hashes, pulse.exports; UPDATE es.read_tables SET position = 0");
            return await ProjectAsync(database, log.Store);
        }), new Target.Times(0.2));
    }

    private static async Task<double> ProjectAsync(BenchDatabase database, PostgresEventStore store)
    {
        using var runtime = new ProjectionRuntime(ReadTableSet.Catalog, store, database.Codec, database.Source, new LogSignal(), new ProjectionOptions(), NullLoggerFactory.Instance);
        var watch = Stopwatch.StartNew();
        await runtime.StartAsync(default);
        var last = await store.ReadWatermarkAsync();
        while (await database.ScalarAsync<long>("SELECT min(position) FROM es.read_tables") < last) await Task.Delay(5);
        var rate = Events / watch.Elapsed.TotalSeconds;
        await runtime.StopAsync(default);
        return rate;
    }
}
