using EventSourced.Cli.Fastest.SignIn;
using EventSourced.Commands.Fastest.Folders;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Cli.Fastest.Folder;

/// <summary>A folder as it was read, with its manifest.</summary>
/// <param name="Scan">What was found.</param>
/// <param name="Manifest">Bytes of the manifest.</param>
/// <param name="Hash">Their hash.</param>
internal sealed record FolderReading(FolderScan Scan, byte[] Manifest, string Hash)
{
    public FileTree Tree => Scan.Tree;

    /// <summary>Reads a folder: files that have not changed since the last time are not opened.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="found">Called with the number of files that are done and the number of all files.</param>
    /// <param name="again">Read all files, also those that have not changed.</param>
    /// <param name="mistrusted">Files that are read although they seem unchanged.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="FolderException">It cannot be read.</exception>
    public static Task<FolderReading> OfAsync(WorkingFolder folder, Action<int, int>? found, bool again, IEnumerable<string> mistrusted, CancellationToken cancellation) =>
        // The caller can ask the API meanwhile.
        Task.Run(() => ReadAsync(folder, found, again, mistrusted, cancellation), cancellation);

    private static async Task<FolderReading> ReadAsync(WorkingFolder folder, Action<int, int>? found, bool again, IEnumerable<string> mistrusted, CancellationToken cancellation)
    {
        var (known, next) = (KnownHashes.Read(folder.Root), new KnownHashes());
        if (again) known.Clear();
        foreach (var path in mistrusted) known.Forget(path);
        var scan = await FolderScan.OfAsync(folder.Root, RulesOf(folder.Root, SessionFile.OfUser.Path), known, next, found, cancellationToken: cancellation);
        next.Write(folder.Root, known);
        using var manifest = new MemoryStream();
        await ManifestWriter.WriteAsync(scan.Tree, manifest, cancellation);
        var bytes = manifest.ToArray();
        return new(scan, bytes, ContentHash.Of(bytes).ToString());
    }

    /// <summary>The rules of a folder. The file of the sessions is never part of the tree, also if the folder is the user's home.</summary>
    public static IgnoreRules RulesOf(string root, string sessions)
    {
        var file = Path.Combine(root, IgnoreRules.FileName);
        var lines = File.Exists(file) ? File.ReadAllLines(file) : [];
        var below = Path.GetRelativePath(root, sessions).Replace(Path.DirectorySeparatorChar, '/');
        return IgnoreRules.Of(below.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(below) ? lines : [.. lines, $"/{below}"]);
    }
}
