using EventSourced.Api.Access;
using EventSourced.Commands.Modules;
using EventSourced.EventStore;
using EventSourced.ReadTables.Schema;
using EventSourced.Workers.Relaying;

namespace EventSourced.Cli.Running;

/// <summary>The schema with the parts of all projects and modules.</summary>
internal static class WholeSchema
{
    /// <summary>The schema.</summary>
    /// <param name="modules">The modules of the program.</param>
    /// <param name="options">Names of the schemas.</param>
    public static EventStoreSchema Of(ModuleCatalog modules, EventStoreOptions options) =>
        new(new EventCodec(modules.Events, []), options, [new EngineTables(), new RelaySchema(), new AdminTokenSchema(), modules]);
}
