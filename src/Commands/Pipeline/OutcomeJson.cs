using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventSourced.Commands.Pipeline;

/// <summary>JSON of stored outcomes: snake_case, nulls left out.</summary>
public static class OutcomeJson
{
    /// <summary>How results and problems are written.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>JSON of a result, or null.</summary>
    /// <param name="result">The result.</param>
    public static string? Of(object? result) => result is null ? null : JsonSerializer.Serialize(result, result.GetType(), Options);

    /// <summary>The problem that a stored outcome holds.</summary>
    /// <param name="json">Its JSON.</param>
    public static Problem? Problem(string? json) => json is null ? null : JsonSerializer.Deserialize<Problem>(json, Options);
}
