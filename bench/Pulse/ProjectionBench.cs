using System.Diagnostics;
using EventSourced.Bench.Counting;
using EventSourced.Bench.Frame;
using EventSourced.EventStore;
using EventSourced.EventStore.Signals;
using EventSourced.Projections;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Runtime;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventSourced.Bench.Pulse;

/// <summary>Catch-up of all Pulse tables from an existing log, compared with a client that only reads the same pages; then of a counting table, compared with Marten's daemon.</summary>
internal sealed class ProjectionBench : IBench
{
    private const int Events = 300_000;

    // Marten would need minutes for more events.
    private const int BesideMarten = 200_000;

    public string Name => "catch-up";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        await using var log = new FilledLog(database);
        await log.FillAsync(Events, i => PulseEvents.Of(i, Events));
        report.Add("all Pulse tables, 300,000 events; floor: reading only", "events/s", await Rounds.RunAsync(() => Rebuilds.ReadAsync(log.Store, Events), async () =>
        {
            await database.ExecuteAsync("TRUNCATE pulse.daily_digests, pulse.message_hashes, pulse.exports; UPDATE es.read_tables SET position = 0");
            return await ProjectAsync(database, ReadTableSet.Catalog, log.Store, database.Codec, Events);
        }), new Target.Times(0.2));
        await BesideMartenAsync(database, report);
    }

    private static async Task BesideMartenAsync(BenchDatabase database, Report report)
    {
        await using var both = await CountingBesideMarten.OpenAsync(database, BesideMarten);
        report.Add("one counting table, 200,000 events; floor: Marten's daemon with its flat-table projection", "events/s", await Rounds.RunAsync(both.CatchUpAsync, async () =>
        {
            await database.ExecuteAsync($"TRUNCATE {CountingLog.Table}; UPDATE es.read_tables SET position = 0");
            return await ProjectAsync(database, CountingLog.Catalog, both.Log.Store, both.Log.Codec, BesideMarten);
        }));
    }

    private static async Task<double> ProjectAsync(BenchDatabase database, ReadTableCatalog catalog, PostgresEventStore store, EventCodec codec, int events)
    {
        using var runtime = new ProjectionRuntime(catalog, store, codec, database.Source, new LogSignal(), new StateChanges(new Notifications(database.Source, NullLogger<Notifications>.Instance)), new ProjectionOptions(), NullLoggerFactory.Instance);
        var watch = Stopwatch.StartNew();
        await runtime.StartAsync(default);
        var last = await store.ReadWatermarkAsync();
        var tables = string.Join(", ", catalog.Tables.Select(t => $"'{t.QualifiedName}'"));
        while (await database.ScalarAsync<long>($"SELECT min(position) FROM es.read_tables WHERE table_name IN ({tables})") < last) await Task.Delay(5);
        var rate = events / watch.Elapsed.TotalSeconds;
        await runtime.StopAsync(default);
        return rate;
    }
}
