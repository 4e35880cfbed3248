using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using EventSourced.Contracts;

namespace EventSourced.EventStore.Personal;

/// <summary>A personal member of a record, by the names of its JSON.</summary>
/// <param name="Name">The member.</param>
/// <param name="Subject">The member that identifies the subject of the data.</param>
/// <param name="Prefix">Prefix of the subject's value.</param>
/// <param name="FormerNames">Names that the member had in older versions.</param>
public sealed record PersonalMember(string Name, string Subject, string Prefix, IReadOnlyList<string> FormerNames);

/// <summary>The personal members of a record, as its <see cref="PersonalAttribute"/>s declare them.</summary>
public sealed class PersonalFields
{
    private static readonly ConcurrentDictionary<JsonTypeInfo, PersonalFields?> s_known = [];

    private PersonalFields(IReadOnlyList<PersonalMember> members) => Members = members;

    /// <summary>At least one.</summary>
    public IReadOnlyList<PersonalMember> Members { get; }

    /// <summary>The personal members of a record, or null when it has none. Cached.</summary>
    /// <param name="json">The JSON contract of the record.</param>
    /// <exception cref="InvalidOperationException">A declaration is invalid: the subject does not exist, or the member is not nullable, not serialised, or nested.</exception>
    public static PersonalFields? Of(JsonTypeInfo json) => s_known.GetOrAdd(json, static j => Read(j));

    /// <summary>The personal members of an event, or null when it has none: then its JSON contract is not made.</summary>
    /// <param name="e">An event with a JSON context.</param>
    /// <exception cref="InvalidOperationException">A declaration is invalid.</exception>
    public static PersonalFields? Of(EventDescriptor e) => Declared(e.Type).Count == 0 ? null : Of(e.Json!);

    private static IReadOnlyList<(PropertyInfo Property, PersonalAttribute Personal)> Declared(Type type)
    {
        PersonalNesting.Check(type);
        return [.. type.GetProperties().Select(p => (Property: p, Personal: p.GetCustomAttribute<PersonalAttribute>())).Where(p => p.Personal is not null).Select(p => (p.Property, p.Personal!))];
    }

    private static PersonalFields? Read(JsonTypeInfo json)
    {
        var type = json.Type;
        List<PersonalMember> members = [];
        foreach (var (property, personal) in Declared(type))
        {
            InvalidOperationException Invalid(string why) => new($"{type.Name}.{property.Name} is [Personal], but {why}.");
            if (!IsNullable(property)) throw Invalid("not nullable: forgotten data is read as null");
            if (type.GetProperty(personal.Subject) is not { } subject) throw Invalid($"{type.Name} has no property {personal.Subject}, which should identify its subject");
            if (subject.PropertyType != typeof(string) && (Nullable.GetUnderlyingType(subject.PropertyType) ?? subject.PropertyType) != typeof(Guid))
                throw Invalid($"its subject {subject.Name} is neither a string nor a Guid");
            if (subject.IsDefined(typeof(PersonalAttribute))) throw Invalid($"so is its subject {subject.Name}: the subject must be a pseudonym");
            members.Add(new PersonalMember(
                NameOf(json, property) ?? throw Invalid("it is not a member of the JSON"),
                NameOf(json, subject) ?? throw Invalid($"its subject {subject.Name} is not a member of the JSON"),
                personal.Prefix, personal.FormerNames));
        }
        return members.Count == 0 ? null : new PersonalFields(members);
    }

    private static bool IsNullable(PropertyInfo property) => property.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(property.PropertyType) is not null
        : new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;

    private static string? NameOf(JsonTypeInfo json, PropertyInfo property) => json.Kind == JsonTypeInfoKind.Object
        ? json.Properties.FirstOrDefault(p => p.AttributeProvider is MemberInfo member && member.Name == property.Name && p.Get is not null)?.Name
        : null;
}
