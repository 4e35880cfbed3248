using System.Text.Json;

namespace EventSourced.Api.Tests.Fuzz;

/// <summary>An operation of the OpenAPI document: the parts that the fuzz test uses.</summary>
internal sealed record FuzzOperation(string Method, string Path, IReadOnlyList<(string Name, string In)> Parameters, string? BodyType, IReadOnlyList<(string Name, string Type)> Members, IReadOnlySet<string> ErrorTypes)
{
    public static IReadOnlyList<FuzzOperation> Of(JsonElement document)
    {
        var all = new List<FuzzOperation>();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject().Where(o => o.Value.ValueKind == JsonValueKind.Object))
                all.Add(Of(document, path.Name, operation.Name.ToUpperInvariant(), operation.Value));
        return all;
    }

    private static FuzzOperation Of(JsonElement document, string path, string method, JsonElement operation)
    {
        var parameters = operation.TryGetProperty("parameters", out var declared)
            ? declared.EnumerateArray().Select(p => (p.GetProperty("name").GetString()!, p.GetProperty("in").GetString()!)).ToList()
            : [];
        string? type = null;
        var members = new List<(string, string)>();
        if (operation.TryGetProperty("requestBody", out var body) && body.GetProperty("content").EnumerateObject().FirstOrDefault() is { Name: { } media } content)
        {
            type = media;
            if (content.Value.TryGetProperty("schema", out var schema) && Resolve(document, schema).TryGetProperty("properties", out var properties))
                members.AddRange(properties.EnumerateObject().Select(p => (p.Name, TypeOf(Resolve(document, p.Value)))));
        }
        var errors = operation.TryGetProperty("responses", out var responses)
            ? responses.EnumerateObject().Where(r => r.Name[0] == '4' && r.Value.TryGetProperty("content", out _)).SelectMany(r => r.Value.GetProperty("content").EnumerateObject().Select(c => c.Name)).ToHashSet()
            : [];
        errors.Add("application/problem+json");
        return new(method, path, parameters, type, members, errors);
    }

    private static JsonElement Resolve(JsonElement document, JsonElement schema)
    {
        while (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference))
            schema = reference.GetString()!.TrimStart('#', '/').Split('/').Aggregate(document, (at, part) => at.GetProperty(part));
        return schema;
    }

    private static string TypeOf(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? "any"
        : (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().First(t => t.GetString() != "null").GetString()! : type.GetString()!)
            + (schema.TryGetProperty("format", out var format) ? $":{format.GetString()}" : "");
}
