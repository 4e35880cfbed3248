namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>What one speaker said in one go.</summary>
public sealed record Utterance
{
    /// <summary>Code or name of the speaker.</summary>
    public required string Speaker { get; init; }

    /// <summary>The text as the file has it, wrapped lines joined by a space, without time bullets.</summary>
    public required string Text { get; init; }

    /// <summary>The words that were said, without the transcriber's codes; empty when nothing could be understood.</summary>
    public required string Spoken { get; init; }

    /// <summary>Line of the file the utterance begins on, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>How CHAT ends the utterance, such as <c>.</c> or <c>+...</c>; null elsewhere.</summary>
    public string? Terminator { get; init; }

    /// <summary>Begin within the recording in milliseconds, or null.</summary>
    public long? StartMs { get; init; }

    /// <summary>End within the recording in milliseconds, or null.</summary>
    public long? EndMs { get; init; }

    /// <summary>When it was said, if the file knows.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Length of the recording of this utterance, if the file knows.</summary>
    public long? DurationMs { get; init; }

    /// <summary>The answer that the file keeps with the utterance, or null when answers are utterances of their own.</summary>
    public string? Response { get; init; }

    /// <summary>Id of the turn in the system the file came from, or null.</summary>
    public string? TurnId { get; init; }

    /// <summary>Id of the session in the system the file came from, or null.</summary>
    public string? SessionId { get; init; }
}
