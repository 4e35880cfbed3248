using System.Text.Json;
using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.Commands.Deciding;

/// <summary>An event of a stream with its metadata.</summary>
/// <param name="Event">The event.</param>
/// <param name="Version">Its version in the stream, from 1.</param>
/// <param name="Position">Its position in the log.</param>
/// <param name="RecordedAt">When it was decided.</param>
/// <param name="CommandId">The command that decided it.</param>
public readonly record struct Fact(IEvent Event, long Version, long Position, DateTimeOffset RecordedAt, Guid CommandId)
{
    internal static Fact Of(RecordedEvent recorded, EventCodec codec) =>
        new((IEvent)codec.Decode(recorded), recorded.Version, recorded.Position, recorded.RecordedAt, CommandOf(recorded.Headers));

    private static Guid CommandOf(ReadOnlyMemory<byte> headers)
    {
        if (headers.IsEmpty) return default;
        var reader = new Utf8JsonReader(headers.Span);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1) continue;
            var wanted = reader.ValueTextEquals("command_id"u8);
            reader.Read();
            if (wanted) return reader.TryGetGuid(out var id) ? id : default;
            reader.Skip();
        }
        return default;
    }
}
