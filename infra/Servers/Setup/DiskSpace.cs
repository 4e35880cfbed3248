namespace EventSourced.Servers.Setup;

/// <summary>Checks free disk space before a start, and recognises a full disk as the cause of a failed start.</summary>
internal static class DiskSpace
{
    private const int NoSpaceLeft = 28;

    public static long Free(string folder) => new DriveInfo(folder).AvailableFreeSpace;

    public static void Require(string folder, long needed)
    {
        var free = Free(folder);
        if (free < needed)
            throw new ServerSetupException($"{folder} has {Megabytes(free)} free space, and the servers need {Megabytes(needed)}. Free some space or choose another data directory.");
    }

    public static bool IsCauseOf(IOException exception) => exception.HResult == NoSpaceLeft;

    public static bool IsNamedIn(string log) =>
        log.Contains("No space left on device", StringComparison.OrdinalIgnoreCase) || log.Contains("enospc", StringComparison.OrdinalIgnoreCase);

    public static string Explain(string folder) =>
        $"The disk that holds {folder} is full ({Megabytes(Free(folder))} free). Free some space or choose another data directory, then start again: no data is lost.";

    private static string Megabytes(long bytes) => $"{bytes / 1_000_000:N0} MB";
}
