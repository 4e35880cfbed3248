namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>One utterance of a speaker.</summary>
public sealed record Utterance
{
    /// <summary>Code or name of the speaker.</summary>
    public required string Speaker { get; init; }

    /// <summary>The text as written in the file, continuation lines joined by a space, without time bullets.</summary>
    public required string Text { get; init; }

    /// <summary>The spoken words, without the transcriber's codes; empty if nothing was intelligible.</summary>
    public required string Spoken { get; init; }

    /// <summary>First line of the utterance in the file, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The terminator of CHAT, such as <c>.</c> or <c>+...</c>; null in other formats.</summary>
    public string? Terminator { get; init; }

    /// <summary>Start within the recording in milliseconds, or null.</summary>
    public long? StartMs { get; init; }

    /// <summary>End within the recording in milliseconds, or null.</summary>
    public long? EndMs { get; init; }

    /// <summary>Time of the utterance, or null.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Length of the utterance's recording, or null.</summary>
    public long? DurationMs { get; init; }

    /// <summary>The answer stored with the utterance, or null if answers are separate utterances.</summary>
    public string? Response { get; init; }

    /// <summary>Id of the turn in the system of origin, or null.</summary>
    public string? TurnId { get; init; }

    /// <summary>Id of the session in the system of origin, or null.</summary>
    public string? SessionId { get; init; }
}
