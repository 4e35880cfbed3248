namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Unlinked temporary files: they disappear with the process that has them open, however it ends.</summary>
internal static class TemporaryFile
{
    private const string Pattern = "transcript-*.tmp";

    private static readonly Lock s_lock = new();
    private static readonly HashSet<string> s_swept = new(StringComparer.Ordinal);

    /// <summary>Creates a file, and the folder for this user only. The first call of a process for a folder removes files that killed processes left.</summary>
    public static FileStream Create(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        lock (s_lock)
            if (s_swept.Add(Path.GetFullPath(folder))) Sweep(folder);
        var path = Path.Combine(folder, $"transcript-{Guid.NewGuid():N}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.SequentialScan, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        // DeleteOnClose only works if this process closes the file. On Windows an open file cannot be unlinked.
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return file;
    }

    private static void Sweep(string folder)
    {
        foreach (var left in Directory.EnumerateFiles(folder, Pattern))
        {
            try
            {
                File.Delete(left);
            }
            catch (IOException)
            {
                // On Windows another process has it open and will delete it.
            }
        }
    }
}
