using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using EventSourced.Contracts;

namespace EventSourced.EventStore;

/// <summary>A personal member of a record, by the names of its JSON.</summary>
/// <param name="Name">The member.</param>
/// <param name="Subject">The member that says whose data it is.</param>
/// <param name="Prefix">Put before the subject's value.</param>
/// <param name="FormerNames">Names that the member had in older versions.</param>
public sealed record PersonalMember(string Name, string Subject, string Prefix, IReadOnlyList<string> FormerNames);

/// <summary>The personal members of a record, as its <see cref="PersonalAttribute"/>s declare them.</summary>
public sealed class PersonalFields
{
    private static readonly ConcurrentDictionary<JsonTypeInfo, PersonalFields?> s_known = [];

    private PersonalFields(IReadOnlyList<PersonalMember> members) => Members = members;

    /// <summary>At least one.</summary>
    public IReadOnlyList<PersonalMember> Members { get; }

    /// <summary>The personal members of a record, or null when it has none. Looked up once.</summary>
    /// <param name="json">How the record is written.</param>
    /// <exception cref="InvalidOperationException">A declaration cannot be kept: the subject is not there, or the member is not nullable, not written, or lies too deep.</exception>
    public static PersonalFields? Of(JsonTypeInfo json) => s_known.GetOrAdd(json, static j => Read(j));

    private static PersonalFields? Read(JsonTypeInfo json)
    {
        var type = json.Type;
        PersonalDepth.Check(type);
        List<PersonalMember> members = [];
        foreach (var property in type.GetProperties())
        {
            if (property.GetCustomAttribute<PersonalAttribute>() is not { } personal) continue;
            InvalidOperationException Wrong(string why) => new($"{type.Name}.{property.Name} is [Personal], but {why}.");
            if (!IsNullable(property)) throw Wrong("not nullable: once the data is forgotten it reads as null");
            if (type.GetProperty(personal.Subject) is not { } subject) throw Wrong($"{type.Name} has no property {personal.Subject} to say whose data it is");
            if (subject.PropertyType != typeof(string) && (Nullable.GetUnderlyingType(subject.PropertyType) ?? subject.PropertyType) != typeof(Guid))
                throw Wrong($"its subject {subject.Name} is neither a string nor a Guid");
            if (subject.IsDefined(typeof(PersonalAttribute))) throw Wrong($"its subject {subject.Name} is so as well: the subject must be a pseudonym");
            members.Add(new PersonalMember(
                NameOf(json, property) ?? throw Wrong("it is no member of the JSON"),
                NameOf(json, subject) ?? throw Wrong($"its subject {subject.Name} is no member of the JSON"),
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
