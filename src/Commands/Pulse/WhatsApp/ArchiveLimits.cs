namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Limits for unpacking an archive.</summary>
/// <param name="MaxTranscriptBytes">Maximum size of the transcript.</param>
/// <param name="MaxRatio">Maximum ratio of the transcript's size to its packed size.</param>
/// <param name="RatioFreeBytes">The ratio is not checked up to this size, because short repetitive chats compress well.</param>
/// <param name="MaxEntries">Maximum number of entries in an archive.</param>
public sealed record ArchiveLimits(
    long MaxTranscriptBytes = 4L * 1024 * 1024 * 1024, int MaxRatio = 200, long RatioFreeBytes = 10 * 1024 * 1024, int MaxEntries = 200_000)
{
    /// <summary>The default limits.</summary>
    public static ArchiveLimits Default { get; } = new();
}
