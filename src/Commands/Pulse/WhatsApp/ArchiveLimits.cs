namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>How far an archive may grow while it is unpacked.</summary>
/// <param name="MaxTranscriptBytes">Largest transcript.</param>
/// <param name="MaxRatio">Largest growth of the transcript over its packed size.</param>
/// <param name="RatioFreeBytes">Up to this size the ratio does not matter: short repetitive chats pack well.</param>
/// <param name="MaxEntries">Most entries of an archive.</param>
public sealed record ArchiveLimits(
    long MaxTranscriptBytes = 4L * 1024 * 1024 * 1024, int MaxRatio = 200, long RatioFreeBytes = 10 * 1024 * 1024, int MaxEntries = 200_000)
{
    /// <summary>The limits used when nothing else is configured.</summary>
    public static ArchiveLimits Default { get; } = new();
}
