namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>One utterance of the child with what it was answered: a turn as the rabbit records it.</summary>
/// <param name="TurnId">The same for the same utterance of the same file, so that a second import changes nothing.</param>
/// <param name="Identity">Whose id that is.</param>
/// <param name="SessionId">Session as the file names it, or null.</param>
/// <param name="Text">The child's words; empty when nothing could be understood.</param>
/// <param name="Verbatim">The utterance as the file has it.</param>
/// <param name="Response">What others said until the child spoke again, joined by a space; empty when nobody did.</param>
/// <param name="Timestamp">When it was said, or null when the file has no times and no date. A turn of a dated recording that has no time bullet comes just after what was said before it.</param>
/// <param name="StartMs">Begin within the recording, or null.</param>
/// <param name="DurationMs">Length in milliseconds, or null.</param>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="ResponseIsCut">Whether others said more than a turn can hold; the response is the beginning of it.</param>
public sealed record ChildTurn(
    Guid TurnId, TurnIdentity Identity, string? SessionId, string Text, string Verbatim, string Response, DateTimeOffset? Timestamp, long? StartMs, long? DurationMs, int Line,
    bool ResponseIsCut);

/// <summary>How far the id of a turn reaches.</summary>
public enum TurnIdentity
{
    /// <summary>The place in the file: another version of the file has other ids.</summary>
    Place,

    /// <summary>A name within its session, that a later and longer export of the conversation repeats.</summary>
    Name,

    /// <summary>A UUID of the file's own.</summary>
    Unique,
}
