using System.IO.Enumeration;
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
    private const string Replaced = "It was replaced while the folder was read. Scan again.";
    private const int Executable = 0b111_101_101, Ordinary = 0b110_100_100;

    private static readonly EnumerationOptions s_all = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>
    /// Reads a folder. Symbolic links are entries and are not followed, so a loop of links does no harm. Modes are those of git, 0755 for directories and executable files and
    /// 0644 for others: two copies of a tree have one manifest, whatever the umask was.
    /// </summary>
    /// <param name="root">The folder.</param>
    /// <param name="rules">What to leave out.</param>
    /// <param name="known">Hashes from the last scan; those of this scan are added to <paramref name="next"/>.</param>
    /// <param name="next">Receives the hashes for the next scan.</param>
    /// <param name="found">Called after each file with the number of files that are done and the number of all files.</param>
    /// <param name="most">Maximum number of entries, which is checked before a file is read.</param>
    /// <param name="time">The clock that tells which files may still change within their time; by default the machine's.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FolderException">The folder does not exist, cannot be listed, or has too many entries.</exception>
    public static async Task<FolderScan> OfAsync(
        string root, IgnoreRules rules, KnownHashes known, KnownHashes next, Action<int, int>? found = null, int most = TreeLimits.MaxEntries, TimeProvider? time = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(next);
        var settled = FileState.Nanoseconds((time ?? TimeProvider.System).GetUtcNow() - KnownHashes.Settling);
        var (entries, unread) = (new List<TreeEntry>(), new List<Unread>());
        List<FoundFile> files = [];
        var ignored = Walk(Path.GetFullPath(root), "", rules, entries, files, unread);
        if (files.Count + entries.Count is var count && count > most) throw new FolderException(FormattableString.Invariant($"{root} has {count:N0} entries, and {TreeLimits.Sentence}."));
        var (done, hashed) = (0, 0);
        List<FoundFile> open = [];
        foreach (var file in files)
        {
            if (!known.TryGet(file.Path, file.State, out var hash))
            {
                open.Add(file);
                continue;
            }
            next.Take(file.Path, known);
            entries.Add(Entry(file.Path, file.State, hash));
            found?.Invoke(++done, files.Count);
        }
        if (open.Count > 0) await ReadAsync();
        return new(FileTree.Of(entries), [.. unread.OrderBy(u => u.Path, StringComparer.Ordinal)], hashed, ignored);

        Task ReadAsync() => Parallel.ForEachAsync(open, cancellationToken, (file, cancellation) =>
        {
            try
            {
                var (hash, state) = Read(file.FullPath, cancellation);
                lock (entries)
                {
                    hashed++;
                    entries.Add(Entry(file.Path, state, hash));
                    if (Math.Max(state.ChangedAt, state.StateChangedAt) < settled) next.Add(file.Path, state, hash);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                lock (entries) unread.Add(new(file.Path, e.Message));
            }
            found?.Invoke(Interlocked.Increment(ref done), files.Count);
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>Collects what is below a directory. Returns how much of it is ignored.</summary>
    private static int Walk(string directory, string prefix, IgnoreRules rules, List<TreeEntry> entries, List<FoundFile> files, List<Unread> unread)
    {
        List<Child> children;
        try
        {
            children = [.. new FileSystemEnumerable<Child>(directory, static (ref FileSystemEntry entry) => new(entry.FileName.ToString(), entry.IsDirectory), s_all)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (prefix.Length == 0) throw new FolderException($"The folder {directory} cannot be listed: {e.Message} Name a folder that you can read.", e);
            unread.Add(new(prefix.TrimEnd('/'), e.Message));
            return 0;
        }
        var ignored = 0;
        foreach (var child in children)
        {
            var (path, full) = (prefix + child.Name, Path.Join(directory, child.Name));
            // Such a name is another one than that of the file, and two files may get the same.
            var isText = !child.Name.Contains('\uFFFD');
            try
            {
                var state = isText && child.IsDirectory ? FileState.Of(full) : (FileState?)null;
                if (rules.Ignores(path, state is null ? child.IsDirectory : state is { Kind: EntryKind.Directory }))
                {
                    // The client's own folder is nobody's file.
                    if (path != IgnoreRules.OwnFolder) ignored++;
                }
                else if (!isText) unread.Add(new(path, NotUtf8));
                else if (TreePath.Fault(path) is { } fault) unread.Add(new(path, $"{fault}."));
                else ignored += Add(path, full, state ?? FileState.Of(full));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                unread.Add(new(path, e.Message));
            }
        }
        return ignored;

        int Add(string path, string full, in FileState state)
        {
            switch (state.Kind)
            {
                case EntryKind.Directory:
                    entries.Add(TreeEntry.Directory(path, Executable));
                    return Walk(full, path + "/", rules, entries, files, unread);
                case EntryKind.Link:
                    var target = new FileInfo(full).LinkTarget;
                    if (target is null) unread.Add(new(path, Replaced));
                    else if (target.Contains('\uFFFD')) unread.Add(new(path, "The target of the link is not valid UTF-8. Rename it."));
                    else entries.Add(TreeEntry.Symlink(path, target.Replace(Path.DirectorySeparatorChar, '/')));
                    return 0;
                case EntryKind.Special:
                    unread.Add(new(path, "It is a pipe, a socket or a device."));
                    return 0;
                default:
                    files.Add(new(path, full, state));
                    return 0;
            }
        }
    }

    /// <summary>The hash of a file that did not change while it was read, and its state.</summary>
    private static (ContentHash Hash, FileState State) Read(string path, CancellationToken cancellation)
    {
        var before = FileState.Of(path);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (before.Kind != EntryKind.File) throw new IOException(Replaced);
            // An empty file is not opened: where special files are not recognised, a pipe looks like one, and to open a pipe can wait for ever.
            if (before.Size == 0) return (ContentHash.Of([]), before);
            var hash = FileHash.Of(path, cancellation);
            var after = FileState.Of(path);
            if (after == before) return (hash, after);
            before = after;
        }
        throw new IOException($"It changed {Attempts} times while it was read. Scan again when nobody writes to it.");
    }

    private static TreeEntry Entry(string path, in FileState state, ContentHash hash) => TreeEntry.File(path, hash, state.Size, state.IsExecutable ? Executable : Ordinary);

    private sealed record Child(string Name, bool IsDirectory);

    private sealed record FoundFile(string Path, string FullPath, FileState State);
}
