using EventSourced.Cli.Fastest.Folder;
using EventSourced.Cli.Fastest.Http;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Cli.Fastest.Receiving;

/// <summary>What a folder received.</summary>
/// <param name="Written">Files and links that were written.</param>
/// <param name="Deleted">Files and links that were deleted.</param>
/// <param name="Kept">Paths that changed while the folder was written, and were therefore left as they are.</param>
internal sealed record Received(int Written, int Deleted, IReadOnlyList<string> Kept);

/// <summary>
/// Brings a folder from one tree to another. Only paths that differ between the two trees are touched, and only where the folder has what the first one says: otherwise
/// nothing is written at all. Nothing is written outside the folder, also if a link leads out of it.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="api">Has the contents.</param>
/// <param name="from">The tree that the folder is based on.</param>
/// <param name="to">The tree that it receives.</param>
internal sealed class FolderUpdate(WorkingFolder folder, FastestApi api, FileTree from, FileTree to)
{
    private const int Shown = 10;
    private readonly TreeChanges _changes = TreeChanges.Of(from, to);
    private readonly List<string> _kept = [];

    /// <summary>Writes what differs.</summary>
    /// <param name="current">The folder as it was read.</param>
    /// <param name="cancellation">Stops; before the first file is written the folder stays as it is.</param>
    /// <exception cref="CliException">Changes in the folder are in the way, or a content cannot be downloaded. Nothing was written.</exception>
    public async Task<Received> RunAsync(FileTree current, CancellationToken cancellation)
    {
        string[] written = [.. _changes.Added.Concat(_changes.Changed).Where(path => !IsDone(path, current)).Order(PathOrder.Instance)];
        string[] deleted = [.. _changes.Deleted.Where(path => current.Find(path) is not null)];
        string[] blocked = [.. written.Concat(deleted).Where(path => IsBlocked(path, current))];
        if (blocked.Length > 0)
            throw new CliException($"{Figures.Count(blocked.Length, "path")} changed both here and in the snapshot: {Names.First(blocked, Shown)}. Nothing was written. Move your versions away and run this again, or keep them with: {Hint.Es("fst push --force")}");
        using var downloads = new Downloads(folder, api);
        await downloads.FetchAsync(written.Select(path => to.Find(path)!.Value).Where(e => e.IsFile && !HasContent(e)), cancellation);
        // From here on it is not interrupted: the folder would be neither the one tree nor the other.
        var (removed, changed) = (0, 0);
        foreach (var path in deleted.Reverse())
            if (await DeleteAsync(path)) removed++;
        foreach (var path in written)
            if (await WriteAsync(to.Find(path)!.Value, downloads)) changed++;
        return new(changed, removed, [.. _kept]);
    }

    private bool IsDone(string path, FileTree current) => current.Find(path) is { } local && local.IsSameAs(to.Find(path)!.Value);

    private bool HasContent(TreeEntry entry) => from.Find(entry.Path) is { IsFile: true } before && before.Hash == entry.Hash;

    private bool IsBlocked(string path, FileTree current)
    {
        var (before, local) = (from.Find(path), current.Find(path));
        if (local is { } own) return before is not { } known || !own.IsSameAs(known);
        // The folder deleted it, or has something there that is not part of its tree, such as an ignored file.
        return before is not null || Exists(path) && to.Find(path) is not { Type: TreeEntryType.Directory } || IsBehindOther(path, current);
    }

    // A link or a file above the path that does not go away.
    private bool IsBehindOther(string path, FileTree current)
    {
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            var above = path[..slash];
            var info = new FileInfo(Full(above));
            var isOther = info.LinkTarget is not null || info.Exists;
            if (isOther && (current.Find(above) is null || to.Find(above) is { Type: not TreeEntryType.Directory })) return true;
        }
        return false;
    }

    private async Task<bool> DeleteAsync(string path)
    {
        if (!await IsUntouchedAsync(path)) return false;
        var full = Full(path);
        if (from.Find(path) is { Type: TreeEntryType.Directory })
        {
            // A folder with ignored files stays.
            if (Directory.Exists(full) && !Directory.EnumerateFileSystemEntries(full).Any()) Directory.Delete(full);
            return false;
        }
        File.Delete(full);
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            var above = path[..slash];
            if (to.Find(above) is not null || Directory.EnumerateFileSystemEntries(Full(above)).Any()) break;
            Directory.Delete(Full(above));
        }
        return true;
    }

    private async Task<bool> WriteAsync(TreeEntry entry, Downloads downloads)
    {
        if (!await IsUntouchedAsync(entry.Path)) return false;
        var full = Full(entry.Path);
        if (entry.Type == TreeEntryType.Directory)
        {
            if (from.Find(entry.Path) is { Type: not TreeEntryType.Directory }) File.Delete(full);
            Directory.CreateDirectory(full);
            return false;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        if (from.Find(entry.Path) is { Type: TreeEntryType.Directory } && Directory.Exists(full))
        {
            if (Directory.EnumerateFileSystemEntries(full).Any())
            {
                // Ignored files are in the folder.
                _kept.Add(entry.Path);
                return false;
            }
            Directory.Delete(full);
        }
        if (entry.Target is { } target)
        {
            File.Delete(full);
            File.CreateSymbolicLink(full, target);
            return true;
        }
        if (!HasContent(entry))
        {
            // A link is replaced, never followed. Several files may have the content.
            File.Delete(full);
            File.Copy(downloads.PathOf(entry.Hash), full);
        }
        SetExecutable(full, entry.Mode);
        return true;
    }

    /// <summary>Whether the folder still has what it had when it was read.</summary>
    private async Task<bool> IsUntouchedAsync(string path)
    {
        var info = new FileInfo(Full(path));
        var isUntouched = from.Find(path) switch
        {
            null => !info.Exists && info.LinkTarget is null,
            { Type: TreeEntryType.Directory } => info.LinkTarget is null,
            { Target: { } target } => info.LinkTarget == target,
            { } file => info is { Exists: true, LinkTarget: null } && info.Length == file.Size && await HashAsync(info) == file.Hash,
        };
        if (!isUntouched) _kept.Add(path);
        return isUntouched;
    }

    private static async Task<ContentHash> HashAsync(FileInfo file)
    {
        await using var content = file.OpenRead();
        return await ContentHash.OfAsync(content, CancellationToken.None);
    }

    // Only the bit that manifests of a scan have. Who may execute is who may read.
    private static void SetExecutable(string file, int mode)
    {
        if (OperatingSystem.IsWindows() || mode == 0) return;
        const UnixFileMode All = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        var now = File.GetUnixFileMode(file);
        var readers = (UnixFileMode)((int)(now & (UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead)) >> 2);
        File.SetUnixFileMode(file, (mode & (int)UnixFileMode.UserExecute) != 0 ? now | readers : now & ~All);
    }

    private bool Exists(string path) => new FileInfo(Full(path)) is var info && (info.Exists || info.LinkTarget is not null || Directory.Exists(info.FullName));

    private string Full(string path) => Path.Combine(folder.Root, path);
}
