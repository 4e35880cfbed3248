using System.IO.Compression;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>An archive entry with the parts of its name that are used. Names are only compared, never used as paths.</summary>
internal sealed record NamedEntry(ZipArchiveEntry Entry, IReadOnlyList<string> Spellings, bool Unsafe)
{
    /// <summary>Its name, or the likeliest spelling if its encoding is unknown.</summary>
    public string BaseName => Spellings[0];

    public bool IsText => BaseName.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);

    public bool IsArchive => BaseName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    public bool IsWhatsAppChat => IsText && BaseName.StartsWith("WhatsApp Chat", StringComparison.OrdinalIgnoreCase);

    /// <summary>In other languages the file is named "Chat de WhatsApp con …", "Discussion WhatsApp avec …".</summary>
    public bool NamesWhatsApp => IsText && BaseName.Contains("WhatsApp", StringComparison.OrdinalIgnoreCase);

    /// <summary>The files of an archive, without folders and without the files that macOS adds.</summary>
    public static IEnumerable<NamedEntry> Of(ZipArchive archive)
    {
        foreach (var entry in archive.Entries)
        {
            var spellings = RawNameEncoding.Spellings(entry.FullName);
            var parts = spellings[0].Split('/', '\\');
            var name = parts[^1];
            if (name.Length == 0 || parts[0] == "__MACOSX" || name.StartsWith("._", StringComparison.Ordinal) || name == ".DS_Store") continue;
            var escapes = parts[0].Length == 0 || parts[0].EndsWith(':') || parts.Any(part => part is ".." or ".");
            yield return new NamedEntry(entry, [.. spellings.Select(s => s.Split('/', '\\')[^1]).Where(s => s.Length > 0)], escapes || name.Any(char.IsControl));
        }
    }
}
