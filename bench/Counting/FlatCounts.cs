using EventSourced.Bench.Frame;
using EventSourced.EventStore;
using EventSourced.EventStore.Log;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections.Flattened;

namespace EventSourced.Bench.Counting;

/// <summary>The counting table as Marten's flat-table projection writes it.</summary>
internal sealed class FlatCounts : FlatTableProjection
{
    public FlatCounts() : base("flat_counts", SchemaNameSource.EventSchema)
    {
        Table.AddColumn<string>("kind").AsPrimaryKey();
        Table.AddColumn<long>("events").DefaultValue(0);
        Table.AddColumn<long>("total").DefaultValue(0);
        Options.TeardownDataOnRebuild = true;
        // As large as our own pages.
        Options.BatchSize = 5_000;
        Project<ThingNoticed>(map =>
        {
            map.Increment("events");
            map.Increment(e => e.Amount, "total");
        }, e => e.Kind);
    }

    /// <summary>A store with the projection, run by Marten's daemon; its table is there.</summary>
    public static async Task<DocumentStore> OpenAsync(BenchDatabase database, EventLogSource source, EventCodec codec)
    {
        var marten = MartenLog.Open(source.Source, codec, new EventStoreOptions(), configure: store =>
        {
            store.AutoCreateSchemaObjects = JasperFx.AutoCreate.CreateOrUpdate;
            store.Projections.Add(new FlatCounts(), ProjectionLifecycle.Async);
        });
        await marten.Storage.Database.EnsureStorageExistsAsync(typeof(FlatCounts));
        await marten.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await database.ExecuteAsync("TRUNCATE log.mt_event_progression");
        return marten;
    }

    /// <summary>Rebuilds the table and returns how many events a second that were.</summary>
    public static async Task<double> RebuildAsync(BenchDatabase database, IDocumentStore marten, int events)
    {
        using var daemon = await marten.BuildProjectionDaemonAsync();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await daemon.RebuildProjectionAsync(nameof(FlatCounts), TimeSpan.FromMinutes(10), default);
        var rate = events / watch.Elapsed.TotalSeconds;
        var counted = await database.ScalarAsync<decimal>("select coalesce(sum(events), 0) from log.flat_counts");
        return counted == events ? rate : throw new InvalidOperationException($"Marten counted {counted} of {events} events.");
    }

    /// <summary>Lets the daemon catch up from the beginning and returns how many events a second that were.</summary>
    public static async Task<double> CatchUpAsync(BenchDatabase database, IDocumentStore marten, int events)
    {
        await database.ExecuteAsync("TRUNCATE log.flat_counts, log.mt_event_progression");
        using var daemon = await marten.BuildProjectionDaemonAsync();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await daemon.StartAllAsync();
        while (await database.ScalarAsync<decimal>("select coalesce(sum(events), 0) from log.flat_counts") < events) await Task.Delay(20);
        var rate = events / watch.Elapsed.TotalSeconds;
        await daemon.StopAllAsync();
        return rate;
    }
}
