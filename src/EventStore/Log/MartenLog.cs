using EventSourced.EventStore.Schema;
using JasperFx;
using JasperFx.Events;
using JasperFx.MultiTenancy;
using Marten;
using Marten.Services.Json.Transformations;
using Npgsql;
using Weasel.Core;

namespace EventSourced.EventStore.Log;

/// <summary>How Marten keeps the event log.</summary>
public static class MartenLog
{
    /// <summary>A Marten store over the log. It never changes the schema by itself: see <see cref="EventStoreSchema"/>.</summary>
    /// <param name="source">The database. For speed, one that prepares statements by itself: see <see cref="EventLogSource"/>.</param>
    /// <param name="codec">How events are written.</param>
    /// <param name="options">Names of the schemas.</param>
    /// <param name="objects">Tables and functions of our own, where the store is to apply the schema.</param>
    /// <param name="configure">More settings, such as projections of one's own.</param>
    /// <exception cref="UnsupportedMartenModeException">A setting would break the proof that positions are final.</exception>
    public static DocumentStore Open(
        NpgsqlDataSource source, EventCodec codec, EventStoreOptions options, IEnumerable<ISchemaObject>? objects = null, Action<StoreOptions>? configure = null)
    {
        var store = DocumentStore.For(marten =>
        {
            marten.Connection(source);
            Configure(marten, codec, options);
            if (objects is not null) marten.Storage.Add(new OwnFeature([.. objects]));
            configure?.Invoke(marten);
        });
        MartenModes.Require(store);
        return store;
    }

    /// <summary>Where the log of an ordinary Marten application lies, as its store says.</summary>
    /// <param name="application">The application's store.</param>
    public static EventStoreOptions OptionsOf(IDocumentStore application) => new() { LogSchema = application.Options.Events.DatabaseSchemaName };

    private static void Configure(StoreOptions marten, EventCodec codec, EventStoreOptions options)
    {
        marten.DatabaseSchemaName = marten.Events.DatabaseSchemaName = options.LogSchema;
        marten.AutoCreateSchemaObjects = AutoCreate.None;
        marten.DisableNpgsqlLogging = true;
        marten.Serializer(new EventSerializer(codec));
        // Retries are the writer's: within a transaction of ours a second try would only meet the first one's error.
        marten.ConfigurePolly(_ => { });
        marten.ConfigureWritePolly(_ => { });

        var events = marten.Events;
        events.StreamIdentity = StreamIdentity.AsString;
        events.TenancyStyle = TenancyStyle.Conjoined;
        // Quick, with the timestamps of the command side.
        events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        events.MetadataConfig.CorrelationIdEnabled = events.MetadataConfig.CausationIdEnabled = events.MetadataConfig.HeadersEnabled = true;
        foreach (var e in codec.Catalog.All) events.MapEventType(e.Type, e.Name);
        foreach (var (name, type) in codec.OldVersions)
            events.Upcast(type, name, new JsonTransformation((_, reader, index) => codec.Decode(name, reader.GetFieldValue<byte[]>(index))));
    }
}
