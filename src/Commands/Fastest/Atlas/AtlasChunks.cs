using System.Text;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>The texts of a project that can be searched (§3.7): the start of each code file, and each decision.</summary>
public static class AtlasChunks
{
    /// <summary>Largest file of which a chunk is made, in bytes.</summary>
    public const long MaxBytes = 400_000;

    private const int MaxCharacters = 4_000;

    // The specification names no list: formats of pictures, sound, fonts, archives, documents, programs and databases.
    private static readonly HashSet<string> s_binary = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".ico", ".tif", ".tiff", ".heic", ".psd", ".mp3", ".wav", ".ogg", ".flac", ".m4a", ".mp4", ".mov", ".avi", ".mkv", ".webm",
        ".woff", ".woff2", ".ttf", ".otf", ".eot", ".zip", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".tar", ".jar", ".war", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx",
        ".exe", ".dll", ".so", ".dylib", ".o", ".obj", ".a", ".lib", ".class", ".pyc", ".wasm", ".bin", ".dat", ".db", ".sqlite", ".sqlite3",
    };

    /// <summary>The files to read, in the order of the manifest. A file whose text is blank has no chunk and does not count.</summary>
    /// <param name="tree">Tree of the snapshot.</param>
    public static IEnumerable<TreeEntry> Candidates(FileTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return tree.Entries.Where(e => e.IsFile && e.Size <= MaxBytes && !AtlasPaths.IsSkipped(e.Path) && !s_binary.Contains(Path.GetExtension(e.Path)));
    }

    /// <summary>The chunk of a file; null if it is blank, not text, or larger than its manifest says.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="file">The file.</param>
    /// <param name="content">Its bytes.</param>
    public static AtlasChunk? Of(Guid projectId, in TreeEntry file, ReadOnlySpan<byte> content)
    {
        if (content.Length > MaxBytes || content.Contains((byte)0)) return null;
        var text = AtlasText.Cut(Encoding.UTF8.GetString(content), MaxCharacters);
        if (string.IsNullOrWhiteSpace(text)) return null;
        var (concept, hash) = (AtlasPaths.Code(file.Path), file.Hash.ToString());
        return new(AtlasIds.Of(projectId, "chunk", "code", file.Path, hash), concept, "code", text, file.Path, hash);
    }

    /// <summary>The chunk of a decision.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="decision">The decision.</param>
    public static AtlasChunk Of(Guid projectId, AtlasDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var text = AtlasText.Cut($"{decision.Text}\n{decision.Rationale}", MaxCharacters);
        return new(AtlasIds.Of(projectId, "chunk", "decision", decision.Id, text), null, "decision", text, null, null);
    }
}
