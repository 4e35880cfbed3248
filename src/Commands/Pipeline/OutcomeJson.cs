using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EventSourced.EventStore.Personal;

namespace EventSourced.Commands.Pipeline;

/// <summary>JSON of stored outcomes: snake_case, without nulls.</summary>
public static class OutcomeJson
{
    /// <summary>How results and problems are written.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>JSON of a result, or null.</summary>
    /// <param name="result">The result.</param>
    /// <exception cref="InvalidOperationException">It has personal members: results are stored unencrypted.</exception>
    public static string? Of(object? result)
    {
        if (result is null) return null;
        var json = Options.GetTypeInfo(result.GetType());
        return PersonalFields.Of(json) is null ? JsonSerializer.Serialize(result, json)
            : throw new InvalidOperationException($"{json.Type.Name} has [Personal] members and is the result of a command: results are stored unencrypted. Return ids, and let the caller read the data.");
    }

    /// <summary>The problem that a stored outcome holds.</summary>
    /// <param name="json">Its JSON.</param>
    public static Problem? Problem(string? json) => json is null ? null : JsonSerializer.Deserialize<Problem>(json, Options);
}
