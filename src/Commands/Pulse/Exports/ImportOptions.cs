using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>Limits of the import of exports.</summary>
public sealed record ImportOptions
{
    /// <summary>Folder for unpacked transcripts. The files are unlinked while they are open.</summary>
    public string TempFolder { get; init; } = Path.Combine(Path.GetTempPath(), "eventsourced-import");

    /// <summary>Limits of the transcript in an archive.</summary>
    public ArchiveLimits Limits { get; init; } = new();

    /// <summary>Maximum number of days that are recorded together.</summary>
    public int MaxDays { get; init; } = 32;

    /// <summary>Number of messages from which on the completed days are recorded.</summary>
    public int MaxMessages { get; init; } = 20_000;

    /// <summary>Delays before the retries of a recoverable failure within one attempt; their number is the number of retries.</summary>
    public IReadOnlyList<TimeSpan> Pauses { get; init; } = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20)];
}
