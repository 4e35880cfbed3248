using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EventSourced.EventStore.Log;

/// <summary>
/// Reads the JSON of one event record. From some number of events on by a compiled <see cref="RecordReader"/>, where the record has one: compiling costs more than reading a few events. What that cannot
/// read is read again by System.Text.Json, which decides whether it is valid and says what is wrong.
/// </summary>
/// <param name="json">How System.Text.Json reads it.</param>
internal sealed class EventReader(JsonTypeInfo json)
{
    /// <summary>Number of events after which the reader is compiled.</summary>
    public const int CompiledAfter = 500;

    private ReadValue<object?>? _compiled;
    private int _read;

    /// <summary>Whether the reader is compiled.</summary>
    public bool IsCompiled => _compiled is not null;

    /// <summary>The event; null when the JSON is <c>null</c>.</summary>
    /// <param name="data">Its UTF-8 JSON.</param>
    /// <exception cref="JsonException">It does not match the type.</exception>
    public object? Read(ReadOnlySpan<byte> data)
    {
        if (_compiled is null && Interlocked.Increment(ref _read) == CompiledAfter) _compiled = RecordReader.TryCompile(json);
        if (_compiled is not null && TryRead(_compiled, data) is { } read) return read;
        return JsonSerializer.Deserialize(data, json);
    }

    private object? TryRead(ReadValue<object?> compiled, ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = json.Options.MaxDepth });
            reader.Read();
            var read = compiled(ref reader);
            // Throws when something follows.
            reader.Read();
            return read;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
