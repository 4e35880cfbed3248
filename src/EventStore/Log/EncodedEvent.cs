using JasperFx.Events;

namespace EventSourced.EventStore.Log;

/// <summary>An event that is serialised already, with its personal members encrypted. Marten writes its JSON unchanged.</summary>
/// <param name="type">The event record.</param>
/// <param name="name">Stable name of its type.</param>
/// <param name="json">Its JSON, as UTF-8.</param>
internal sealed class EncodedEvent(Type type, string name, byte[] json) : IEvent
{
    /// <summary>Its JSON, as UTF-8.</summary>
    public byte[] Json { get; } = json;

    public Guid Id { get; set; }

    public long Version { get; set; }

    public long Sequence { get; set; }

    // Marten passes it to EventSerializer, which writes its JSON.
    public object Data => this;

    public Guid StreamId { get; set; }

    public string? StreamKey { get; set; }

    public DateTimeOffset Timestamp { get; set; }

    public string TenantId { get; set; } = Tenants.Default;

    public Type EventType => type;

    public string EventTypeName { get; set; } = name;

    public string DotNetTypeName { get; set; } = "";

    public string? CausationId { get; set; }

    public string? CorrelationId { get; set; }

    public Dictionary<string, object>? Headers { get; set; }

    public IReadOnlyList<EventTag>? Tags => null;

    public bool IsArchived { get; set; }

    public string? AggregateTypeName { get; set; }

    public string? UserName { get; set; }

    public bool IsSkipped { get; set; }

    public void SetHeader(string key, object value) => (Headers ??= [])[key] = value;

    public object? GetHeader(string key) => Headers?.GetValueOrDefault(key);

    public Func<IEvent, TId> CreateAggregateIdentitySource<TId>() where TId : notnull => throw Unsupported();

    public void AddTag<TTag>(TTag tag) where TTag : notnull => throw Unsupported();

    public void AddTag(EventTag tag) => throw Unsupported();

    private static NotSupportedException Unsupported() => new("EventSourced appends events without tags and without aggregates.");
}
