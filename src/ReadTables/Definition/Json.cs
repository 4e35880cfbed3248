using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace EventSourced.ReadTables;

/// <summary>The value of a jsonb column.</summary>
public readonly struct Json : IEquatable<Json>
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    // A string, or a value that is serialised when its text is read: an event may set a column that the next event sets again.
    private readonly object? _value;

    /// <summary>A value of known JSON.</summary>
    /// <param name="text">JSON text.</param>
    public Json(string text) => _value = text;

    private Json(Unserialized value) => _value = value;

    /// <summary>JSON text; null if the column was not set.</summary>
    public string Text => _value is Unserialized value ? value.Text : (string)_value!;

    /// <summary>Whether the column was not set.</summary>
    internal bool IsUnset => _value is null;

    /// <summary>Serialises a value, with members in snake_case. The value must not change afterwards.</summary>
    /// <param name="value">A list, record or JSON element.</param>
    public static Json Of<T>(T value) => new(new Unserialized<T>(value));

    /// <summary>Deserialises the value.</summary>
    public T? As<T>() => JsonSerializer.Deserialize<T>(Text, s_options);

    /// <inheritdoc/>
    public bool Equals(Json other) => Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Json other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Text?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Whether two values have the same text.</summary>
    public static bool operator ==(Json one, Json other) => one.Equals(other);

    /// <summary>Whether two values have different texts.</summary>
    public static bool operator !=(Json one, Json other) => !one.Equals(other);

    private abstract class Unserialized
    {
        public abstract string Text { get; }
    }

    private sealed class Unserialized<T>(T value) : Unserialized
    {
        private T? _value = value;
        private string? _text;

        public override string Text
        {
            get
            {
                if (_text is not null) return _text;
                _text = JsonSerializer.Serialize(_value, s_options);
                _value = default;
                return _text;
            }
        }
    }
}
