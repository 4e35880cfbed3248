namespace EventSourced.Servers.Setup;

/// <summary>The end of a server's log, for error messages.</summary>
internal static class LogTail
{
    private const int Lines = 15;

    public static string Read(string file)
    {
        if (!File.Exists(file)) return "";
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static string Of(string log) =>
        string.Join('\n', log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(Lines));

    /// <summary>Renames the log before a new start; keeps one previous log.</summary>
    public static void Rotate(string file)
    {
        if (File.Exists(file)) File.Move(file, file + ".previous", overwrite: true);
    }
}
