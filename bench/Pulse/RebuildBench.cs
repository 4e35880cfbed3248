using System.Diagnostics;
using EventSourced.Bench.Counting;
using EventSourced.Bench.Frame;

namespace EventSourced.Bench.Pulse;

/// <summary>
/// Rebuild of one counting table from a million events, compared with a client that only reads the log, with one statement in the server, and with Marten's
/// flat-table projection; then of all Pulse tables in one operation.
/// </summary>
internal sealed class RebuildBench : IBench
{
    private const int Events = 1_000_000;

    public string Name => "rebuild";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        await BesideMartenAsync(database, report);
        await using (var log = new CountingLog(database.Source))
        {
            await log.FillAsync(Events, kinds: 1_000);
            Task<double> ReadAsync() => Rebuilds.ReadAsync(log.Store, Events);
            async Task<double> OursAsync() => Events / (await Rebuilds.RunAsync(database.Source, CountingLog.Catalog, log.Store, log.Codec)).TotalSeconds;
            report.Add("one counting table, 1,000,000 events; floor: reading only", "events/s", await Rounds.RunAsync(ReadAsync, OursAsync), new Target.Times(0.75));
            report.Add("the same; floor: INSERT … SELECT … GROUP BY in the server", "events/s", await Rounds.RunAsync(() => InServerAsync(database), OursAsync));
        }
        await using var pulse = new FilledLog(database);
        await pulse.FillAsync(Events, i => PulseEvents.Of(i, Events));
        report.Add(
            "all Pulse tables in one call, 1,000,000 events; floor: reading only", "events/s",
            await Rebuilds.BesideReadingAsync(database, pulse.Store, Events, "pulse"), new Target.Times(0.4));
    }

    private static async Task BesideMartenAsync(BenchDatabase database, Report report)
    {
        await using var both = await CountingBesideMarten.OpenAsync(database, Events);
        report.Add("one counting table, 1,000,000 events; floor: Marten's flat-table projection", "events/s", await Rounds.RunAsync(
            both.RebuildAsync,
            async () => Events / (await Rebuilds.RunAsync(database.Source, CountingLog.Catalog, both.Log.Store, both.Log.Codec)).TotalSeconds), new Target.Times(8));
    }

    private static async Task<double> InServerAsync(BenchDatabase database)
    {
        await database.ExecuteAsync("DROP TABLE IF EXISTS counted; CREATE TABLE counted (LIKE counting.counts INCLUDING ALL)");
        var watch = Stopwatch.StartNew();
        await database.ExecuteAsync("INSERT INTO counted SELECT data->>'kind', count(*), sum((data->>'amount')::bigint) FROM log.mt_events WHERE type = 'counting.thing_noticed.v1' GROUP BY 1");
        return Events / watch.Elapsed.TotalSeconds;
    }
}
