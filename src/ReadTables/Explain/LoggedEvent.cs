using System.Text.Json;
using EventSourced.EventStore;

namespace EventSourced.ReadTables.Explain;

/// <summary>Metadata of an event, for display.</summary>
/// <param name="Position">Position in the log.</param>
/// <param name="RecordedAt">When it was decided.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Version">Version in the stream.</param>
/// <param name="Type">Name of its type, as stored.</param>
/// <param name="CommandId">The command that decided it, or null when unknown.</param>
/// <param name="Actor">Who sent the command, or null when unknown.</param>
/// <param name="CorrelationId">Its correlation id, or null.</param>
public sealed record LoggedEvent(
    long Position, DateTimeOffset RecordedAt, string Stream, long Version, string Type, string? CommandId, string? Actor, string? CorrelationId)
{
    /// <summary>Reads the metadata of an event.</summary>
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

    // Another program may have written the log without these headers.
    private static string? Text(JsonDocument headers, string name) =>
        headers.RootElement.ValueKind == JsonValueKind.Object && headers.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
