namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Files without a name: they go with the process that has them open, however it ends.</summary>
internal static class TemporaryFile
{
    private const string Pattern = "transcript-*.tmp";

    private static readonly Lock s_lock = new();
    private static readonly HashSet<string> s_swept = new(StringComparer.Ordinal);

    /// <summary>Creates a file, and the folder for this user alone. What a process left that was killed just then is removed when a process comes to the folder first.</summary>
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
        // Closing deletes it only when this process gets so far. On Windows an open file keeps its name.
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
                // On Windows another process has it open, and deletes it.
            }
        }
    }
}
