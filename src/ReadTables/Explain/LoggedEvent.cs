using System.Text.Json;
using EventSourced.EventStore;

namespace EventSourced.ReadTables.Explain;

/// <summary>What is known of an event besides its data, for people.</summary>
/// <param name="Position">Place in the log.</param>
/// <param name="RecordedAt">When it was decided.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Version">Place in the stream.</param>
/// <param name="Type">Name of its type, as stored.</param>
/// <param name="CommandId">The command that decided it, or null when the log does not say.</param>
/// <param name="Actor">Who asked, or null when the log does not say.</param>
/// <param name="CorrelationId">What it belongs to, or null.</param>
public sealed record LoggedEvent(
    long Position, DateTimeOffset RecordedAt, string Stream, long Version, string Type, string? CommandId, string? Actor, string? CorrelationId)
{
    /// <summary>Reads it from the log's event.</summary>
    /// <param name="e">The event.</param>
    public static LoggedEvent Of(RecordedEvent e)
    {
        var (command, actor) = (default(string), default(string));
        if (!e.Headers.IsEmpty)
        {
            using var headers = JsonDocument.Parse(e.Headers);
            (command, actor) = (Text(headers, "command_id"), Text(headers, "actor"));
        }
        return new(e.Position, e.RecordedAt, e.StreamId, e.Version, e.Type, command, actor, e.CorrelationId);
    }

    // A log may have been filled by another program: what is not there is not known.
    private static string? Text(JsonDocument headers, string name) =>
        headers.RootElement.ValueKind == JsonValueKind.Object && headers.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
