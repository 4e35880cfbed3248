using EventSourced.EventStore;

namespace EventSourced.ReadTables.Runtime;

/// <summary>An event of a page, decoded once for all tables that handle it.</summary>
internal sealed class ProjectedEvent(RecordedEvent recorded, EventCodec codec)
{
    private object? _event;

    public RecordedEvent Recorded { get; } = recorded;

    /// <summary>The record that it decodes to. It is known without decoding.</summary>
    public Type? EventType => field ??= codec.TypeOf(Recorded.Type);

    /// <summary>Whether it has personal data, which messages must not quote.</summary>
    public bool HoldsPersonal => codec.HoldsPersonal(Recorded.Type);

    /// <summary>Whether it could be decoded.</summary>
    public bool IsDecoded => _event is not null;

    /// <summary>The event in its newest version.</summary>
    /// <exception cref="EventDecodingException">The stored JSON cannot be read.</exception>
    public object Event => _event ??= codec.Decode(Recorded);

    /// <summary>Decodes it now, so that <see cref="Event"/> does not have to. Ignores failures, which <see cref="Event"/> throws again.</summary>
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

/// <summary>A table cannot apply an event.</summary>
internal sealed class EventFailedException(ProjectedEvent e, TableDefinition table, Exception inner)
    : Exception($"{table.QualifiedName} cannot apply event {e.Recorded.Type} at position {e.Recorded.Position} (stream {e.Recorded.StreamId}): {Reason(e, inner)}", MustWithholdMessage(e) ? null : inner)
{
    private static string Reason(ProjectedEvent e, Exception inner) =>
        MustWithholdMessage(e) ? $"{inner.GetType().Name}, whose message is withheld because the event holds personal data" : inner.Message;

    // The message is kept in a table and logged with its cause; that of a mapping, which had the event before it, may quote a value.
    private static bool MustWithholdMessage(ProjectedEvent e) => e.HoldsPersonal && e.IsDecoded;
}
