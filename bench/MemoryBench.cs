using System.Diagnostics;
using System.Globalization;
using EventSourced.Bench.Counting;
using EventSourced.Bench.Frame;
using EventSourced.ReadTables.Generations;
using Npgsql;

namespace EventSourced.Bench;

/// <summary>
/// Peak memory of a process that rebuilds a table from five million events, compared with one million events. In both, the rows do not fit into the cache.
/// </summary>
internal sealed class MemoryBench : IBench
{
    /// <summary>First argument of the process that only rebuilds and prints its peak memory.</summary>
    public const string RebuildOnly = "--rebuild-only";

    private const int Few = 1_000_000, Many = 5_000_000;

    // Much smaller than the number of kinds, so that the cache is cleared in both.
    private static readonly BuildOptions s_options = new() { CachedRows = 10_000, PendingRows = 5_000 };

    public string Name => "memory";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        List<double> few = [], many = [];
        await using var log = new CountingLog(database.Source);
        foreach (var (events, peaks) in new[] { (Few, few), (Many, many) })
        {
            await log.FillAsync(events, kinds: events / 50);
            for (var round = 0; round < Rounds.Min; round++) peaks.Add(await PeakAsync(database.ConnectionString));
        }
        var rounds = new Rounds();
        foreach (var (f, m) in few.Zip(many)) rounds.Add(m, f);
        report.Add("peak of a rebuild, 5,000,000 events and 100,000 rows, 10,000 of them in memory; floor: a fifth of the events and rows", "MiB", rounds, new Target.TimesAtMost(1.2));
    }

    /// <summary>The process that rebuilds.</summary>
    public static async Task<int> RebuildOnlyAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var log = new CountingLog(source);
        await Rebuilds.RunAsync(source, CountingLog.Catalog, log.Store, log.Codec, s_options);
        Console.WriteLine(PeakMemory.OfThis().ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static async Task<double> PeakAsync(string connection)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(MemoryBench).Assembly.Location, RebuildOnly]) { RedirectStandardOutput = true };
        // In the environment, because other users of the machine can read the command line.
        start.Environment["ES_BENCH_DATABASE"] = connection;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"The process that rebuilds ended with {process.ExitCode}: {output}");
        return double.Parse(output.Trim(), CultureInfo.InvariantCulture);
    }
}
