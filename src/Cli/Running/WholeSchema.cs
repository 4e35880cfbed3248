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
    /// <param name="options">Names of the schemas.</param>
    public static EventStoreSchema Of(EventStoreOptions options) =>
        new(new EventCodec(EventCatalog.Default, []), options, [new EngineTables(), new RelaySchema(), new AdminTokenSchema()]);
}
