using System.Diagnostics;
using EventSourced.Bench.Frame;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;
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
        await using var store = new PostgresEventStore(database.Source, database.Codec);
        foreach (var chunk in Enumerable.Range(0, Events).Chunk(50_000))
            await store.BulkAppendAsync(new Append([new($"bench/{chunk[0]}", ExpectedVersion.NoStream, [.. chunk.Select(Event)])], BenchDatabase.Metadata()));
        await database.ExecuteAsync("ANALYZE");

        report.Add("all Pulse tables, 300,000 events", "events/s", await Rounds.RunAsync(() => ReadAsync(store), async () =>
        {
            await database.ExecuteAsync("TRUNCATE pulse.daily_digests, pulse.message_hashes, pulse.exports; UPDATE es.read_tables SET position = 0");
            return await ProjectAsync(database, store);
        }));
    }

    private static IEvent Event(int i) => i < 500 ? Some.Registered(ExportId(i)) : (i % 10) switch
    {
        < 7 => Some.Digest($"garden{i % 20}", Some.Day.AddDays(i / 200)),
        < 9 => Some.Progress(ExportId(i % 500), i),
        _ => new DayMessagesRecorded($"garden{i % 20}", "chat", Some.Day.AddDays(i / 200), Guid.Empty, ["9f86d081884c7d65"], [$"{i:x64}", $"{i + Events:x64}", $"{i + 2 * Events:x64}"], [0, 0, 0]),
    };

    private static Guid ExportId(int i) => new(i, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);

    private static async Task<double> ReadAsync(PostgresEventStore store)
    {
        var watch = Stopwatch.StartNew();
        var after = 0L;
        while (await store.ReadPageAsync(after, 2_000) is { Events.Count: > 0 } page) after = page.Position;
        return Events / watch.Elapsed.TotalSeconds;
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
