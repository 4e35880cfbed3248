using System.Text.Json;
using EventSourced.Contracts;

namespace EventSourced.EventStore;

/// <summary>Turns events into the JSON of the log and back, lifting old versions by upcasters on the way.</summary>
/// <param name="catalog">The event types that the build knows.</param>
/// <param name="upcasters">One per old version.</param>
public sealed class EventCodec(EventCatalog catalog, IEnumerable<IUpcaster> upcasters)
{
    private readonly Dictionary<string, IUpcaster> _upcasters = upcasters.ToDictionary(u => u.From);

    /// <summary>The event types that the build knows.</summary>
    public EventCatalog Catalog { get; } = catalog;

    /// <summary>The name and the JSON of an event.</summary>
    /// <param name="e">The event.</param>
    public (string Type, byte[] Data) Encode(IEvent e)
    {
        var descriptor = Catalog.Of(e.GetType());
        return (descriptor.Name, JsonSerializer.SerializeToUtf8Bytes(e, descriptor.Json));
    }

    /// <summary>The event record of a recorded event, in its newest version.</summary>
    /// <param name="recorded">An event as the log holds it.</param>
    /// <exception cref="EventDecodingException">The type is unknown, or the JSON does not fit it.</exception>
    public IEvent Decode(RecordedEvent recorded)
    {
        try
        {
            var (type, data) = (recorded.Type, recorded.Data);
            while (_upcasters.TryGetValue(type, out var upcaster))
                (type, data) = (upcaster.To, upcaster.Upcast(data));
            var descriptor = Catalog.Find(type)
                ?? throw new EventDecodingException(recorded, $"the type is not known to this build, and no upcaster leads from it to one that is");
            return (IEvent?)JsonSerializer.Deserialize(data.Span, descriptor.Json)
                ?? throw new EventDecodingException(recorded, "its data is null");
        }
        catch (JsonException e)
        {
            throw new EventDecodingException(recorded, $"its data does not fit: {e.Message}", e);
        }
    }

    /// <summary>The event record that a stored name decodes to, or null when this build knows neither it nor a way from it.</summary>
    /// <param name="storedName">Name in the log, of any version.</param>
    public Type? TypeOf(string storedName)
    {
        while (_upcasters.TryGetValue(storedName, out var upcaster)) storedName = upcaster.To;
        return Catalog.Find(storedName)?.Type;
    }

    /// <summary>All stored names that decode to an event record: its own and those of its old versions.</summary>
    /// <param name="type">An event record.</param>
    public IReadOnlyList<string> NamesOf(Type type)
    {
        List<string> names = [Catalog.Of(type).Name];
        for (var i = 0; i < names.Count; i++)
            names.AddRange(_upcasters.Values.Where(u => u.To == names[i]).Select(u => u.From));
        return names;
    }
}

/// <summary>Lifts the stored JSON of one old version of an event to the next. Old shapes are never edited: each keeps its sample in the tests.</summary>
public interface IUpcaster
{
    /// <summary>Stored name of the old version.</summary>
    string From { get; }

    /// <summary>Name of the version it becomes.</summary>
    string To { get; }

    /// <summary>The JSON of the newer version.</summary>
    /// <param name="data">UTF-8 JSON of the old version.</param>
    ReadOnlyMemory<byte> Upcast(ReadOnlyMemory<byte> data);
}

/// <summary>A recorded event cannot be read by this build.</summary>
/// <param name="recorded">The event.</param>
/// <param name="reason">Why.</param>
/// <param name="inner">What failed.</param>
public sealed class EventDecodingException(RecordedEvent recorded, string reason, Exception? inner = null)
    : Exception($"Event {recorded.Type} at position {recorded.Position} (stream {recorded.StreamId}, version {recorded.Version}) cannot be read: {reason}.", inner);
