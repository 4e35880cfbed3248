namespace EventSourced.EventStore;

/// <summary>
/// Stores bodies that are too large for events: uploaded exports, snapshots, media. The key of an object follows from its content or is chosen by the caller;
/// in both cases the bytes of a key never change while the object exists.
/// </summary>
public interface IObjectStore
{
    /// <summary>Stores the bytes of a stream. The same bytes under the same prefix are the same object; putting them again updates its time.</summary>
    /// <param name="prefix">Folder of the object, such as <c>community/garden</c>.</param>
    /// <param name="extension">Extension without a dot, such as <c>zip</c>.</param>
    /// <param name="content">The bytes, read once to the end.</param>
    /// <param name="maxBytes">Largest size, in bytes.</param>
    /// <param name="cancellationToken">Stops; nothing is stored.</param>
    /// <exception cref="ObjectTooLargeException">There are more bytes; nothing is stored.</exception>
    Task<StoredObject> PutAsync(string prefix, string extension, Stream content, long maxBytes, CancellationToken cancellationToken = default);

    /// <summary>
    /// Stores the bytes of a stream under a key of the caller's choice. An existing object is never replaced by other bytes; putting the same bytes again
    /// updates its time.
    /// </summary>
    /// <param name="key">The key, such as <c>raw/session/turn.webm</c>.</param>
    /// <param name="content">The bytes, read once to the end.</param>
    /// <param name="maxBytes">Largest size, in bytes.</param>
    /// <param name="cancellationToken">Stops; nothing is stored.</param>
    /// <exception cref="ObjectTooLargeException">There are more bytes; nothing is stored.</exception>
    /// <exception cref="ObjectDiffersException">The key has other bytes; they are not replaced.</exception>
    Task<StoredObject> PutNamedAsync(string key, Stream content, long maxBytes, CancellationToken cancellationToken = default);

    /// <summary>
    /// Stores the bytes of a stream if they have the hash that the caller says, under a key that names this hash. The same bytes under the same key are the same object; putting
    /// them again updates its time.
    /// </summary>
    /// <param name="key">The key, such as <c>user/blobs/sha256</c>.</param>
    /// <param name="sha256">The expected SHA-256, lower-case hex.</param>
    /// <param name="content">The bytes, read once to the end.</param>
    /// <param name="maxBytes">Largest size, in bytes.</param>
    /// <param name="cancellationToken">Stops; nothing is stored.</param>
    /// <exception cref="ObjectTooLargeException">There are more bytes; nothing is stored.</exception>
    /// <exception cref="ObjectHashException">The bytes have another hash; nothing is stored.</exception>
    Task<StoredObject> PutVerifiedAsync(string key, string sha256, Stream content, long maxBytes, CancellationToken cancellationToken = default);

    /// <summary>Updates the time of an object, as if its bytes were put again: a deletion of objects that are unmodified since an earlier time keeps it.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Whether the object exists.</returns>
    Task<bool> TouchAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Opens an object as a seekable stream.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ObjectNotFoundException">The object does not exist.</exception>
    Task<Stream> OpenReadAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Whether an object exists.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<bool> ExistsAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Keys of the objects below a prefix that were not put since a time, folder by folder. Objects may be deleted during the enumeration.</summary>
    /// <param name="prefix">Folder of the objects.</param>
    /// <param name="unmodifiedSince">Objects that were put after this are left out.</param>
    IEnumerable<string> Find(string prefix, DateTimeOffset unmodifiedSince);

    /// <summary>Total size of the objects below a prefix. It reads the size of each of them: cache the result.</summary>
    /// <param name="prefix">Folder of the objects.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<long> SizeAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Deletes an object, unless it was put again since a time.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="unmodifiedSince">An object that was put after this is kept.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Whether it existed and was deleted.</returns>
    Task<bool> DeleteAsync(string key, DateTimeOffset unmodifiedSince, CancellationToken cancellationToken = default);

    /// <summary>Deletes everything below a prefix.</summary>
    /// <param name="prefix">Folder of the objects.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task DeletePrefixAsync(string prefix, CancellationToken cancellationToken = default);
}

/// <summary>An object in the store.</summary>
/// <param name="Key"><c>prefix/sha256.extension</c>, or the caller's own.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hex.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record StoredObject(string Key, string Sha256, long Size)
{
    /// <summary>Whether this put created the object. Otherwise it existed before, and others may need it.</summary>
    public bool IsNew { get; init; }

    /// <summary>The time of the put. A deletion with this time as <c>unmodifiedSince</c> keeps an object that was put again later.</summary>
    public DateTimeOffset PutAt { get; init; }
}

/// <summary>The object store has no object with this key.</summary>
/// <param name="key">The key.</param>
public sealed class ObjectNotFoundException(string key) : Exception($"The object store has no object {key}.")
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;
}

/// <summary>The object store has other bytes under this key. They were not replaced.</summary>
/// <param name="key">The key.</param>
public sealed class ObjectDiffersException(string key) : Exception($"The object store has other bytes under {key}, which were not replaced. Use another key.")
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;
}

/// <summary>A body has another hash than its sender said. Nothing of it was stored.</summary>
/// <param name="expected">The hash that the sender said, hex.</param>
/// <param name="actual">The hash of the bytes, hex.</param>
public sealed class ObjectHashException(string expected, string actual) : Exception($"The body has the SHA-256 {actual}, not {expected}. Nothing was stored. Send the bytes of this hash, or the hash of these bytes.")
{
    /// <summary>The hash of the bytes.</summary>
    public string Actual { get; } = actual;
}

/// <summary>A body is larger than allowed. Nothing of it was stored.</summary>
/// <param name="maxBytes">Largest size allowed, in bytes.</param>
public sealed class ObjectTooLargeException(long maxBytes) : Exception($"The body is larger than {maxBytes} bytes.")
{
    /// <summary>Largest size allowed, in bytes.</summary>
    public long MaxBytes { get; } = maxBytes;
}
