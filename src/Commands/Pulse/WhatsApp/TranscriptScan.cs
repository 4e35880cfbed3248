using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>The result of the first pass over a transcript.</summary>
public sealed record TranscriptScan
{
    /// <summary>The format of the time stamps, which is needed to read the file.</summary>
    public required TranscriptForm Form { get; init; }

    /// <summary>Number of messages; notices and system lines are not messages.</summary>
    public required long MessageCount { get; init; }

    /// <summary>Number of entries that have a sender but are not messages.</summary>
    public required long NoticeCount { get; init; }

    /// <summary>Number of entries without a sender.</summary>
    public required long SystemCount { get; init; }

    /// <summary>Number of lines that look like the start of a message and are read as text: quotations.</summary>
    public required long OtherFormLines { get; init; }

    /// <summary>Number of lines of the file.</summary>
    public required long LineCount { get; init; }

    /// <summary>Number of lines before the first message.</summary>
    public required long LinesBefore { get; init; }

    /// <summary>Name of the encoding.</summary>
    public required string Encoding { get; init; }

    /// <summary>Warnings that a person should check.</summary>
    public required IReadOnlyList<ImportWarning> Warnings { get; init; }

    /// <summary>Messages per day, for the days that have any, ascending.</summary>
    public required IReadOnlyDictionary<DateOnly, int> MessagesPerDay { get; init; }

    /// <summary>First day with a message.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>Last day with a message.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>Day of the first entry of the file: the chat may have earlier messages on this day.</summary>
    public required DateOnly BeginsOn { get; init; }

    /// <summary>Day of the last entry of the file: the chat may have later messages on this day.</summary>
    public required DateOnly EndsOn { get; init; }

    /// <summary>Earliest time of a message, as written.</summary>
    public required DateTime FirstWallTime { get; init; }

    /// <summary>Latest time of a message, as written.</summary>
    public required DateTime LastWallTime { get; init; }
}
