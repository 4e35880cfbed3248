namespace EventSourced.Cli.Running;

/// <summary>
/// Keeps the logs of running processes bounded. The processes hold their log open for appending, so it is copied and emptied, not renamed; what is written
/// during the copy is copied too, so that only a line of the last microseconds could be lost.
/// </summary>
internal static class LogRotation
{
    /// <summary>A log of this size is rotated.</summary>
    public const long Largest = 20 * 1024 * 1024;

    /// <summary>How many old ones are kept: <c>NAME.log.1</c> is the youngest.</summary>
    public const int Kept = 4;

    /// <summary>Rotates a log if it has grown large.</summary>
    public static void Rotate(string log)
    {
        if (new FileInfo(log) is not { Exists: true, Length: > Largest }) return;
        File.Delete($"{log}.{Kept}");
        for (var i = Kept - 1; i >= 1; i--)
            if (File.Exists($"{log}.{i}")) File.Move($"{log}.{i}", $"{log}.{i + 1}");
        // Keeps the mode of the file.
        File.Copy(log, $"{log}.1");
        using var from = new FileStream(log, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        using var to = new FileStream($"{log}.1", FileMode.Append, FileAccess.Write);
        from.Seek(to.Length, SeekOrigin.Begin);
        from.CopyTo(to);
        from.SetLength(0);
    }
}
