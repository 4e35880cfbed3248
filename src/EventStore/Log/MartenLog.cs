using EventSourced.EventStore.Schema;
using JasperFx;
using JasperFx.Events;
using JasperFx.MultiTenancy;
using Marten;
using Marten.Services.Json.Transformations;
using Npgsql;
using Weasel.Core;

namespace EventSourced.EventStore.Log;

/// <summary>The configuration of Marten for the event log.</summary>
public static class MartenLog
{
    /// <summary>Opens a Marten store on the log. It never changes the schema by itself: see <see cref="EventStoreSchema"/>.</summary>
    /// <param name="source">The database. For speed, a source that prepares statements automatically: see <see cref="EventLogSource"/>.</param>
    /// <param name="codec">How events are written.</param>
    /// <param name="options">Names of the schemas.</param>
    /// <param name="objects">EventSourced's own tables and functions, if the store is to apply the schema.</param>
    /// <param name="configure">Further settings, such as the caller's own projections.</param>
    /// <exception cref="UnsupportedMartenModeException">A setting would break the proof that positions are final.</exception>
    public static DocumentStore Open(
        NpgsqlDataSource source, EventCodec codec, EventStoreOptions options, IEnumerable<ISchemaObject>? objects = null, Action<StoreOptions>? configure = null)
    {
        var store = DocumentStore.For(marten =>
        {
            marten.Connection(source);
            Configure(marten, codec, options);
            if (objects is not null) marten.Storage.Add(new EventSourcedFeature([.. objects]));
            configure?.Invoke(marten);
        });
        MartenModes.Require(store);
        return store;
    }

    /// <summary>The location of the log of an ordinary Marten application.</summary>
    /// <param name="application">The application's store.</param>
    public static EventStoreOptions OptionsOf(IDocumentStore application) => new() { LogSchema = application.Options.Events.DatabaseSchemaName };

    private static void Configure(StoreOptions marten, EventCodec codec, EventStoreOptions options)
    {
        marten.DatabaseSchemaName = marten.Events.DatabaseSchemaName = options.LogSchema;
        marten.AutoCreateSchemaObjects = AutoCreate.None;
        marten.DisableNpgsqlLogging = true;
        marten.Serializer(new EventSerializer(codec));
        // The writer retries. Within its transaction, a retry by Marten would only repeat the first error.
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
