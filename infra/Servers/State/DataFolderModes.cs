using EventSourced.EventStore;
using EventSourced.Servers.Processes;

namespace EventSourced.Servers.State;

/// <summary>
/// File modes of a data folder. Its content is private to the account that uses it. The folder itself is 0700; if root runs the system it is 0711, so
/// that the accounts of PostgreSQL, RabbitMQ and the hosts can traverse it to their own folders, and nobody else can list it.
/// </summary>
public static class DataFolderModes
{
    private const UnixFileMode OthersMayTraverse = PrivateFiles.FolderMode | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // PostgreSQL sets the modes of its own folder.
    private static readonly HashSet<string> s_ours =
    [
        "logs", "objects", "secrets", "tmp", "rabbitmq", "postgres", "postgres.location", "servers.json", "servers.lock",
        "system.json", "system.lock", "connection.json", "operator.json", "admin-token",
    ];

    private static UnixFileMode Mode => Native.IsRoot ? OthersMayTraverse : PrivateFiles.FolderMode;

    /// <summary>Creates the folder if it is missing; otherwise removes permissions of others that an older version has left.</summary>
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
        // A folder that also has other content may be shared: its own mode is not changed.
        if (onlyOurs && File.GetUnixFileMode(path) != Mode) File.SetUnixFileMode(path, Mode);
    }
}
