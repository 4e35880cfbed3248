using System.Buffers;
using System.Data.Common;
using System.Text;
using System.Text.Json;
using Marten;
using Npgsql;
using NpgsqlTypes;
using Weasel.Core;

namespace EventSourced.EventStore.Log;

/// <summary>
/// Marten's serializer. The codec serialises events by their source-generated types, and encrypts and decrypts their personal members. System.Text.Json
/// serialises everything else, such as headers and documents.
/// </summary>
/// <param name="codec">How events are written.</param>
internal sealed class EventSerializer(EventCodec codec) : Marten.ISerializer
{
    private static readonly JsonSerializerOptions s_other = new(JsonSerializerDefaults.Web);

    public EnumStorage EnumStorage => EnumStorage.AsString;

    public Casing Casing => Casing.CamelCase;

    public ValueCasting ValueCasting => ValueCasting.Strict;

    public void WriteTo(IBufferWriter<byte> writer, object? value)
    {
        switch (value)
        {
            case EncodedEvent e:
                writer.Write(e.Json);
                break;
            case Contracts.IEvent e:
                // Marten's interface is synchronous. Appends through IEventStore do not reach this case: their events are encoded before.
                writer.Write(codec.EncodeAsync(e).AsTask().GetAwaiter().GetResult().Data);
                break;
            default:
                using (var json = new Utf8JsonWriter(writer)) JsonSerializer.Serialize(json, value, value?.GetType() ?? typeof(object), s_other);
                break;
        }
    }

    public string ToJson(object? document)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteTo(buffer, document);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public string ToCleanJson(object? document) => ToJson(document);

    public string ToJsonWithTypes(object document) => ToJson(document);

    public void WriteToCleanJson(IBufferWriter<byte> writer, object? value) => WriteTo(writer, value);

    public void WriteToJsonWithTypes(IBufferWriter<byte> writer, object value) => WriteTo(writer, value);

    public void WriteToParameter(NpgsqlParameter parameter, object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteTo(buffer, value);
        (parameter.NpgsqlDbType, parameter.Value) = (NpgsqlDbType.Jsonb, buffer.WrittenSpan.ToArray());
    }

    public T FromJson<T>(DbDataReader reader, int index) => (T)FromJson(typeof(T), reader, index);

    public object FromJson(Type type, DbDataReader reader, int index) => Read(type, reader.GetFieldValue<byte[]>(index));

    public async ValueTask<T> FromJsonAsync<T>(DbDataReader reader, int index, CancellationToken cancellationToken = default) =>
        (T)await FromJsonAsync(typeof(T), reader, index, cancellationToken);

    public async ValueTask<object> FromJsonAsync(Type type, DbDataReader reader, int index, CancellationToken cancellationToken = default) =>
        Read(type, await reader.GetFieldValueAsync<byte[]>(index, cancellationToken));

    public T FromJson<T>(Stream stream) => (T)FromJson(typeof(T), stream);

    public object FromJson(Type type, Stream stream)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return Read(type, memory.ToArray());
    }

    public async ValueTask<T> FromJsonAsync<T>(Stream stream, CancellationToken cancellationToken = default) => (T)await FromJsonAsync(typeof(T), stream, cancellationToken);

    public async ValueTask<object> FromJsonAsync(Type type, Stream stream, CancellationToken cancellationToken = default)
    {
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, cancellationToken);
        return Read(type, memory.ToArray());
    }

    private object Read(Type type, byte[] json) => typeof(Contracts.IEvent).IsAssignableFrom(type)
        ? codec.Decode(codec.Catalog.Of(type).Name, json)
        : JsonSerializer.Deserialize(json, type, s_other) ?? throw new JsonException($"A {type.Name} is JSON null.");
}
