using EventSourced.Bench.Counting;
using EventSourced.Bench.Frame;

namespace EventSourced.Bench;

/// <summary>
/// The longest pause of a reader that queries a table continuously, in a process of its own, while the table is rebuilt and swapped. The floors are the same reader without a rebuild, and
/// beside a program that only copies as many rows into another table: with two busy cores, the server's process for the reader waits for a processor.
/// </summary>
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
        await RebuildAsync();
        await using (var reader = await ReaderProcess.StartAsync(database.ConnectionString))
        {
            report.Add(
                "longest pause of a reader over 4 rebuilds; floor: over as long a time without one", "ms",
                await Rounds.RunAsync(
                    () => reader.LongestAsync(() => Task.Delay(2_000)),
                    () => reader.LongestAsync(async () =>
                    {
                        for (var i = 0; i < SwapsPerRound; i++) await RebuildAsync();
                    })),
                new Target.AtMost(50, "ms"));
        }

        await log.FillAsync(ManyRows, kinds: ManyRows);
        await RebuildAsync();
        await using (var reader = await ReaderProcess.StartAsync(database.ConnectionString))
        {
            report.Add(
                "longest pause of a reader over a rebuild of 1,000,000 rows; floor: beside a plain copy of as many rows into another table", "ms",
                await Rounds.RunAsync(() => reader.LongestAsync(() => PlainCopy.RunAsync(database.Source)), () => reader.LongestAsync(RebuildAsync)),
                new Target.AtMost(50, "ms"));
        }

        Task RebuildAsync() => Rebuilds.RunAsync(database.Source, CountingLog.Catalog, log.Store, log.Codec);
    }
}
