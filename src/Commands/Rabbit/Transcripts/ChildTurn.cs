namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>One utterance of the child with the answers to it: a turn as the rabbit records it.</summary>
/// <param name="TurnId">Stable for the same utterance of the same file, so that a second import changes nothing.</param>
/// <param name="Identity">The scope of the id.</param>
/// <param name="SessionId">Name of the session in the file, or null.</param>
/// <param name="Text">The child's words; empty if nothing was intelligible.</param>
/// <param name="Verbatim">The utterance as written in the file.</param>
/// <param name="Response">The utterances of others until the child speaks again, joined by spaces; may be empty.</param>
/// <param name="Timestamp">Time of the turn, or null if the file has no times and no date. A turn of a dated recording without a time bullet follows directly after the utterance before it.</param>
/// <param name="StartMs">Start within the recording, or null.</param>
/// <param name="DurationMs">Length in milliseconds, or null.</param>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="ResponseIsCut">Whether the response was longer than a turn can hold and is cut.</param>
public sealed record ChildTurn(
    Guid TurnId, TurnIdentity Identity, string? SessionId, string Text, string Verbatim, string Response, DateTimeOffset? Timestamp, long? StartMs, long? DurationMs, int Line,
    bool ResponseIsCut);

/// <summary>The scope in which the id of a turn is unique.</summary>
public enum TurnIdentity
{
    /// <summary>Derived from the position in the file: another version of the file gives other ids.</summary>
    Position,

    /// <summary>A name within its session, which a later and longer export of the conversation repeats.</summary>
    Name,

    /// <summary>A UUID in the file.</summary>
    Unique,
}
