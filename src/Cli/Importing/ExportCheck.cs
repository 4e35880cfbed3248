using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Cli.Importing;

/// <summary>Reads exports as the server will, so that nothing is created for files that it would refuse.</summary>
internal static class ExportCheck
{
    /// <summary>Why a file is refused; null when it is readable.</summary>
    public static string? Refusal(string path, CancellationToken cancellation)
    {
        if (!ExportArchive.FileTypes.TryGetValue(Path.GetExtension(path), out var type))
            return $"it is no chat export; {string.Join(", ", ExportArchive.FileTypes.Keys)} are accepted.";
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            using var opened = ExportArchive.Open(file, type, Path.GetTempPath(), new ArchiveLimits(), cancellation);
            TranscriptScanner.Scan(opened.Transcript, cancellation);
            return null;
        }
        catch (TranscriptException e)
        {
            return e.Message;
        }
    }
}
