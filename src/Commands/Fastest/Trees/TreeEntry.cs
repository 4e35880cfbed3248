namespace EventSourced.Commands.Fastest.Trees;

/// <summary>What an entry of a manifest is. The order is the alphabetical one of the names in a manifest.</summary>
public enum TreeEntryType
{
    /// <summary><c>dir</c>.</summary>
    Directory,

    /// <summary><c>file</c>; also an entry without a type (§1.2, pitfall a).</summary>
    File,

    /// <summary><c>symlink</c>.</summary>
    Symlink,
}

/// <summary>An entry of a file tree (§1.2). The time of a file's last change is not kept: manifests leave it out, so that equal trees have equal hashes.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Path">Relative path with forward slashes.</param>
/// <param name="Hash">Of a file's bytes; the default for directories and symbolic links.</param>
/// <param name="Size">Of a file, in bytes.</param>
/// <param name="Mode">Permission bits; 0 when the manifest has none.</param>
/// <param name="Target">Of a symbolic link; otherwise null.</param>
public readonly record struct TreeEntry(TreeEntryType Type, string Path, ContentHash Hash, long Size, int Mode, string? Target)
{
    /// <summary>A file.</summary>
    /// <param name="path">Relative path with forward slashes.</param>
    /// <param name="hash">SHA-256 of its bytes.</param>
    /// <param name="size">In bytes.</param>
    /// <param name="mode">Permission bits; 0 when unknown.</param>
    public static TreeEntry File(string path, ContentHash hash, long size = 0, int mode = 0) => new(TreeEntryType.File, path, hash, size, mode, null);

    /// <summary>A directory.</summary>
    /// <param name="path">Relative path with forward slashes.</param>
    /// <param name="mode">Permission bits; 0 when unknown.</param>
    public static TreeEntry Directory(string path, int mode = 0) => new(TreeEntryType.Directory, path, default, 0, mode, null);

    /// <summary>A symbolic link.</summary>
    /// <param name="path">Relative path with forward slashes.</param>
    /// <param name="target">What it refers to.</param>
    public static TreeEntry Symlink(string path, string target) => new(TreeEntryType.Symlink, path, default, 0, 0, target);

    /// <summary>Whether it is a file.</summary>
    public bool IsFile => Type == TreeEntryType.File;

    /// <summary>Whether two entries hold the same: files by hash, symbolic links by target, directories by mode (§3.2).</summary>
    /// <param name="other">Entry of the same path in another tree.</param>
    public bool HoldsSameAs(in TreeEntry other) => Type == other.Type && Type switch
    {
        TreeEntryType.File => Hash == other.Hash,
        TreeEntryType.Symlink => Target == other.Target,
        _ => Mode == other.Mode,
    };

    /// <summary>As <see cref="HoldsSameAs"/>, but a file with another mode differs: the rule of a working tree against its base (§3.1).</summary>
    /// <param name="other">Entry of the same path in another tree.</param>
    public bool IsSameAs(in TreeEntry other) => HoldsSameAs(other) && (!IsFile || Mode == other.Mode);
}
