using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>What one pass over a transcript tells.</summary>
public sealed record TranscriptScan
{
    /// <summary>How the file writes time stamps; needed to read it.</summary>
    public required TranscriptForm Form { get; init; }

    /// <summary>Messages; notices and system lines are not messages.</summary>
    public required long MessageCount { get; init; }

    /// <summary>Entries that have a sender and are no messages.</summary>
    public required long NoticeCount { get; init; }

    /// <summary>Entries without a sender.</summary>
    public required long SystemCount { get; init; }

    /// <summary>Lines that look like the start of a message and are taken as text: quotations.</summary>
    public required long OtherFormLines { get; init; }

    /// <summary>Lines of the file.</summary>
    public required long LineCount { get; init; }

    /// <summary>Lines before the first message.</summary>
    public required long LinesBefore { get; init; }

    /// <summary>Name of the encoding.</summary>
    public required string Encoding { get; init; }

    /// <summary>What people should look at.</summary>
    public required IReadOnlyList<ImportWarning> Warnings { get; init; }

    /// <summary>Messages per day, for the days that have any, ascending.</summary>
    public required IReadOnlyDictionary<DateOnly, int> MessagesPerDay { get; init; }

    /// <summary>First day with a message.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>Last day with a message.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>Day of the first entry of the file: the chat may hold more of this day than the file.</summary>
    public required DateOnly BeginsOn { get; init; }

    /// <summary>Day of the last entry of the file: the chat may hold more of this day than the file.</summary>
    public required DateOnly EndsOn { get; init; }

    /// <summary>Earliest time of a message, as written.</summary>
    public required DateTime FirstWallTime { get; init; }

    /// <summary>Latest time of a message, as written.</summary>
    public required DateTime LastWallTime { get; init; }
}
