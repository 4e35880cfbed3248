using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json;
using EventSourced.Contracts;
using EventSourced.EventStore.Log;
using EventSourced.EventStore.Personal;
using Marten;

namespace EventSourced.EventStore;

/// <summary>Serialises events to the JSON of the log and back, and upgrades old versions by upcasters.</summary>
/// <param name="catalog">The event types of this build.</param>
/// <param name="upcasters">One per old version. They see personal members encrypted, and must pass them on unchanged.</param>
/// <param name="personal">Encrypts personal members; required for events that have any.</param>
/// <exception cref="InvalidOperationException">An event declares a personal member that cannot be encrypted.</exception>
public sealed class EventCodec(EventCatalog catalog, IEnumerable<IUpcaster> upcasters, IPersonalData? personal = null)
{
    private readonly FrozenDictionary<Type, PersonalFields> _personalFields = catalog.All
        .Where(e => e.Context is not null).Select(e => (e.Type, Fields: PersonalFields.Of(e))).Where(e => e.Fields is not null).ToFrozenDictionary(e => e.Type, e => e.Fields!);

    private readonly ConcurrentDictionary<Type, EventReader> _readers = [];

    private readonly Dictionary<string, IUpcaster> _upcasters = upcasters.ToDictionary(u => u.From);

    // Reads the events of an application's Marten store; null for EventSourced's own log.
    private ISerializer? _serializer;

    /// <summary>The event types of this build.</summary>
    public EventCatalog Catalog { get; } = catalog;

    /// <summary>
    /// Reads the events of an ordinary Marten application, by the names and types that are registered with its store, and by its serializer. Marten does not
    /// expose the upcasters that are registered with it, so old versions need upcasters here.
    /// </summary>
    /// <param name="store">The application's store.</param>
    /// <param name="upcasters">One per old name; null for none.</param>
    /// <exception cref="UnsupportedMartenModeException">The store uses a mode that read tables do not support, or an event type is not stored as JSON.</exception>
    /// <exception cref="InvalidOperationException">An event has a personal member, which only EventSourced's own log encrypts.</exception>
    public static EventCodec Of(IDocumentStore store, IEnumerable<IUpcaster>? upcasters = null)
    {
        MartenModes.Require(store);
        var types = store.Options.Events.AllKnownEventTypes();
        if (types.FirstOrDefault(t => t.EventType.GetProperties().Any(p => p.IsDefined(typeof(PersonalAttribute), inherit: false))) is { } personal)
            throw new InvalidOperationException($"{personal.EventType} has [Personal] members, which only EventSourced's own log encrypts. Remove the attribute, or append through IEventStore.");
        return new EventCodec(EventCatalog.Of(types.Select(t => new EventDescriptor(t.EventTypeName, t.EventType, null))), upcasters ?? []) { _serializer = store.Options.Serializer() };
    }

    /// <summary>The name and the JSON of an event, its personal members encrypted.</summary>
    /// <param name="e">The event.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidOperationException">It is not in the catalog, its personal data has no subject, or this codec cannot encrypt it.</exception>
    /// <exception cref="PersonalKeyException">A key is not available.</exception>
    public ValueTask<(string Type, byte[] Data)> EncodeAsync(IEvent e, CancellationToken cancellationToken = default)
    {
        var descriptor = Catalog.Of(e.GetType());
        var json = Serialize(e);
        return _personalFields.TryGetValue(descriptor.Type, out var fields) ? ProtectAsync(descriptor, fields, json, cancellationToken) : ValueTask.FromResult((descriptor.Name, json));
    }

    /// <summary>Reads the keys of the personal data of events in one query, so that <see cref="Decode(RecordedEvent)"/> blocks no thread while it waits for the database.</summary>
    /// <param name="events">Events of the log.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal ValueTask LoadKeysAsync(IReadOnlyList<RecordedEvent> events, CancellationToken cancellationToken) =>
        personal is null || _personalFields.Count == 0 ? ValueTask.CompletedTask : personal.LoadKeysAsync(events.Where(e => HoldsPersonal(e.Type)).Select(e => e.Data), cancellationToken);

    /// <summary>The event record of a recorded event, in its newest version. Personal members whose subject was forgotten are null.</summary>
    /// <param name="recorded">An event of the log.</param>
    /// <exception cref="EventDecodingException">The type is unknown, or the JSON does not match it.</exception>
    /// <exception cref="InvalidOperationException">It holds personal data, and this codec cannot decrypt it.</exception>
    /// <exception cref="PersonalKeyException">A key is not available: the event itself is valid.</exception>
    public object Decode(RecordedEvent recorded)
    {
        try
        {
            return Decode(recorded.Type, recorded.Data);
        }
        catch (EventDataException e)
        {
            throw new EventDecodingException(recorded, e.Message, e.InnerException);
        }
    }

    /// <summary>The event record of stored JSON, in its newest version. Personal members whose subject was forgotten are null.</summary>
    /// <param name="storedName">Name in the log, of any version.</param>
    /// <param name="stored">Its UTF-8 JSON in the log.</param>
    /// <exception cref="EventDataException">The type is unknown, or the JSON does not match it.</exception>
    internal object Decode(string storedName, ReadOnlyMemory<byte> stored)
    {
        var holdsPersonal = false;
        try
        {
            var (type, data) = (storedName, stored);
            while (_upcasters.TryGetValue(type, out var upcaster))
                (type, data) = (upcaster.To, upcaster.Upcast(data));
            var descriptor = Catalog.Find(type)
                ?? throw new EventDataException("this build does not know the type, and no upcaster upgrades it to a known one");
            if (holdsPersonal = _personalFields.TryGetValue(descriptor.Type, out var fields))
                data = PersonalOf(descriptor).Unprotect(fields!, storedName, data, out _);
            return Read(descriptor, data) ?? throw new EventDataException("its data is null");
        }
        catch (PersonalDataException e)
        {
            throw new EventDataException(e.Message, e);
        }
        catch (JsonException e) when (holdsPersonal)
        {
            // The exception's message may quote personal data, and would be stored in logs and tables.
            throw new EventDataException($"its data does not match the type at {e.Path}");
        }
        catch (JsonException e)
        {
            throw new EventDataException($"its data does not match the type: {e.Message}", e);
        }
    }

    /// <summary>The stored names of old versions and the event record that each is upgraded to.</summary>
    internal IEnumerable<(string Name, Type Type)> OldVersions => _upcasters.Keys.Select(name => (Name: name, Type: TypeOf(name))).Where(v => v.Type is not null).Select(v => (v.Name, v.Type!));

    /// <summary>The event record that a stored name decodes to, or null when this build cannot decode it.</summary>
    /// <param name="storedName">Name in the log, of any version.</param>
    public Type? TypeOf(string storedName)
    {
        while (_upcasters.TryGetValue(storedName, out var upcaster)) storedName = upcaster.To;
        return Catalog.Find(storedName)?.Type;
    }

    /// <summary>Whether events of a stored name hold personal data: messages about them must not quote their data.</summary>
    /// <param name="storedName">Name in the log, of any version.</param>
    public bool HoldsPersonal(string storedName) => TypeOf(storedName) is { } type && _personalFields.ContainsKey(type);

    /// <summary>Whether two events have the same content. It compares their JSON before the encryption, whose result differs each time.</summary>
    /// <param name="one">An event.</param>
    /// <param name="other">Another, or null.</param>
    public bool HasSameContent(IEvent one, IEvent? other) => other is not null && Serialize(one).AsSpan().SequenceEqual(Serialize(other));

    /// <summary>All stored names that decode to an event record: its own and those of its old versions.</summary>
    /// <param name="type">An event record.</param>
    public IReadOnlyList<string> NamesOf(Type type)
    {
        List<string> names = [Catalog.Of(type).Name];
        for (var i = 0; i < names.Count; i++)
            names.AddRange(_upcasters.Values.Where(u => u.To == names[i]).Select(u => u.From));
        return names;
    }

    private async ValueTask<(string Type, byte[] Data)> ProtectAsync(EventDescriptor descriptor, PersonalFields fields, byte[] json, CancellationToken cancellationToken) =>
        (descriptor.Name, await PersonalOf(descriptor).ProtectAsync(fields, descriptor.Name, json, cancellationToken));

    private byte[] Serialize(IEvent e)
    {
        if (Catalog.Of(e.GetType()).Json is { } json) return JsonSerializer.SerializeToUtf8Bytes(e, json);
        var buffer = new ArrayBufferWriter<byte>();
        _serializer!.WriteTo(buffer, e);
        return buffer.WrittenSpan.ToArray();
    }

    private object? Read(EventDescriptor descriptor, ReadOnlyMemory<byte> data)
    {
        if (descriptor.Json is { } json) return _readers.GetOrAdd(descriptor.Type, static (_, json) => new EventReader(json), json).Read(data.Span);
        try
        {
            using var stream = MemoryMarshal.TryGetArray(data, out var bytes) ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false) : new MemoryStream(data.ToArray());
            return _serializer!.FromJson(descriptor.Type, stream);
        }
        catch (Exception e) when (e is not JsonException)
        {
            // The application's serializer may throw exceptions of its own.
            throw new EventDataException($"its data does not match the type: {e.Message}", e);
        }
    }

    private IPersonalData PersonalOf(EventDescriptor descriptor) => personal
        ?? throw new InvalidOperationException($"{descriptor.Name} holds personal data: give the EventCodec an IPersonalData. AddEventStore registers one (PersonalData over PersonalKeys).");
}

/// <summary>Upgrades the stored JSON of one old version of an event to the next version. Old versions never change: the tests keep a sample of each.</summary>
public interface IUpcaster
{
    /// <summary>Stored name of the old version.</summary>
    string From { get; }

    /// <summary>Name of the next version.</summary>
    string To { get; }

    /// <summary>The JSON of the next version.</summary>
    /// <param name="data">UTF-8 JSON of the old version.</param>
    ReadOnlyMemory<byte> Upcast(ReadOnlyMemory<byte> data);
}

/// <summary>This build cannot read the stored JSON.</summary>
internal sealed class EventDataException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>This build cannot read a recorded event.</summary>
/// <param name="recorded">The event.</param>
/// <param name="reason">Why.</param>
/// <param name="inner">What failed.</param>
public sealed class EventDecodingException(RecordedEvent recorded, string reason, Exception? inner = null)
    : Exception($"Event {recorded.Type} at position {recorded.Position} (stream {recorded.StreamId}, version {recorded.Version}) cannot be read: {reason}.", inner);
