using System.Diagnostics;
using EventSourced.Bench.Counting;
using EventSourced.Bench.Frame;
using EventSourced.ReadTables.Query;

namespace EventSourced.Bench;

/// <summary>The longest pause of a reader that queries a table continuously while it is rebuilt and swapped; the floor is the same reader without a rebuild.</summary>
internal sealed class SwapBench : IBench
{
    private const int Events = 20_000;
    private const int SwapsPerRound = 4;
    private const int ManyRows = 1_000_000;

    public string Name => "swap";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        await using var log = new CountingLog(database.Source);
        await log.FillAsync(Events, kinds: 1_000);
        await Rebuilds.RunAsync(database.Source, CountingLog.Catalog, log.Store, log.Codec);
        report.Add(
            "longest pause of a reader over 4 rebuilds; floor: over as long a time without one", "ms",
            await Rounds.RunAsync(
                () => LongestAsync(database, () => Task.Delay(2_000)),
                () => LongestAsync(database, async () =>
                {
                    for (var i = 0; i < SwapsPerRound; i++) await Rebuilds.RunAsync(database.Source, CountingLog.Catalog, log.Store, log.Codec);
                })),
            new Target.AtMost(50, "ms"));

        await log.FillAsync(ManyRows, kinds: ManyRows);
        await Rebuilds.RunAsync(database.Source, CountingLog.Catalog, log.Store, log.Codec);
        report.Add(
            "longest pause of a reader over a rebuild of 1,000,000 rows; floor: over 2 s without one", "ms",
            await Rounds.RunAsync(
                () => LongestAsync(database, () => Task.Delay(2_000)),
                () => LongestAsync(database, () => Rebuilds.RunAsync(database.Source, CountingLog.Catalog, log.Store, log.Codec))),
            new Target.AtMost(50, "ms"));
    }

    private static async Task<double> LongestAsync(BenchDatabase database, Func<Task> meanwhile)
    {
        using var stop = new CancellationTokenSource();
        var runner = new TableQueryRunner(database.Source);
        var query = TableQuery.Parse(CountingLog.Catalog.Find(CountingLog.Table)!, [new("kind", "kind 7")]);
        var reading = Task.Run(async () =>
        {
            var longest = TimeSpan.Zero;
            while (!stop.IsCancellationRequested)
            {
                var watch = Stopwatch.StartNew();
                using var buffer = new RowBuffer();
                var page = await runner.WriteAsync(query, RowFormat.Json, buffer);
                if (page.Rows != 1) throw new InvalidOperationException("A reader saw the table without its row.");
                if (watch.Elapsed > longest) longest = watch.Elapsed;
            }
            return longest.TotalMilliseconds;
        });
        await meanwhile();
        await stop.CancelAsync();
        return await reading;
    }
}
