using EventSourced.EventStore;
using EventSourced.Servers.Processes;

namespace EventSourced.Servers.State;

/// <summary>
/// Modes of a data folder. All that lies in it is private to the account that uses it. The folder itself is 0700; where root runs the system it is 0711, so
/// that the accounts of PostgreSQL, RabbitMQ and the hosts can pass through to what is theirs, and nobody can list it.
/// </summary>
public static class DataFolderModes
{
    private const UnixFileMode OthersPass = PrivateFiles.FolderMode | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // PostgreSQL looks after the modes of its own folder.
    private static readonly HashSet<string> s_ours =
    [
        "logs", "objects", "secrets", "tmp", "rabbitmq", "postgres", "postgres.location", "servers.json", "servers.lock",
        "system.json", "system.lock", "connection.json", "operator.json", "admin-token",
    ];

    private static UnixFileMode Mode => Native.IsRoot ? OthersPass : PrivateFiles.FolderMode;

    /// <summary>Makes the folder when it is missing. Else takes the rights of others from what an older version left in it.</summary>
    /// <param name="path">The folder.</param>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        if (!Directory.Exists(path))
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent) Directory.CreateDirectory(parent);
            Directory.CreateDirectory(path, PrivateFiles.FolderMode);
        }
        var onlyOurs = true;
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos())
        {
            if (!s_ours.Contains(entry.Name)) onlyOurs = false;
            else if (entry.Name != "postgres" && entry.LinkTarget is null) PrivateFiles.MakePrivate(entry.FullName);
        }
        // A folder that holds other things as well may be shared with somebody: its own mode is theirs to choose.
        if (onlyOurs && File.GetUnixFileMode(path) != Mode) File.SetUnixFileMode(path, Mode);
    }
}
