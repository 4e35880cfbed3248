using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.Commands.Modules;

/// <summary>A member of a command that is given as text: in an address or on a command line.</summary>
/// <param name="Member">The member.</param>
/// <param name="Description">Its documentation.</param>
public sealed record CommandMember(JsonPropertyInfo Member, string Description)
{
    /// <summary>The members of a command.</summary>
    /// <param name="command">The command record.</param>
    public static IReadOnlyList<CommandMember> Of(Type command) =>
        [.. CommandCatalog.Json.GetTypeInfo(command).Properties.Select(m => new CommandMember(m, XmlDocs.Parameter(command, ((PropertyInfo)m.AttributeProvider!).Name) ?? ""))];

    /// <summary>Its name: <c>community_id</c>.</summary>
    public string Name => Member.Name;

    /// <summary>The property of the record.</summary>
    public PropertyInfo Property => (PropertyInfo)Member.AttributeProvider!;

    /// <summary>Its type, without nullability.</summary>
    public Type Type => Nullable.GetUnderlyingType(Member.PropertyType) ?? Member.PropertyType;

    /// <summary>Whether it must be given.</summary>
    public bool IsRequired => Member.IsRequired && !Member.IsSetNullable;

    /// <summary>Whether it has no default, and may be null.</summary>
    internal bool MayBeNull => Member.IsRequired && Member.IsSetNullable;

    /// <summary>Parses a text to JSON; null when it is not valid. Strings are given without JSON's quotes.</summary>
    /// <param name="text">The text.</param>
    public JsonNode? Parse(string text)
    {
        try
        {
            var value = Type == typeof(string) || Type == typeof(Guid) || Type == typeof(DateOnly) || Type == typeof(DateTimeOffset) ? JsonValue.Create(text)
                : Type == typeof(bool) && text is "0" or "1" ? JsonValue.Create(text == "1")
                : JsonNode.Parse(text);
            return value.Deserialize(Member.PropertyType, CommandCatalog.Json) is null ? null : value;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Its form in error messages: <c>a date such as 2024-01-31</c>.</summary>
    public string Form => FormOf(Type);

    /// <summary>Its placeholder in the help of the command line: <c>YYYY-MM-DD</c>.</summary>
    public string Placeholder => Describe(Type).Placeholder;

    /// <summary>The form of a type in error messages.</summary>
    /// <param name="type">The type.</param>
    public static string FormOf(Type type) => Describe(Nullable.GetUnderlyingType(type) ?? type).Form;

    private static (string Form, string Placeholder) Describe(Type type) => type switch
    {
        var t when t == typeof(string) => ("text", "TEXT"),
        var t when t == typeof(Guid) => ("a uuid such as 0198c5a2-4d1f-7cc0-8000-000000000001", "UUID"),
        var t when t == typeof(DateOnly) => ("a date such as 2024-01-31", "YYYY-MM-DD"),
        var t when t == typeof(DateTimeOffset) => ("a time with its offset such as 2024-01-31T12:00:00Z", "TIME"),
        var t when t == typeof(bool) => ("true or false", "true|false"),
        var t when t == typeof(int) || t == typeof(long) => ("a whole number", "NUMBER"),
        var t when t.IsPrimitive => ("a number", "NUMBER"),
        _ => ("JSON of the schema in /openapi/v1.json", "JSON"),
    };
}
