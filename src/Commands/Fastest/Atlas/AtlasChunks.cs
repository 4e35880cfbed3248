using System.Text;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Text;
using EventSourced.Contracts.Fastest;

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

    /// <summary>Why a file has no chunk, as far as its manifest says; null when its content decides.</summary>
    /// <param name="file">The file.</param>
    public static string? SkipReason(in TreeEntry file) =>
        AtlasPaths.SkipReason(file.Path) ?? (s_binary.Contains(Path.GetExtension(file.Path)) ? AtlasSkips.Binary : file.Size > MaxBytes ? AtlasSkips.TooLarge : null);

    /// <summary>Why a content has no chunk, or null.</summary>
    /// <param name="content">The bytes of a file; one more than <see cref="MaxBytes"/> of a larger one.</param>
    public static string? SkipReason(ReadOnlySpan<byte> content) =>
        content.Length > MaxBytes ? AtlasSkips.TooLarge : content.Contains((byte)0) ? AtlasSkips.Binary : string.IsNullOrWhiteSpace(TextOf(content)) ? AtlasSkips.Blank : null;

    /// <summary>The id of a file's chunk: that of its path and its content.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="file">The file.</param>
    public static string IdOf(Guid projectId, in TreeEntry file) => AtlasIds.Of(projectId, "chunk", "code", file.Path, file.Hash.ToString());

    /// <summary>The chunk of a file whose content has no reason against it.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="file">The file.</param>
    /// <param name="content">Its bytes.</param>
    public static AtlasChunk Of(Guid projectId, in TreeEntry file, ReadOnlySpan<byte> content) =>
        new(IdOf(projectId, file), AtlasPaths.Code(file.Path), "code", TextOf(content), file.Path, file.Hash.ToString());

    /// <summary>The chunk of a decision.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="decision">The decision.</param>
    public static AtlasChunk Of(Guid projectId, AtlasDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var text = TextCut.Head($"{decision.Text}\n{decision.Rationale}", MaxCharacters);
        return new(AtlasIds.Of(projectId, "chunk", "decision", decision.Id, text), null, "decision", text, null, null);
    }

    private static string TextOf(ReadOnlySpan<byte> content) => TextCut.Head(Encoding.UTF8.GetString(content), MaxCharacters);
}
