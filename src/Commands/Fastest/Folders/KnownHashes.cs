using System.Security.Cryptography;
using System.Text;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.EventStore;

namespace EventSourced.Commands.Fastest.Folders;

/// <summary>
/// The hashes of a folder's files from its last scan, in <c>.fst/index</c>: a file whose state is still the same is not read again. As in git, a file that changed less than
/// <see cref="Settling"/> before the scan is not kept, since it could change once more without another time. An index that is damaged, of another version or of another
/// folder is empty: then every file is read.
/// </summary>
public sealed class KnownHashes
{
    /// <summary>The coarsest resolution of times in common file systems.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private const int Checksum = SHA256.HashSizeInBytes;

    private readonly Dictionary<string, KnownFile> _files = new(StringComparer.Ordinal);

    // Whether it differs from the index that was read.
    private bool _isChanged;

    private static ReadOnlySpan<byte> Header => "fst-index 2\n"u8;

    /// <summary>Reads the index of a folder.</summary>
    /// <param name="root">The folder.</param>
    public static KnownHashes Read(string root)
    {
        var known = new KnownHashes();
        try
        {
            if (File.Exists(PathOf(root))) known.Fill(File.ReadAllBytes(PathOf(root)), root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The index only saves time; writing the next one reports what is wrong with the folder.
            known._files.Clear();
        }
        return known;
    }

    /// <summary>The hash of a file that has not changed.</summary>
    /// <param name="path">Path relative to the root.</param>
    /// <param name="state">Its state now.</param>
    /// <param name="hash">The hash, or the default.</param>
    internal bool TryGet(string path, in FileState state, out ContentHash hash)
    {
        var found = _files.TryGetValue(path, out var file) && file.State == state;
        hash = found ? file!.Hash : default;
        return found;
    }

    /// <summary>Keeps a file as the last index had it.</summary>
    /// <param name="path">Path relative to the root.</param>
    /// <param name="last">The last index.</param>
    internal void Take(string path, KnownHashes last) => _files[path] = last._files[path];

    /// <summary>Keeps a hash.</summary>
    /// <param name="path">Path relative to the root.</param>
    /// <param name="state">State of the file before and after it was read.</param>
    /// <param name="hash">The hash.</param>
    internal void Add(string path, in FileState state, ContentHash hash)
    {
        _files[path] = new(state, hash);
        _isChanged = true;
    }

    /// <summary>Forgets a hash, so that the file is read again: it has changed although its state has not.</summary>
    /// <param name="path">Path relative to the root.</param>
    public void Forget(string path) => _isChanged |= _files.Remove(path);

    /// <summary>Forgets all hashes.</summary>
    public void Clear()
    {
        _isChanged = true;
        _files.Clear();
    }

    /// <summary>Replaces the index of a folder, if it is another one than the last.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="last">The last index, as it was read.</param>
    public void Write(string root, KnownHashes last)
    {
        ArgumentNullException.ThrowIfNull(last);
        if (!_isChanged && !last._isChanged && _files.Count == last._files.Count) return;
        var path = PathOf(root);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Replace(path, Bytes(root));
    }

    private byte[] Bytes(string root)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Header);
        writer.Write(new byte[Checksum]);
        writer.Write(root);
        writer.Write(_files.Count);
        var hash = new byte[ContentHash.Bytes];
        foreach (var (path, (state, content)) in _files)
        {
            writer.Write(path);
            writer.Write(state.Size);
            writer.Write(state.ChangedAt);
            writer.Write(state.StateChangedAt);
            writer.Write(state.Node);
            writer.Write(state.IsExecutable);
            content.WriteDigest(hash);
            writer.Write(hash);
        }
        writer.Flush();
        var all = bytes.ToArray();
        var body = all.AsSpan(Header.Length + Checksum);
        SHA256.HashData(body, all.AsSpan(Header.Length, Checksum));
        return all;
    }

    // What has the right checksum was written by Bytes, and so is complete.
    private void Fill(byte[] all, string root)
    {
        var start = Header.Length + Checksum;
        if (all.Length < start || !all.AsSpan().StartsWith(Header) || !SHA256.HashData(all.AsSpan(start)).AsSpan().SequenceEqual(all.AsSpan(Header.Length, Checksum))) return;
        using var reader = new BinaryReader(new MemoryStream(all, start, all.Length - start), Encoding.UTF8);
        if (reader.ReadString() != root) return;
        var count = reader.ReadInt32();
        _files.EnsureCapacity(count);
        for (var i = 0; i < count; i++)
        {
            var path = reader.ReadString();
            var state = new FileState(EntryKind.File, reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadUInt64(), reader.ReadBoolean());
            _files[path] = new(state, ContentHash.FromDigest(reader.ReadBytes(ContentHash.Bytes)));
        }
    }

    private static string PathOf(string root) => Path.Combine(root, IgnoreRules.OwnFolder, "index");

    // A class: dictionaries of references are compiled already.
    private sealed record KnownFile(FileState State, ContentHash Hash);
}
