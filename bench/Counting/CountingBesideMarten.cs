using System.Diagnostics;
using EventSourced.Bench.Frame;
using EventSourced.EventStore;
using EventSourced.EventStore.Log;
using JasperFx.Events.Projections;
using Marten;

namespace EventSourced.Bench.Counting;

/// <summary>A log of countable events that both project: our table, and Marten's daemon with its flat-table projection.</summary>
internal sealed class CountingBesideMarten : IAsyncDisposable
{
    private readonly BenchDatabase _database;
    private readonly EventLogSource _source;
    private readonly DocumentStore _marten;

    private CountingBesideMarten(BenchDatabase database, int events)
    {
        (_database, Events, Log, _source) = (database, events, new CountingLog(database.Source), EventLogSource.Create(database.ConnectionString));
        _marten = MartenLog.Open(_source.Source, Log.Codec, new EventStoreOptions(), configure: store =>
        {
            store.AutoCreateSchemaObjects = JasperFx.AutoCreate.CreateOrUpdate;
            store.Projections.Add(new FlatCounts(), ProjectionLifecycle.Async);
        });
    }

    /// <summary>Number of events in the log.</summary>
    public int Events { get; }

    /// <summary>The log.</summary>
    public CountingLog Log { get; }

    /// <summary>Fills the log and creates Marten's table.</summary>
    public static async Task<CountingBesideMarten> OpenAsync(BenchDatabase database, int events)
    {
        var both = new CountingBesideMarten(database, events);
        await both.Log.FillAsync(events, kinds: 1_000);
        await both._marten.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        return both;
    }

    /// <summary>Marten rebuilds its table. Returns the rate in events per second.</summary>
    public async Task<double> RebuildAsync()
    {
        using var daemon = await _marten.BuildProjectionDaemonAsync();
        var watch = Stopwatch.StartNew();
        await daemon.RebuildProjectionAsync(nameof(FlatCounts), TimeSpan.FromMinutes(10), default);
        var rate = Events / watch.Elapsed.TotalSeconds;
        return await CountedAsync() == Events ? rate : throw new InvalidOperationException($"Marten counted {await CountedAsync()} of {Events} events.");
    }

    /// <summary>Marten's daemon catches up from the start. Returns the rate in events per second.</summary>
    public async Task<double> CatchUpAsync()
    {
        await _database.ExecuteAsync("TRUNCATE log.flat_counts, log.mt_event_progression");
        using var daemon = await _marten.BuildProjectionDaemonAsync();
        var watch = Stopwatch.StartNew();
        await daemon.StartAllAsync();
        while (await CountedAsync() < Events) await Task.Delay(20);
        var rate = Events / watch.Elapsed.TotalSeconds;
        await daemon.StopAllAsync();
        return rate;
    }

    public async ValueTask DisposeAsync()
    {
        _marten.Dispose();
        await _source.DisposeAsync();
        await Log.DisposeAsync();
    }

    private Task<decimal> CountedAsync() => _database.ScalarAsync<decimal>("select coalesce(sum(events), 0) from log.flat_counts");
}
