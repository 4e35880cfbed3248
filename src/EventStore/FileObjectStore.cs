using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace EventSourced.EventStore;

/// <summary>The object store as a folder of files, which only the owner of the process can read. An object is stored atomically and durably.</summary>
public sealed class FileObjectStore : IObjectStore
{
    private const int BufferSize = 128 * 1024;
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(2);
    private readonly string _root;
    private readonly string _temp;
    private readonly ConcurrentDictionary<string, bool> _flushed = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    /// <summary>Opens the store, and creates its folder when it is missing.</summary>
    /// <param name="folder">Folder of the objects.</param>
    /// <param name="time">Clock of touches.</param>
    public FileObjectStore(string folder, TimeProvider? time = null)
    {
        _root = Path.GetFullPath(folder);
        // Inside the store, so that a move is a rename on one file system. No key begins with a dot.
        _temp = Path.Combine(_root, ".tmp");
        _time = time ?? TimeProvider.System;
        PrivateFiles.CreateFolder(_temp);
        try
        {
            PrivateFiles.MakePrivate(_root);
        }
        catch (UnauthorizedAccessException)
        {
            // The folder belongs to another account, which controls who else may read it.
        }
        // Files that a killed process left during a put or a deletion.
        foreach (var left in new DirectoryInfo(_temp).EnumerateFileSystemInfos().Where(f => f.LastWriteTimeUtc < _time.GetUtcNow().UtcDateTime - Abandoned))
        {
            if (left is DirectoryInfo folderLeft) folderLeft.Delete(recursive: true);
            else left.Delete();
        }
    }

    /// <inheritdoc/>
    public async Task<StoredObject> PutAsync(string prefix, string extension, Stream content, long maxBytes, CancellationToken cancellationToken = default)
    {
        Check(prefix);
        if (extension.Length is 0 or > 16 || !extension.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)))
            throw new ArgumentException($"\"{extension}\" is not an extension: use up to 16 lower-case letters and digits.", nameof(extension));
        var temp = Path.Combine(_temp, Guid.NewGuid().ToString("N"));
        try
        {
            var (sha256, size) = await WriteAsync(temp, content, maxBytes, cancellationToken);
            var key = $"{prefix}/{sha256}.{extension}";
            var now = _time.GetUtcNow();
            File.SetLastWriteTimeUtc(temp, now.UtcDateTime);
            var isNew = TryPlace(temp, PathOf(key));
            if (!isNew) Place(temp, PathOf(key));
            return new StoredObject(key, sha256, size) { IsNew = isNew, PutAt = now };
        }
        catch
        {
            File.Delete(temp);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<StoredObject> PutNamedAsync(string key, Stream content, long maxBytes, CancellationToken cancellationToken = default)
    {
        var path = PathOf(key);
        var temp = Path.Combine(_temp, Guid.NewGuid().ToString("N"));
        try
        {
            var (sha256, size) = await WriteAsync(temp, content, maxBytes, cancellationToken);
            var (now, isNew) = (_time.GetUtcNow(), true);
            File.SetLastWriteTimeUtc(temp, now.UtcDateTime);
            while (!TryPlace(temp, path))
            {
                // Null: the object was deleted in between, and the name is free.
                if (await HashOfAsync(path, cancellationToken) is not { } existing) continue;
                if (existing != sha256) throw new ObjectDiffersException(key);
                // The same bytes: replacing the file updates its time.
                Place(temp, path);
                isNew = false;
                break;
            }
            return new StoredObject(key, sha256, size) { IsNew = isNew, PutAt = now };
        }
        catch
        {
            File.Delete(temp);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<StoredObject> PutVerifiedAsync(string key, string sha256, Stream content, long maxBytes, CancellationToken cancellationToken = default)
    {
        var path = PathOf(key);
        var temp = Path.Combine(_temp, Guid.NewGuid().ToString("N"));
        try
        {
            var (actual, size) = await WriteAsync(temp, content, maxBytes, cancellationToken);
            if (actual != sha256) throw new ObjectHashException(sha256, actual);
            var now = _time.GetUtcNow();
            File.SetLastWriteTimeUtc(temp, now.UtcDateTime);
            // The key names the hash: an existing object has these bytes, and replacing it updates its time.
            var isNew = TryPlace(temp, path);
            if (!isNew) Place(temp, path);
            return new StoredObject(key, sha256, size) { IsNew = isNew, PutAt = now };
        }
        catch
        {
            File.Delete(temp);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<bool> TouchAsync(string key, CancellationToken cancellationToken = default)
    {
        try
        {
            File.SetLastWriteTimeUtc(PathOf(key), _time.GetUtcNow().UtcDateTime);
            return Task.FromResult(true);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult(false);
        }
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string key, CancellationToken cancellationToken = default)
    {
        try
        {
            return Task.FromResult<Stream>(new FileStream(PathOf(key), new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                BufferSize = BufferSize,
                Options = FileOptions.Asynchronous,
            }));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromException<Stream>(new ObjectNotFoundException(key));
        }
    }

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken = default) => Task.FromResult(File.Exists(PathOf(key)));

    /// <inheritdoc/>
    public IEnumerable<string> Find(string prefix, DateTimeOffset unmodifiedSince)
    {
        Check(prefix);
        return Below(new DirectoryInfo(Path.Combine(_root, prefix)), unmodifiedSince.UtcDateTime).Select(f => Path.GetRelativePath(_root, f.FullName).Replace('\\', '/'));
    }

    /// <inheritdoc/>
    public Task<long> SizeAsync(string prefix, CancellationToken cancellationToken = default)
    {
        Check(prefix);
        // On a thread of the pool: there may be many files.
        return Task.Run(() => Below(new DirectoryInfo(Path.Combine(_root, prefix)), DateTime.MaxValue).Sum(SizeOf), cancellationToken);
    }

    private static long SizeOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            // It was deleted in the meantime.
            return 0;
        }
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string key, DateTimeOffset unmodifiedSince, CancellationToken cancellationToken = default)
    {
        var path = PathOf(key);
        if (!File.Exists(path) || File.GetLastWriteTimeUtc(path) > unmodifiedSince.UtcDateTime) return Task.FromResult(false);
        // A put may replace the file between the check and the deletion: move it away first, and check its time again where no other process can reach it.
        var movedAway = Path.Combine(_temp, Guid.NewGuid().ToString("N"));
        try
        {
            File.Move(path, movedAway);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult(false);
        }
        if (File.GetLastWriteTimeUtc(movedAway) > unmodifiedSince.UtcDateTime)
        {
            // Put it back, unless a newer object has taken the name.
            if (!TryPlace(movedAway, path)) File.Delete(movedAway);
            return Task.FromResult(false);
        }
        File.Delete(movedAway);
        Flush(Path.GetDirectoryName(path)!);
        return Task.FromResult(true);
    }

    /// <inheritdoc/>
    public Task DeletePrefixAsync(string prefix, CancellationToken cancellationToken = default)
    {
        Check(prefix);
        var folder = Path.Combine(_root, prefix);
        // Moved away in one step, so that no reader sees half of it.
        var movedAway = Path.Combine(_temp, Guid.NewGuid().ToString("N"));
        try
        {
            Directory.Move(folder, movedAway);
        }
        catch (DirectoryNotFoundException)
        {
            return Task.CompletedTask;
        }
        Flush(Path.GetDirectoryName(folder)!);
        Directory.Delete(movedAway, recursive: true);
        return Task.CompletedTask;
    }

    // A folder may be deleted before it is read.
    private static IEnumerable<FileInfo> Below(DirectoryInfo folder, DateTime unmodifiedSince)
    {
        if (!folder.Exists) return [];
        try
        {
            return folder.GetFiles().Where(f => f.LastWriteTimeUtc <= unmodifiedSince).Concat(folder.GetDirectories().SelectMany(f => Below(f, unmodifiedSince)));
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static async Task<(string Sha256, long Size)> WriteAsync(string path, Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                BufferSize = 0,
                Options = FileOptions.Asynchronous,
            }.Private());
            var size = 0L;
            while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var n)
            {
                if ((size += n) > maxBytes) throw new ObjectTooLargeException(maxBytes);
                hash.AppendData(buffer, 0, n);
                await file.WriteAsync(buffer.AsMemory(0, n), cancellationToken);
            }
            file.Flush(flushToDisk: true);
            return (Convert.ToHexStringLower(hash.GetHashAndReset()), size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<string?> HashOfAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void Place(string temp, string path) => Name(temp, path, overwrite: true);

    // EEXIST. The other file may be deleted again before File.Exists is called.
    private const int NameTaken = 17;

    /// <summary>Gives a file its name, unless another file has the name.</summary>
    private bool TryPlace(string temp, string path)
    {
        try
        {
            Name(temp, path, overwrite: false);
            return true;
        }
        catch (IOException e) when (File.Exists(temp) && (e.HResult == NameTaken || File.Exists(path)))
        {
            return false;
        }
    }

    private void Name(string temp, string path, bool overwrite)
    {
        var folder = Path.GetDirectoryName(path)!;
        for (var i = 0; ; i++)
        {
            if (!Directory.Exists(folder))
            {
                PrivateFiles.CreateFolder(folder, _root);
                _flushed.TryRemove(folder, out _);
            }
            try
            {
                if (overwrite || OperatingSystem.IsWindows()) File.Move(temp, path, overwrite);
                else LinkAs(temp, path);
                break;
            }
            catch (DirectoryNotFoundException) when (i < 10)
            {
                // Its prefix was deleted in between.
            }
        }
        Flush(folder);
        // Parent folders may be new as well, created by this process or another.
        if (_flushed.ContainsKey(folder)) return;
        for (var at = folder; at.Length > _root.Length;) Flush(at = Path.GetDirectoryName(at)!);
        _flushed.TryAdd(folder, true);
    }

    private string PathOf(string key)
    {
        Check(key);
        return Path.Combine(_root, key);
    }

    /// <summary>Keys and prefixes are names joined by slashes; none can point outside the store's folder.</summary>
    private static void Check(string key)
    {
        if (key.Length is 0 or > 512 || key.Split('/').Any(name => name.Length == 0 || name[0] == '.' || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')))
            throw new ArgumentException($"\"{key}\" is not a key: use names of letters, digits, '-', '_' and '.', joined by '/'; none begins with a dot.", nameof(key));
    }

    /// <summary>File.Move without overwriting checks first and renames then, so two concurrent moves can replace each other. Creating a link is atomic.</summary>
    private static void LinkAs(string temp, string path)
    {
        const int NoEntry = 2;
        if (Link(temp, path) == 0)
        {
            File.Delete(temp);
            return;
        }
        var error = Marshal.GetLastPInvokeError();
        throw error == NoEntry ? new DirectoryNotFoundException($"The folder of {path} is gone.") : new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string path);

    /// <summary>Flushes a folder to disk: only then a rename in it is durable.</summary>
    private static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(folder, 0);
        if (descriptor < 0) return;
        _ = Fsync(descriptor);
        _ = Close(descriptor);
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
