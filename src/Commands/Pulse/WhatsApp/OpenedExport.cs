using System.Text;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>An upload that is ready to be read. Disposing it removes the temporary copy of the transcript; the upload itself stays open.</summary>
public sealed class OpenedExport : IDisposable
{
    private readonly Stream? _temporary;
    private readonly Dictionary<string, ArchiveEntry> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ArchiveEntry> _byStoredName = new(StringComparer.OrdinalIgnoreCase);

    internal OpenedExport(Stream transcript, string? transcriptName, IReadOnlyList<ArchiveEntry> attachments, bool temporary)
    {
        Transcript = transcript;
        TranscriptName = transcriptName;
        Attachments = [.. attachments.Where(a => a.IsName)];
        _temporary = temporary ? transcript : null;
        foreach (var entry in attachments)
        {
            _byName.TryAdd(entry.Name, entry);
            _byStoredName.TryAdd(StoredName(entry.Name), entry);
        }
    }

    /// <summary>The transcript, seekable.</summary>
    public Stream Transcript { get; }

    /// <summary>Base name of the transcript in the archive, or null when the upload is the transcript.</summary>
    public string? TranscriptName { get; }

    /// <summary>Warnings about files of the archive that were left out, except media.</summary>
    public IReadOnlyList<ImportWarning> Warnings { get; init; } = [];

    /// <summary>All other files of the archive; empty when the upload is the transcript.</summary>
    public IReadOnlyList<ArchiveEntry> Attachments { get; }

    /// <summary>The file that a message refers to, or null if the archive does not contain it. iOS stores "a: b.pdf" as "a_ b.pdf".</summary>
    /// <param name="referencedName">The name in the message.</param>
    public ArchiveEntry? FindAttachment(string referencedName)
    {
        ArgumentNullException.ThrowIfNull(referencedName);
        return _byName.GetValueOrDefault(referencedName) ?? _byStoredName.GetValueOrDefault(StoredName(referencedName));
    }

    /// <inheritdoc/>
    public void Dispose() => _temporary?.Dispose();

    /// <summary>The name with all characters replaced that file systems reject, in composed Unicode form, because macOS decomposes letters and accents.</summary>
    private static string StoredName(string name)
    {
        var stored = new StringBuilder(name.Length);
        foreach (var c in Marks.Clean(name))
        {
            stored.Append(c is ':' or '/' or '\\' or '*' or '?' or '"' or '<' or '>' or '|' || char.IsControl(c) ? '_' : c);
        }
        return Normalization.Safe(stored.ToString(), NormalizationForm.FormC).Trim();
    }
}
