namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>What a line that starts with a time stamp is.</summary>
public enum EntryKind
{
    /// <summary>Written by a person: text, media, a poll, a place, a contact.</summary>
    Message,

    /// <summary>Has a sender but no person wrote it: deleted messages, missed calls, and on iOS all system notices.</summary>
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

    /// <summary>Whether the entry stands for media, whether in the export or left out of it.</summary>
    public bool IsMedia { get; init; }

    /// <summary>Whether the media were left out of the export.</summary>
    public bool IsOmitted { get; init; }

    /// <summary>Whether the message was marked as edited; the mark is not part of the text.</summary>
    public bool Edited { get; init; }

    /// <summary>The words of a person in it: without the words of polls, places, contacts and unknown marks. Null when they are the text.</summary>
    public string? Spoken { get; init; }

    /// <summary>Line of the file the entry starts on, from 1.</summary>
    public required long LineNumber { get; init; }

    /// <summary>Number of its export, from 0, in a file of several that were joined: what two of them hold is one message.</summary>
    public int Export { get; init; }
}
