using JasperFx.Descriptors;
using JasperFx.Events;
using Marten;
using Marten.Events;

namespace EventSourced.EventStore.Log;

/// <summary>Refuses the modes of Marten in which an event could appear below the watermark, or in which positions have no single order.</summary>
public static class MartenModes
{
    /// <summary>Checks a store that appends to the log of read tables.</summary>
    /// <param name="store">The store.</param>
    /// <exception cref="UnsupportedMartenModeException">The store uses such a mode.</exception>
    public static void Require(IDocumentStore store)
    {
        var events = store.Options.Events;
        if (events.StreamIdentity != StreamIdentity.AsString)
            throw new UnsupportedMartenModeException("StreamIdentity.AsGuid", "EventSourced identifies streams by strings", "Set Events.StreamIdentity = StreamIdentity.AsString.");
        if (events.AppendMode == EventAppendMode.Rich)
            throw new UnsupportedMartenModeException(
                "EventAppendMode.Rich", "it reserves positions in a separate transaction, so that an event may appear behind a reader",
                "Set Events.AppendMode = EventAppendMode.Quick or QuickWithServerTimestamps.");
        if (events.UseTenantPartitionedEvents)
            throw new UnsupportedMartenModeException("UseTenantPartitionedEvents", "each tenant has positions of its own, so that the log has no single order", "Leave Events.UseTenantPartitionedEvents off.");
        if (events.UseArchivedStreamPartitioning)
            throw new UnsupportedMartenModeException("UseArchivedStreamPartitioning", "an event moves to another partition when its stream is archived", "Leave Events.UseArchivedStreamPartitioning off.");
        if (store.Options.Tenancy.Cardinality != DatabaseCardinality.Single)
            throw new UnsupportedMartenModeException("database per tenant", "each database has a log with positions of its own", "Configure a store and a host per database.");
        if (events.AllKnownEventTypes().OfType<EventMapping>().FirstOrDefault(e => e.IsBinary) is { } binary)
            throw new UnsupportedMartenModeException($"binary serializer of {binary.EventTypeName}", "read tables read JSON", "Leave Events.UseBinarySerializer off.");
    }
}

/// <summary>A Marten store is configured in a way that the watermark does not support.</summary>
/// <param name="mode">The setting.</param>
/// <param name="why">Why it is not supported.</param>
/// <param name="instead">What to do.</param>
public sealed class UnsupportedMartenModeException(string mode, string why, string instead) : Exception($"Marten's {mode} cannot be used with this log: {why}. {instead}");
