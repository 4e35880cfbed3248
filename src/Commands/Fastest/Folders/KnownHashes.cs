using System.Globalization;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Commands.Fastest.Folders;

/// <summary>
/// The hashes of a folder's files from its last scan, in <c>.fst/index</c>: a file with the same size and the same time of change is not read again. A file that changed less
/// than <see cref="Settling"/> before the scan is not kept, since it could change once more without another time.
/// </summary>
public sealed class KnownHashes
{
    /// <summary>The coarsest times of usual file systems.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private const string Header = "fst-index 1";

    private readonly Dictionary<string, (long Size, long ChangedAt, ContentHash Hash)> _files = new(StringComparer.Ordinal);

    /// <summary>Reads the index of a folder. One that is missing or damaged is empty: then every file is read.</summary>
    /// <param name="root">The folder.</param>
    public static KnownHashes Read(string root)
    {
        var known = new KnownHashes();
        var path = PathOf(root);
        if (!File.Exists(path)) return known;
        var hasHeader = false;
        foreach (var line in File.ReadLines(path))
        {
            if (!hasHeader)
            {
                if (line != Header) return known;
                hasHeader = true;
                continue;
            }
            var parts = line.Split(' ', 4);
            if (parts.Length == 4 && ContentHash.TryParse(parts[0], out var hash) && Number(parts[1], out var size) && Number(parts[2], out var changed)) known._files[parts[3]] = (size, changed, hash);
        }
        return known;
    }

    /// <summary>The hash of a file that has not changed.</summary>
    /// <param name="path">Path relative to the root.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="changedAt">When it was last changed, UTC.</param>
    /// <param name="hash">The hash, or the default.</param>
    public bool TryGet(string path, long size, DateTime changedAt, out ContentHash hash)
    {
        var found = _files.TryGetValue(path, out var file) && file.Size == size && file.ChangedAt == changedAt.Ticks;
        hash = found ? file.Hash : default;
        return found;
    }

    /// <summary>Keeps a hash.</summary>
    /// <param name="path">Path relative to the root.</param>
    /// <param name="size">Size in bytes.</param>
    /// <param name="changedAt">When it was last changed, UTC.</param>
    /// <param name="hash">The hash.</param>
    public void Add(string path, long size, DateTime changedAt, ContentHash hash) => _files[path] = (size, changedAt.Ticks, hash);

    /// <summary>Forgets a hash, so that the file is read again: it has changed although its size and its time have not.</summary>
    /// <param name="path">Path relative to the root.</param>
    public void Forget(string path) => _files.Remove(path);

    /// <summary>Replaces the index of a folder.</summary>
    /// <param name="root">The folder.</param>
    public void Write(string root)
    {
        var path = PathOf(root);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // A scan that is interrupted must not leave half an index.
        var next = $"{path}.{Environment.ProcessId}";
        File.WriteAllLines(next, [Header, .. _files.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Value.Hash} {f.Value.Size} {f.Value.ChangedAt} {f.Key}"))]);
        File.Move(next, path, overwrite: true);
    }

    private static string PathOf(string root) => Path.Combine(root, IgnoreRules.OwnFolder, "index");

    private static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
