namespace EventSourced.Commands.Fastest.Trees;

/// <summary>
/// Reads a manifest (§1.2) in one pass over its bytes, which may be one line of any length: besides the entries, only the value at hand is in memory. Entries in another order
/// are sorted, a missing <c>type</c> means a file, unknown members and <c>mod_time</c> are passed over.
/// </summary>
public static class ManifestReader
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Largest single value of a manifest, in bytes; a path is far shorter.</summary>
    public const int MaxValueBytes = 1024 * 1024;

    /// <summary>Reads a manifest to its end.</summary>
    /// <param name="content">The bytes as they were sent.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ManifestException">The bytes are not a manifest.</exception>
    public static Task<FileTree> ReadAsync(Stream content, CancellationToken cancellationToken = default) => ReadAsync(content, int.MaxValue, cancellationToken);

    /// <summary>Reads a manifest to its end, unless it has too many entries.</summary>
    /// <param name="content">The bytes as they were sent.</param>
    /// <param name="most">Maximum number of entries.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ManifestException">The bytes are not a manifest, or have more entries.</exception>
    internal static Task<FileTree> ReadAsync(Stream content, int most, CancellationToken cancellationToken) => ReadAsync(content, new EntryList(most), null, null, cancellationToken);

    /// <summary>Reads a manifest, or some of its entries if it was checked before.</summary>
    /// <param name="content">The bytes as they were sent.</param>
    /// <param name="like">A tree in memory with nearly the same paths: the texts of equal ones are shared. Null for none.</param>
    /// <param name="keep">Whether an entry is kept; the others take no memory. Null to keep all.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ManifestException">The bytes are not a manifest.</exception>
    internal static Task<FileTree> ReadAsync(Stream content, FileTree? like, Func<TreeEntry, bool>? keep, CancellationToken cancellationToken) =>
        ReadAsync(content, new EntryList(), like, keep, cancellationToken);

    private static async Task<FileTree> ReadAsync(Stream content, EntryList entries, FileTree? like, Func<TreeEntry, bool>? keep, CancellationToken cancellationToken)
    {
        var shared = like is null ? null : new SharedPaths(like);
        Action<TreeEntry, long> add = keep is null ? entries.Add : (entry, position) =>
        {
            if (keep(entry)) entries.Add(entry, position);
        };
        await PassAsync(content, add, null, cancellationToken, shared);
        return entries.ToTree();
    }

    /// <summary>Passes over the entries of a manifest in the order of its bytes.</summary>
    /// <param name="content">The bytes as they were sent.</param>
    /// <param name="add">Receives each entry with the byte at which it starts.</param>
    /// <param name="pause">Called after the entries of each buffer; null for nothing.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="shared">Has the texts of paths, or null.</param>
    /// <exception cref="ManifestException">The bytes are not a manifest.</exception>
    internal static async Task PassAsync(Stream content, Action<TreeEntry, long> add, Func<Task>? pause, CancellationToken cancellationToken, SharedPaths? shared = null)
    {
        var parser = new ManifestParser(add, shared);
        var buffer = new byte[BufferBytes];
        var (filled, isLast) = (0, false);
        while (!isLast)
        {
            var read = await content.ReadAsync(buffer.AsMemory(filled), cancellationToken);
            (filled, isLast) = (filled + read, read == 0);
            var consumed = parser.Parse(buffer.AsSpan(0, filled), isLast);
            filled -= consumed;
            if (pause is not null) await pause();
            buffer.AsSpan(consumed, filled).CopyTo(buffer);
            if (filled < buffer.Length) continue;
            if (buffer.Length >= MaxValueBytes)
                throw new ManifestException($"a value is longer than {MaxValueBytes} bytes. Shorten it; no path is this long.", position: parser.Position);
            Array.Resize(ref buffer, 2 * buffer.Length);
        }
    }

    /// <summary>Reads two manifests at the same time, each on a thread of its own: reading is nearly all of a comparison's work.</summary>
    /// <param name="left">The bytes of one.</param>
    /// <param name="right">The bytes of the other.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ManifestException">The bytes of one are not a manifest.</exception>
    public static async Task<(FileTree Left, FileTree Right)> ReadBothAsync(Stream left, Stream right, CancellationToken cancellationToken = default)
    {
        FileTree[] trees = await Task.WhenAll(Task.Run(() => ReadAsync(left, cancellationToken), cancellationToken), Task.Run(() => ReadAsync(right, cancellationToken), cancellationToken));
        return (trees[0], trees[1]);
    }
}
