namespace EventSourced.EventStore;

/// <summary>Files and folders that only their owner can read: 0600 and 0700, whatever the umask of the process is.</summary>
public static class PrivateFiles
{
    /// <summary>Mode of a private file.</summary>
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Mode of a private folder.</summary>
    public const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    private const UnixFileMode OwnersBits = FolderMode;

    private static readonly EnumerationOptions s_children = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>Makes a folder for the owner alone; missing ones above it get the usual mode. One that is there keeps its mode.</summary>
    /// <param name="path">The folder.</param>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, FolderMode);
    }

    /// <summary>Creates a folder and those above it inside of another one, all for their owner alone. The framework gives the mode to the last folder only.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="root">The folder that is there and stays as it is.</param>
    public static void CreateFolder(string path, string root)
    {
        if (Path.GetDirectoryName(path) is { } above && above.Length > root.Length && !Directory.Exists(above)) CreateFolder(above, root);
        CreateFolder(path);
    }

    /// <summary>The options, with the mode that a file is created with.</summary>
    /// <param name="options">How to open the file.</param>
    public static FileStreamOptions Private(this FileStreamOptions options)
    {
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = FileMode;
        return options;
    }

    /// <summary>Takes the rights of group and others from a file, or from a folder and all that is in it. A folder that is private already is not looked into.</summary>
    /// <param name="path">The file or folder.</param>
    /// <returns>Whether there was anything to take.</returns>
    public static bool Tighten(string path)
    {
        if (OperatingSystem.IsWindows()) return false;
        try
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & ~OwnersBits) == 0) return false;
            // The folder itself comes last: a run that was interrupted is repeated in full.
            if (Directory.Exists(path))
                foreach (var child in new DirectoryInfo(path).EnumerateFileSystemInfos("*", s_children))
                    if (child.LinkTarget is null) Tighten(child.FullName);
            File.SetUnixFileMode(path, mode & OwnersBits);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Somebody deleted or renamed it meanwhile.
            return false;
        }
    }
}
