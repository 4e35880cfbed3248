using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EventSourced.EventStore.Log;

/// <summary>Reads the value at which a reader is, and leaves the reader at its end.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
/// <param name="reader">The reader.</param>
/// <exception cref="InvalidOperationException">It is of another type.</exception>
/// <exception cref="FormatException">It has another format.</exception>
/// <exception cref="JsonException">It is no JSON.</exception>
internal delegate T ReadValue<out T>(ref Utf8JsonReader reader);

/// <summary>How values of members are read: the same results as System.Text.Json with its default options.</summary>
internal static class JsonValues
{
    private static readonly Dictionary<Type, Delegate> s_plain = new Delegate[]
    {
        (ReadValue<string?>)((ref Utf8JsonReader reader) => reader.GetString()),
        (ReadValue<bool>)((ref Utf8JsonReader reader) => reader.GetBoolean()),
        (ReadValue<int>)((ref Utf8JsonReader reader) => reader.GetInt32()),
        (ReadValue<long>)((ref Utf8JsonReader reader) => reader.GetInt64()),
        (ReadValue<double>)((ref Utf8JsonReader reader) => reader.GetDouble()),
        (ReadValue<Guid>)((ref Utf8JsonReader reader) => reader.GetGuid()),
        (ReadValue<DateTimeOffset>)((ref Utf8JsonReader reader) => reader.GetDateTimeOffset()),
    }.ToDictionary(d => d.Method.ReturnType);

    /// <summary>Reads plain values of a type; null when the type is another.</summary>
    public static Delegate? PlainOf(Type type) => s_plain.GetValueOrDefault(type);

    /// <summary>Reads a value or null.</summary>
    public static ReadValue<T?> Optional<T>(ReadValue<T> value) where T : struct => (ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : value(ref reader);

    /// <summary>Reads a list.</summary>
    public static ReadValue<List<T>?> List<T>(ReadValue<T> item) => (ref Utf8JsonReader reader) =>
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.StartArray) throw new InvalidOperationException("A list is expected.");
        List<T> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(item(ref reader));
        return items;
    };

    /// <summary>Reads any other value by System.Text.Json.</summary>
    public static ReadValue<T?> Other<T>(JsonTypeInfo<T> json) => (ref Utf8JsonReader reader) => JsonSerializer.Deserialize(ref reader, json);
}
