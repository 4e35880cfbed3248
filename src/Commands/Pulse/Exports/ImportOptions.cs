using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>Bounds of the import of exports.</summary>
public sealed record ImportOptions
{
    /// <summary>Where transcripts from archives are unpacked, into files that have no name while they are read.</summary>
    public string TempFolder { get; init; } = Path.Combine(Path.GetTempPath(), "eventsourced-import");

    /// <summary>How far a transcript in an archive may grow.</summary>
    public ArchiveLimits Limits { get; init; } = new();

    /// <summary>Most days that are recorded together.</summary>
    public int MostDays { get; init; } = 32;

    /// <summary>Messages from which on the completed days are recorded together.</summary>
    public int MostMessages { get; init; } = 20_000;

    /// <summary>Pauses before an export is tried again after a failure that may pass, within one attempt; their number is the number of tries.</summary>
    public IReadOnlyList<TimeSpan> Pauses { get; init; } = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20)];
}
