using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace EventSourced.Contracts;

/// <summary>An event type of the catalog.</summary>
/// <param name="Name">Name in the log.</param>
/// <param name="Type">The record.</param>
/// <param name="Context">The <see cref="JsonSerializerContext"/> that lists it; null when the serializer of a Marten store serialises it.</param>
public sealed record EventDescriptor(string Name, Type Type, Type? Context)
{
    /// <summary>Its serialisation, made when it is first used: those of all events would take a second of every start. Null without a context.</summary>
    public JsonTypeInfo? Json => field ??= ContextInstance?.GetTypeInfo(Type);

    /// <summary>The module, which is the first part of the name, such as <c>shop</c>; empty when the name has no dot.</summary>
    public string Module => Name[..Math.Max(0, Name.IndexOf('.'))];

    private JsonSerializerContext? ContextInstance => (JsonSerializerContext?)Context?.GetProperty("Default", BindingFlags.Public | BindingFlags.Static)!.GetValue(null);
}

/// <summary>All event types of a build, by name and by record.</summary>
public sealed class EventCatalog
{
    private readonly FrozenDictionary<string, EventDescriptor> _byName;
    private readonly FrozenDictionary<Type, EventDescriptor> _byType;

    private EventCatalog(IReadOnlyList<EventDescriptor> all)
    {
        All = all;
        _byName = all.ToFrozenDictionary(e => e.Name);
        _byType = all.ToFrozenDictionary(e => e.Type);
    }

    /// <summary>The events of EventSourced.</summary>
    public static EventCatalog Default { get; } = Scan(typeof(EventCatalog).Assembly);

    /// <summary>All event types, by name.</summary>
    public IReadOnlyList<EventDescriptor> All { get; }

    /// <summary>The catalog of all records with an <see cref="EventNameAttribute"/> in some assemblies.</summary>
    /// <param name="assemblies">The assemblies with the events and the JSON contexts that list them.</param>
    /// <exception cref="InvalidOperationException">Events are in no JSON context, and the message lists all of them; or two have the same name.</exception>
    public static EventCatalog Scan(params IEnumerable<Assembly> assemblies)
    {
        Type[] types = [.. assemblies.SelectMany(a => a.GetTypes())];
        var contexts = (from context in types
                        where context.IsSubclassOf(typeof(JsonSerializerContext))
                        from listed in context.GetCustomAttributesData()
                        where listed.AttributeType == typeof(JsonSerializableAttribute)
                        select (Context: context, Listed: (Type)listed.ConstructorArguments[0].Value!)).ToLookup(l => l.Listed, l => l.Context);
        EventDescriptor[] all = [.. from type in types
                                    let name = type.GetCustomAttribute<EventNameAttribute>()?.Name
                                    where name is not null
                                    orderby name
                                    select new EventDescriptor(name, type, contexts[type].FirstOrDefault())];
        var faults = string.Join('\n', all.Where(e => e.Context is null).Select(e => $"No JSON context lists {e.Type}: add [JsonSerializable(typeof({e.Type.Name}))] to the JsonSerializerContext in its file."));
        return faults.Length == 0 ? Of(all) : throw new InvalidOperationException(faults);
    }

    /// <summary>The catalog of some event types.</summary>
    /// <param name="events">The event types.</param>
    /// <exception cref="InvalidOperationException">Two have the same name.</exception>
    public static EventCatalog Of(IEnumerable<EventDescriptor> events)
    {
        EventDescriptor[] all = [.. events];
        if (all.GroupBy(e => e.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Two events are named {twice.Key}: {string.Join(", ", twice.Select(e => e.Type))}.");
        return new EventCatalog(all);
    }

    /// <summary>The event type with a name, or null if the build does not know it.</summary>
    /// <param name="name">Name in the log.</param>
    public EventDescriptor? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The descriptor of an event record.</summary>
    /// <param name="type">An event record.</param>
    /// <exception cref="InvalidOperationException">The record is not in this catalog.</exception>
    public EventDescriptor Of(Type type) => _byType.GetValueOrDefault(type)
        ?? throw new InvalidOperationException($"{type} is not in the event catalog: give it an [EventName], or register it with your Marten store by Events.AddEventType<{type.Name}>().");
}
