using EventSourced.Api.Access;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.ReadTables.Schema;
using EventSourced.Workers.Relaying;

namespace EventSourced.Cli.Running;

/// <summary>The schema with the parts of all projects.</summary>
internal static class WholeSchema
{
    /// <summary>The schema.</summary>
    /// <param name="events">The events of the program's modules.</param>
    /// <param name="options">Names of the schemas.</param>
    public static EventStoreSchema Of(EventCatalog events, EventStoreOptions options) =>
        new(new EventCodec(events, []), options, [new EngineTables(), new RelaySchema(), new AdminTokenSchema()]);
}
