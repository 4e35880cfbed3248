using System.Globalization;
using EventSourced.Api.Hosting;
using EventSourced.Commands.Rabbit.Sessions;

namespace EventSourced.Api.Rabbit;

/// <summary>The multipart form of a spoken turn.</summary>
/// <param name="Session">The session.</param>
/// <param name="Turn">The turn.</param>
/// <param name="TurnWasGiven">Whether the caller chose its id: it may have been sent before.</param>
/// <param name="Audio">The recording.</param>
/// <param name="ContentType">Its content type.</param>
/// <param name="Transcription">The transcription, if the caller has one.</param>
/// <param name="Timestamp">Time of the turn by the caller's clock.</param>
/// <param name="DurationMs">Length in ms.</param>
/// <param name="Language">Its language; null for the session's.</param>
internal sealed record AudioForm(
    Guid Session, Guid Turn, bool TurnWasGiven, Spool Audio, string ContentType, string? Transcription, DateTimeOffset? Timestamp, int? DurationMs, string? Language)
{
    /// <summary>Names of the parts other than the recording.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["sessionId", "turnId", "transcription", "timestamp", "durationMs", "language"];

    /// <summary>The form from its parts.</summary>
    /// <exception cref="RabbitException">A part is missing or not valid.</exception>
    public static AudioForm Of(IReadOnlyDictionary<string, string> parts, Spool? audio, string? contentType)
    {
        string? Part(string name, int max) => RequestText.Check(parts.GetValueOrDefault(name) is { Length: > 0 } text ? text : null, name, max);
        var session = RequestText.Session(Part("sessionId", RequestText.MaxId));
        if (audio is not { Length: > 0 }) throw RabbitException.Invalid("The part audio is missing or empty.");
        var turn = Part("turnId", RequestText.MaxId);
        return new AudioForm(
            session, RequestText.IdOrNew(turn, "turnId"), turn is not null, audio, TypeOf(contentType), Part("transcription", RequestText.MaxText),
            RequestText.Time(Part("timestamp", RequestText.MaxId)), Duration(Part("durationMs", RequestText.MaxId)), RequestText.Language(Part("language", RequestText.MaxId)));
    }

    private static string TypeOf(string? type) =>
        type is not null && (type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) || type.StartsWith("video/", StringComparison.OrdinalIgnoreCase)) ? type : "audio/webm";

    private static int? Duration(string? text) =>
        text is null ? null
        : !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) ? throw RabbitException.Invalid("durationMs must be a whole number of milliseconds.")
        : ms is < VoiceLength.MinMs or > VoiceLength.MaxMs ? throw RabbitException.Invalid($"The recording is {ms} ms long; {VoiceLength.MinMs} to {VoiceLength.MaxMs} ms are possible.")
        : ms;
}
