using EventSourced.Bench.Frame;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.EventStore.Signals;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Schema;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventSourced.Bench.Counting;

/// <summary>A log of countable events, and rebuilds from it.</summary>
internal sealed class CountingLog(NpgsqlDataSource source) : IAsyncDisposable
{
    private const int Chunk = 100_000;

    public static ReadTableCatalog Catalog { get; } = ReadTableCatalog.Scan(EventCatalog.Scan(typeof(CountingLog).Assembly), typeof(CountingLog).Assembly);

    public static string Table => "counting.counts";

    public EventCodec Codec { get; } = new(Catalog.Events, []);

    public PostgresEventStore Store { get; } = new(source, new EventCodec(Catalog.Events, []));

    /// <summary>Empties the log and fills it with events.</summary>
    public async Task FillAsync(int events, int kinds)
    {
        await ReadTableSchema.ApplyAsync(source, Catalog);
        await using (var empty = source.CreateCommand("TRUNCATE log.mt_events, log.mt_streams; ALTER SEQUENCE log.mt_events_sequence RESTART"))
            await empty.ExecuteNonQueryAsync();
        for (var from = 0; from < events; from += Chunk)
        {
            IEvent[] chunk = [.. Enumerable.Range(from, Math.Min(Chunk, events - from)).Select(i => new ThingNoticed(
                $"kind {(int)(i * 2_654_435_761L % kinds)}", i % 97, $"place {i % 31}", "noticed in passing, by somebody who counts what there is to count"))];
            await Store.BulkAppendAsync(new Append([new($"counting/{from}", ExpectedVersion.NoStream, chunk)], BenchDatabase.Metadata()));
        }
        await using var settle = source.CreateCommand("VACUUM ANALYZE log.mt_events");
        settle.CommandTimeout = 0;
        await settle.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}

/// <summary>Runs rebuilds as a worker does.</summary>
internal static class Rebuilds
{
    /// <summary>Rebuilds tables and returns the duration from the start to the swap.</summary>
    public static async Task<TimeSpan> RunAsync(NpgsqlDataSource source, ReadTableCatalog catalog, IEventStore store, EventCodec codec, BuildOptions? options = null, Func<TableDefinition, bool>? tables = null)
    {
        IReadOnlyList<TableDefinition> rebuilt = [.. catalog.Tables.Where(tables ?? (_ => true))];
        var operations = new OperationStore(source, catalog);
        using var runner = new OperationRunner(catalog, store, codec, source, options ?? new BuildOptions(), new ProjectionOptions(), new StateChanges(new Notifications(source, NullLogger<Notifications>.Instance)), NullLogger<OperationRunner>.Instance);
        var requested = await operations.CreateAsync(OperationKind.Rebuild, new OperationRequest { Tables = [.. rebuilt.Select(t => t.QualifiedName)] }, "bench");
        await runner.StartAsync(default);
        Operation ended;
        while (!(ended = (await operations.FindAsync(requested.Id))!).IsFinal) await Task.Delay(20);
        await runner.StopAsync(default);
        if (ended.State != "completed") throw new InvalidOperationException($"The rebuild {ended.State}: {ended.Error}");
        var generations = new GenerationStore(source, catalog);
        foreach (var table in rebuilt) await generations.ReleaseAsync(table);
        return ended.FinishedAt!.Value - ended.StartedAt!.Value;
    }

    /// <summary>Events per second of rebuilds of all tables of a module, beside those of reading the log.</summary>
    public static Task<Rounds> BesideReadingAsync(BenchDatabase database, IEventStore store, int events, string module) => Rounds.RunAsync(
        () => ReadAsync(store, events),
        async () => events / (await RunAsync(database.Source, Projections.ReadTableSet.Catalog, store, database.Codec, tables: t => t.Module == module)).TotalSeconds);

    /// <summary>Only reads the log page by page, with the same client and the same pages.</summary>
    public static async Task<double> ReadAsync(IEventStore store, int events)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var (after, read) = (0L, 0);
        while (await store.ReadPageAsync(after, new BuildOptions().PageSize) is { Events.Count: > 0 } page) (after, read) = (page.Position, read + page.Events.Count);
        return read == events ? events / watch.Elapsed.TotalSeconds : throw new InvalidOperationException($"{read} of {events} events were read.");
    }
}
