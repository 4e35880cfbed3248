using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Commands;

/// <summary>Reads the JSON body of a command and says every fault with its field.</summary>
internal static class CommandBody
{
    /// <summary>Most bytes of a command.</summary>
    public const long MaxBytes = 1024 * 1024;

    /// <summary>The record of a request: members of the body, and those that the address names.</summary>
    /// <param name="context">The request.</param>
    /// <typeparam name="T">The record.</typeparam>
    public static Task<T> ReadAsync<T>(HttpContext context) => ReadAsync<T>(context, context.Request.RouteValues);

    /// <summary>The record of a request whose address names no member of it.</summary>
    /// <inheritdoc cref="ReadAsync{T}(HttpContext)"/>
    public static Task<T> ReadBodyAsync<T>(HttpContext context) => ReadAsync<T>(context, []);

    private static async Task<T> ReadAsync<T>(HttpContext context, RouteValueDictionary address)
    {
        var body = await JsonBody.ReadAsync(context.Request, context.RequestAborted) ?? [];
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (name, value) in address)
        {
            if (!body.TryAdd(name, JsonValue.Create(value?.ToString())) && body[name]?.ToString() != value?.ToString())
                errors[name] = [$"The address says \"{value}\". Leave it out of the body, or make both equal."];
        }
        Check(body, CommandCatalog.Json.GetTypeInfo(typeof(T)), errors);
        if (errors.Count == 0)
        {
            try
            {
                return body.Deserialize<T>(CommandCatalog.Json)!;
            }
            catch (JsonException e)
            {
                errors[e.Path ?? "$"] = ["The value does not fit. See /openapi/v1.json."];
            }
        }
        throw JsonBody.Invalid(errors);
    }

    private static void Check(JsonObject body, JsonTypeInfo type, SortedDictionary<string, string[]> errors)
    {
        foreach (var (name, _) in body.Where(member => type.Properties.All(p => p.Name != member.Key)))
            errors[name] = [$"Unknown member. {Nearest.Hint(name, "Members", type.Properties.Select(p => p.Name))}"];
        foreach (var property in type.Properties)
        {
            if (!body.TryGetPropertyValue(property.Name, out var value))
            {
                if (property.IsRequired) errors[property.Name] = ["Missing."];
            }
            else if (value is null)
            {
                if (!property.IsSetNullable || (property.PropertyType.IsValueType && Nullable.GetUnderlyingType(property.PropertyType) is null))
                    errors[property.Name] = ["Must not be null."];
            }
            else if (!Fits(value, property.PropertyType))
            {
                errors[property.Name] = [$"{Shown(value)} does not fit; expected {CommandMember.FormOf(property.PropertyType)}."];
            }
            else
            {
                CheckItems(value, property.PropertyType, property.Name, errors);
            }
        }
    }

    // The serializer checks members for null, but not the items of lists and dictionaries. No list here may hold one.
    private static void CheckItems(JsonNode value, Type type, string path, SortedDictionary<string, string[]> errors)
    {
        var info = CommandCatalog.Json.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
        switch (info.Kind, value)
        {
            case (JsonTypeInfoKind.Enumerable, JsonArray items):
                for (var i = 0; i < items.Count; i++) Item(items[i], $"{path}[{i}]");
                break;
            case (JsonTypeInfoKind.Dictionary, JsonObject members):
                foreach (var (name, item) in members) Item(item, $"{path}.{name}");
                break;
            case (JsonTypeInfoKind.Object, JsonObject members):
                foreach (var property in info.Properties)
                    if (members.TryGetPropertyValue(property.Name, out var member) && member is not null) CheckItems(member, property.PropertyType, $"{path}.{property.Name}", errors);
                break;
        }

        void Item(JsonNode? item, string place)
        {
            if (item is null) errors[place] = ["Must not be null."];
            else CheckItems(item, info.ElementType!, place, errors);
        }
    }

    private static bool Fits(JsonNode value, Type type)
    {
        try
        {
            value.Deserialize(type, CommandCatalog.Json);
            return true;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string Shown(JsonNode value) => value.ToJsonString() is var text && text.Length > 60 ? text[..60] + "…" : text;
}
