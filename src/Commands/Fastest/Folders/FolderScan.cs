using System.Collections.Concurrent;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Commands.Fastest.Folders;

/// <summary>A file or directory that could not be read, and so is not in the tree.</summary>
/// <param name="Path">Path relative to the root.</param>
/// <param name="Reason">Why.</param>
public sealed record Unread(string Path, string Reason);

/// <summary>A folder as a tree.</summary>
/// <param name="Tree">Its entries.</param>
/// <param name="Unread">What could not be read.</param>
/// <param name="FilesHashed">Files that were read; the others are known from the last scan.</param>
/// <param name="Ignored">Entries that the rules left out; a directory counts once, whatever is in it.</param>
public sealed record FolderScan(FileTree Tree, IReadOnlyList<Unread> Unread, int FilesHashed, int Ignored)
{
    private const int Attempts = 3;
    private const string NotUtf8 = "The name is not valid UTF-8, or has the character U+FFFD that stands for what is not. Rename it.";
    private const int Executable = 0b111_101_101, Ordinary = 0b110_100_100;

    private static readonly EnumerationOptions s_all = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>
    /// Reads a folder. Symbolic links are entries and are not followed, so a loop of links ends nothing. Modes are those of git, 0755 for directories and executable files and
    /// 0644 for others: two copies of a tree have one manifest, whatever the umask was.
    /// </summary>
    /// <param name="root">The folder.</param>
    /// <param name="rules">What to leave out.</param>
    /// <param name="known">Hashes from the last scan; those of this scan are added to <paramref name="next"/>.</param>
    /// <param name="next">Receives the hashes for the next scan.</param>
    /// <param name="found">Told after each file how many files are done and how many there are.</param>
    /// <param name="most">Maximum number of entries, which is checked before a file is read.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FolderException">The folder does not exist, cannot be listed, or has too many entries.</exception>
    public static async Task<FolderScan> OfAsync(
        string root, IgnoreRules rules, KnownHashes known, KnownHashes next, Action<int, int>? found = null, int most = TreeLimits.MaxEntries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(next);
        var scannedAt = DateTime.UtcNow;
        var (entries, unread) = (new ConcurrentBag<TreeEntry>(), new ConcurrentBag<Unread>());
        List<(string Path, FileInfo File)> files = [];
        var ignored = Walk(new DirectoryInfo(root), "", rules, entries, files, unread);
        if (files.Count + entries.Count is var count && count > most) throw new FolderException(FormattableString.Invariant($"{root} has {count:N0} entries, and {TreeLimits.Sentence}."));
        var (done, hashed) = (0, 0);
        await Parallel.ForEachAsync(files, cancellationToken, async (file, cancellation) =>
        {
            try
            {
                var (size, changedAt) = (file.File.Length, file.File.LastWriteTimeUtc);
                if (size == 0 && SpecialFile.Is(file.File.FullName)) throw new IOException("It is a pipe, a socket or a device.");
                if (!known.TryGet(file.Path, size, changedAt, out var hash))
                {
                    (hash, size, changedAt) = await HashAsync(file.File, cancellation);
                    Interlocked.Increment(ref hashed);
                }
                entries.Add(TreeEntry.File(file.Path, hash, size, Mode(file.File)));
                if (changedAt < scannedAt - KnownHashes.Settling)
                {
                    lock (next) next.Add(file.Path, size, changedAt, hash);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                unread.Add(new(file.Path, e.Message));
            }
            found?.Invoke(Interlocked.Increment(ref done), files.Count);
        });
        return new(FileTree.Of(entries), [.. unread.OrderBy(u => u.Path, StringComparer.Ordinal)], hashed, ignored);
    }

    /// <summary>Collects what is below a directory. Returns how much of it is ignored.</summary>
    private static int Walk(DirectoryInfo directory, string prefix, IgnoreRules rules, ConcurrentBag<TreeEntry> entries, List<(string, FileInfo)> files, ConcurrentBag<Unread> unread)
    {
        FileSystemInfo[] children;
        try
        {
            children = directory.GetFileSystemInfos("*", s_all);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (prefix.Length == 0) throw new FolderException($"The folder {directory.FullName} cannot be listed: {e.Message} Name a folder that you can read.", e);
            unread.Add(new(prefix.TrimEnd('/'), e.Message));
            return 0;
        }
        var ignored = 0;
        foreach (var child in children)
        {
            var path = prefix + child.Name;
            var isDirectory = child is DirectoryInfo && child.LinkTarget is null;
            if (rules.Ignores(path, isDirectory))
            {
                // The client's own folder is nobody's file.
                if (path != IgnoreRules.OwnFolder) ignored++;
                continue;
            }
            // Such a name is another one than that of the file, and two files may get the same.
            if (child.Name.Contains('\uFFFD')) unread.Add(new(path, NotUtf8));
            else if (TreePath.Fault(path) is { } fault) unread.Add(new(path, $"{fault}."));
            else if (child.LinkTarget is { } target && target.Contains('\uFFFD')) unread.Add(new(path, "The target of the link is not valid UTF-8. Rename it."));
            else if (child.LinkTarget is { } to) entries.Add(TreeEntry.Symlink(path, to.Replace(Path.DirectorySeparatorChar, '/')));
            else if (child is DirectoryInfo below)
            {
                entries.Add(TreeEntry.Directory(path, Executable));
                ignored += Walk(below, path + "/", rules, entries, files, unread);
            }
            else files.Add((path, (FileInfo)child));
        }
        return ignored;
    }

    /// <summary>The hash of a file that did not change while it was read.</summary>
    private static async Task<(ContentHash Hash, long Size, DateTime ChangedAt)> HashAsync(FileInfo file, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            file.Refresh();
            var (size, changedAt) = (file.Length, file.LastWriteTimeUtc);
            // An empty file is not opened: where special files are not recognised, a pipe looks like one, and to open a pipe can wait for ever.
            if (size == 0) return (ContentHash.Of([]), 0, changedAt);
            await using var content = new FileStream(file.FullName, new FileStreamOptions { Options = FileOptions.SequentialScan, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 });
            var hash = await ContentHash.OfAsync(content, cancellation);
            file.Refresh();
            if (file.Length == size && file.LastWriteTimeUtc == changedAt) return (hash, size, changedAt);
        }
        throw new IOException($"It changed {Attempts} times while it was read. Scan again when nobody writes to it.");
    }

    private static int Mode(FileInfo file) => !OperatingSystem.IsWindows() && file.UnixFileMode.HasFlag(UnixFileMode.UserExecute) ? Executable : Ordinary;
}
