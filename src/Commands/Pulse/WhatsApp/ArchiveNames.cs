using System.IO.Compression;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>An entry of an archive with the parts of its name that matter. Names are read, never used as paths.</summary>
internal sealed record NamedEntry(ZipArchiveEntry Entry, string BaseName, bool Unsafe)
{
    public bool IsText => BaseName.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);

    public bool IsArchive => BaseName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    public bool IsWhatsAppChat => IsText && BaseName.StartsWith("WhatsApp Chat", StringComparison.OrdinalIgnoreCase);

    /// <summary>Other languages name the file "Chat de WhatsApp con …", "Discussion WhatsApp avec …".</summary>
    public bool NamesWhatsApp => IsText && BaseName.Contains("WhatsApp", StringComparison.OrdinalIgnoreCase);

    /// <summary>The files of an archive, without folders and without what macOS adds.</summary>
    public static IEnumerable<NamedEntry> Of(ZipArchive archive)
    {
        foreach (var entry in archive.Entries)
        {
            var parts = entry.FullName.Split('/', '\\');
            var name = parts[^1];
            if (name.Length == 0 || parts[0] == "__MACOSX" || name.StartsWith("._", StringComparison.Ordinal) || name == ".DS_Store") continue;
            var escapes = parts[0].Length == 0 || parts[0].EndsWith(':') || parts.Any(part => part is ".." or ".");
            yield return new NamedEntry(entry, name, escapes || name.Any(char.IsControl));
        }
    }
}
