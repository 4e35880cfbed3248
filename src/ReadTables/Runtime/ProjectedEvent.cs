using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.ReadTables.Runtime;

/// <summary>An event of a page, decoded once for all tables that want it.</summary>
internal sealed class ProjectedEvent(RecordedEvent recorded, EventCodec codec)
{
    private IEvent? _event;

    public RecordedEvent Recorded { get; } = recorded;

    /// <summary>The record that it decodes to, known without decoding it.</summary>
    public Type? EventType => field ??= codec.TypeOf(Recorded.Type);

    /// <summary>The event in its newest version.</summary>
    /// <exception cref="EventDecodingException">The stored JSON cannot be read.</exception>
    public IEvent Event => _event ??= codec.Decode(Recorded);

    /// <summary>Decodes it now, so that <see cref="Event"/> need not; says nothing when it cannot.</summary>
    public void TryDecode()
    {
        try
        {
            _event ??= codec.Decode(Recorded);
        }
        catch (EventDecodingException)
        {
        }
    }

    public EventInfo Info => field ??= new(Recorded.Position, Recorded.StreamId, Recorded.Version, Recorded.RecordedAt, Recorded.Tenant);
}

/// <summary>A table cannot take an event.</summary>
internal sealed class EventFailedException(ProjectedEvent e, TableDefinition table, Exception inner)
    : Exception($"{table.QualifiedName} cannot take event {e.Recorded.Type} at position {e.Recorded.Position} (stream {e.Recorded.StreamId}): {inner.Message}", inner);
