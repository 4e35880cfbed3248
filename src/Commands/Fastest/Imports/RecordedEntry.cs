using System.Text;
using System.Text.Json.Serialization;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Commands.Fastest.Imports;

/// <summary>A line of a recorded tree, as <c>git ls-tree</c> names things, with the SHA-256 of the bytes.</summary>
internal sealed record RecordedEntry
{
    private const int Permissions = 0x1FF;

    /// <summary>Path from the root of the tree.</summary>
    public string? Path { get; init; }

    /// <summary>Mode in octal digits: <c>100644</c>, <c>100755</c>, <c>120000</c>, <c>160000</c>, <c>040000</c>.</summary>
    public string? Mode { get; init; }

    /// <summary><c>blob</c>, <c>commit</c> or <c>tree</c>; without it the mode decides.</summary>
    public string? Type { get; init; }

    /// <summary>Bytes of a file.</summary>
    public long? Size { get; init; }

    /// <summary>SHA-256 of a file's bytes, hex.</summary>
    public string? Sha256 { get; init; }

    /// <summary>What a symbolic link refers to.</summary>
    public string? Target { get; init; }

    /// <summary>The entry of a manifest; or why there is none: a fault that ends the import, or a reason to leave the line out.</summary>
    public (TreeEntry? Entry, string? Fault, string? LeftOut) ToEntry()
    {
        if (Path is null) return (null, "\"path\" is missing", null);
        if (TreePath.Fault(Path) is { } fault) return (null, fault, null);
        if (ModeOf(Mode) is not { } mode) return (null, $"the mode {TreePath.Shown(Mode!)} is not an octal number such as 100644", null);
        var kind = mode & 0xF000;
        if (Type is "commit" || kind == 0xE000) return (null, null, "submodule");
        if (Type is "tree" || kind == 0x4000) return (TreeEntry.Directory(Path, mode & Permissions), null, null);
        if (Type is not (null or "blob")) return (null, $"the type {TreePath.Shown(Type)} is unknown; write blob, commit or tree", null);
        if (kind == 0xA000) return Target is { Length: > 0 } target ? (TreeEntry.Symlink(Path, target), null, null) : (null, null, "symlink_without_target");
        if (Sha256 is null) return (null, null, "file_without_sha256");
        if (!ContentHash.TryParse(Encoding.UTF8.GetBytes(Sha256), out var hash)) return (null, $"\"sha256\" of {TreePath.Shown(Path)} is not {TreeKeys.HashSentence}", null);
        return Size is < 0 ? (null, $"\"size\" of {TreePath.Shown(Path)} is negative", null) : (TreeEntry.File(Path, hash, Size ?? 0, mode & Permissions), null, null);
    }

    private static int? ModeOf(string? text)
    {
        if (text is null) return 0;
        if (text.Length is 0 or > 6) return null;
        var mode = 0;
        foreach (var digit in text)
        {
            if (digit is < '0' or > '7') return null;
            mode = (mode << 3) | (digit - '0');
        }
        return mode;
    }
}

/// <summary>JSON of recorded trees.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RecordedEntry))]
internal sealed partial class RecordedTreeJson : JsonSerializerContext;
