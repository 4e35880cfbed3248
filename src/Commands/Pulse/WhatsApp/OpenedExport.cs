using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>An upload that is ready to be read. Disposing it removes the temporary copy of the transcript; the upload itself stays open.</summary>
public sealed class OpenedExport : IDisposable
{
    private readonly bool _isTemporary;

    internal OpenedExport(Stream transcript, string? transcriptName, bool isTemporary) => (Transcript, TranscriptName, _isTemporary) = (transcript, transcriptName, isTemporary);

    /// <summary>The transcript, seekable.</summary>
    public Stream Transcript { get; }

    /// <summary>Base name of the transcript in the archive, or null when the upload is the transcript.</summary>
    public string? TranscriptName { get; }

    /// <summary>Warnings about files of the archive that were left out, except media.</summary>
    public IReadOnlyList<ImportWarning> Warnings { get; init; } = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isTemporary) Transcript.Dispose();
    }
}
