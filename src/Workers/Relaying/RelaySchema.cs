using EventSourced.EventStore;
using EventSourced.EventStore.Schema;
using Weasel.Core;

namespace EventSourced.Workers.Relaying;

/// <summary>Tables of the relay.</summary>
public sealed class RelaySchema : ISchemaPart
{
    /// <inheritdoc/>
    public IEnumerable<ISchemaObject> Objects(EventStoreOptions options) =>
    [
        new SqlTable(options.StateSchema, "relay_checkpoints", "How far each relay has read the log: the broker has confirmed all messages up to this position.")
            .Column("name", "text", "The relay.")
            .Column("position", "bigint", "Position in the log.")
            .Key("name"),
        new SqlTable(options.StateSchema, "relay_reactions", "How far each reaction has read the log. A build without the reaction may relay during an upgrade; the next build with it continues here.")
            .Column("reaction", "text", "Event and command.")
            .Column("position", "bigint", "Position in the log.")
            .Key("reaction"),
        new SqlTable(options.StateSchema, "relay_dead_letters", "Events that a relay could not read: nothing was sent for them.")
            .Column("name", "text", "The relay.")
            .Column("position", "bigint", "Position of the event.")
            .Column("type", "text", "Type of the event, as stored.")
            .Column("error", "text", "Why it could not be read.")
            .Column("recorded_at", "timestamp with time zone", "When the relay read it.", @default: "now()")
            .Key("name", "position"),
    ];
}
