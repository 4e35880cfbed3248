using JasperFx.Descriptors;
using JasperFx.Events;
using Marten;
using Marten.Events;

namespace EventSourced.EventStore.Log;

/// <summary>Refuses the modes of Marten under which a position could appear after it was taken as final, or has no place in one order.</summary>
public static class MartenModes
{
    /// <summary>Checks a store that read tables are built from, or that appends to their log.</summary>
    /// <param name="store">The store.</param>
    /// <exception cref="UnsupportedMartenModeException">A mode is on that would break the proofs.</exception>
    public static void Require(IDocumentStore store)
    {
        var events = store.Options.Events;
        if (events.StreamIdentity != StreamIdentity.AsString)
            throw new UnsupportedMartenModeException("StreamIdentity.AsGuid", "streams have names here", "Set Events.StreamIdentity = StreamIdentity.AsString.");
        if (events.AppendMode == EventAppendMode.Rich)
            throw new UnsupportedMartenModeException(
                "EventAppendMode.Rich", "it draws positions in a transaction of their own, so that an event may appear behind a reader",
                "Set Events.AppendMode = EventAppendMode.Quick or QuickWithServerTimestamps.");
        if (events.UseTenantPartitionedEvents)
            throw new UnsupportedMartenModeException("UseTenantPartitionedEvents", "positions begin anew in each tenant, and the log has no one order", "Leave Events.UseTenantPartitionedEvents off.");
        if (events.UseArchivedStreamPartitioning)
            throw new UnsupportedMartenModeException("UseArchivedStreamPartitioning", "an event changes its table when its stream is archived", "Leave Events.UseArchivedStreamPartitioning off.");
        if (store.Options.Tenancy.Cardinality != DatabaseCardinality.Single)
            throw new UnsupportedMartenModeException("database per tenant", "there are several logs, each with positions of its own", "Give each database a store and a host of its own.");
        if (events.AllKnownEventTypes().OfType<EventMapping>().FirstOrDefault(e => e.IsBinary) is { } binary)
            throw new UnsupportedMartenModeException($"binary serializer of {binary.EventTypeName}", "read tables read JSON", "Leave Events.UseBinarySerializer off.");
    }
}

/// <summary>A Marten store is set up in a way that the log's proofs do not allow.</summary>
/// <param name="mode">The setting.</param>
/// <param name="why">What it would break.</param>
/// <param name="instead">What to do.</param>
public sealed class UnsupportedMartenModeException(string mode, string why, string instead) : Exception($"Marten's {mode} cannot be used with this log: {why}. {instead}");
