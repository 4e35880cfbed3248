namespace EventSourced.Cli.Running;

/// <summary>
/// Rotates the logs of running processes. The processes keep their log open for appending, so it is copied and truncated, not renamed. Lines that are written
/// during the copy are copied too, so that only a line of the last microseconds can be lost.
/// </summary>
internal static class LogRotation
{
    /// <summary>Size above which a log is rotated.</summary>
    public const long Largest = 20 * 1024 * 1024;

    /// <summary>Number of old logs that are kept: <c>NAME.log.1</c> is the newest.</summary>
    public const int Kept = 4;

    /// <summary>Rotates a log if it is too large.</summary>
    public static void Rotate(string log)
    {
        if (new FileInfo(log) is not { Exists: true, Length: > Largest }) return;
        File.Delete($"{log}.{Kept}");
        for (var i = Kept - 1; i >= 1; i--)
            if (File.Exists($"{log}.{i}")) File.Move($"{log}.{i}", $"{log}.{i + 1}");
        // Copy keeps the file mode.
        File.Copy(log, $"{log}.1");
        using var from = new FileStream(log, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        using var to = new FileStream($"{log}.1", FileMode.Append, FileAccess.Write);
        from.Seek(to.Length, SeekOrigin.Begin);
        from.CopyTo(to);
        from.SetLength(0);
    }
}
