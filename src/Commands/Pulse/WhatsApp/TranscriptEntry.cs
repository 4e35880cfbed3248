namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>The kind of an entry.</summary>
public enum EntryKind
{
    /// <summary>Written by a person: text, media, a poll, a place, a contact.</summary>
    Message,

    /// <summary>Has a sender but was not written by a person: deleted messages, missed calls, and on iOS all system notices.</summary>
    Notice,

    /// <summary>Has no sender.</summary>
    System,
}

/// <summary>One entry of a transcript.</summary>
public sealed record TranscriptEntry
{
    /// <summary>Message, notice or system line. Only messages are counted and hashed.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>Local time as written, without a zone.</summary>
    public required DateTime WallTime { get; init; }

    /// <summary>The sender as written, without direction marks and without the "~ " of unsaved contacts; empty for system lines.</summary>
    public required string Sender { get; init; }

    /// <summary>The text, lines joined by LF, without marks; the caption when the entry is media.</summary>
    public required string Text { get; init; }

    /// <summary>Name of the attached file, when the transcript names it.</summary>
    public string? Attachment { get; init; }

    /// <summary>Whether the entry is media, included in the export or omitted.</summary>
    public bool IsMedia { get; init; }

    /// <summary>Whether the media were omitted from the export.</summary>
    public bool IsOmitted { get; init; }

    /// <summary>Whether the message was marked as edited; the mark is not part of the text.</summary>
    public bool Edited { get; init; }

    /// <summary>The words that a person wrote, without those of polls, locations, contacts and unknown marks. Null if that is the whole text.</summary>
    public string? Spoken { get; init; }

    /// <summary>Line on which the entry starts, from 1.</summary>
    public required long LineNumber { get; init; }

    /// <summary>Index of its export in a file of several joined exports; messages that two of them contain are counted once.</summary>
    public int Export { get; init; }
}
