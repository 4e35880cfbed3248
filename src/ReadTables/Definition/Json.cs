using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace EventSourced.ReadTables;

/// <summary>The value of a jsonb column.</summary>
/// <param name="Text">JSON text.</param>
public readonly record struct Json(string Text)
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>Serialises a value, with members in snake_case.</summary>
    /// <param name="value">A list, record or JSON element.</param>
    public static Json Of<T>(T value) => new(JsonSerializer.Serialize(value, s_options));

    /// <summary>Deserialises the value.</summary>
    public T? As<T>() => JsonSerializer.Deserialize<T>(Text, s_options);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
