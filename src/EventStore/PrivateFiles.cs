using System.Text;

namespace EventSourced.EventStore;

/// <summary>Files and folders that only their owner can read: 0600 and 0700, whatever the umask of the process.</summary>
public static class PrivateFiles
{
    /// <summary>Mode of a private file.</summary>
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Mode of a private folder.</summary>
    public const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    private const UnixFileMode OwnersBits = FolderMode;

    private static readonly EnumerationOptions s_children = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>Creates a private folder. Missing parents get the default mode; an existing folder keeps its mode.</summary>
    /// <param name="path">The folder.</param>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, FolderMode);
    }

    /// <summary>Creates a private folder inside another folder. Missing parents are private too; the framework sets the mode of the last folder only.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="root">An existing folder, which is not changed.</param>
    public static void CreateFolder(string path, string root)
    {
        if (Path.GetDirectoryName(path) is { } above && above.Length > root.Length && !Directory.Exists(above)) CreateFolder(above, root);
        CreateFolder(path);
    }

    /// <summary>Sets the mode of a file that is created with these options.</summary>
    /// <param name="options">How to open the file.</param>
    public static FileStreamOptions Private(this FileStreamOptions options)
    {
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = FileMode;
        return options;
    }

    /// <summary>Writes a private file, or replaces an existing one: readers see the old text or the new one, and nobody else ever reads the new one, whatever mode the old file had.</summary>
    /// <param name="path">The file. Its folder exists.</param>
    /// <param name="text">The new text.</param>
    public static void Replace(string path, string text) => AtomicFile.Replace(path, Encoding.UTF8.GetBytes(text), isPrivate: true);

    /// <summary>Removes the rights of group and others from a file, or from a folder and its contents. It does not descend into a folder that is private already.</summary>
    /// <param name="path">The file or folder.</param>
    /// <returns>Whether it changed anything.</returns>
    public static bool MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows()) return false;
        try
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & ~OwnersBits) == 0) return false;
            // The folder itself comes last, so that an interrupted run is repeated in full.
            if (Directory.Exists(path))
                foreach (var child in new DirectoryInfo(path).EnumerateFileSystemInfos("*", s_children))
                    if (child.LinkTarget is null) MakePrivate(child.FullName);
            File.SetUnixFileMode(path, mode & OwnersBits);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // It was deleted or renamed in the meantime.
            return false;
        }
    }
}
