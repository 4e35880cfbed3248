namespace EventSourced.EventStore;

/// <summary>
/// Keeps large bodies that do not belong into events: uploaded exports, snapshots, media. Objects are named by their content, or by the caller; in both cases
/// a key stands for the same bytes for as long as the object is there.
/// </summary>
public interface IObjectStore
{
    /// <summary>Stores the bytes of a stream. The same bytes under the same prefix are the same object; putting them again counts as a touch.</summary>
    /// <param name="prefix">Folder of the object, such as <c>community/garden</c>.</param>
    /// <param name="extension">Extension without a dot, such as <c>zip</c>.</param>
    /// <param name="content">The bytes, read once to the end.</param>
    /// <param name="maxBytes">Most bytes to take.</param>
    /// <param name="cancellationToken">Stops; nothing is stored.</param>
    /// <exception cref="ObjectTooLargeException">There are more bytes; nothing is stored.</exception>
    Task<StoredObject> PutAsync(string prefix, string extension, Stream content, long maxBytes, CancellationToken cancellationToken = default);

    /// <summary>
    /// Stores the bytes of a stream under a key of the caller's choice. An object that is there is never replaced by other bytes; putting the same bytes again
    /// counts as a touch.
    /// </summary>
    /// <param name="key">The key, such as <c>raw/session/turn.webm</c>.</param>
    /// <param name="content">The bytes, read once to the end.</param>
    /// <param name="maxBytes">Most bytes to take.</param>
    /// <param name="cancellationToken">Stops; nothing is stored.</param>
    /// <exception cref="ObjectTooLargeException">There are more bytes; nothing is stored.</exception>
    /// <exception cref="ObjectDiffersException">The key has other bytes; they stay.</exception>
    Task<StoredObject> PutNamedAsync(string key, Stream content, long maxBytes, CancellationToken cancellationToken = default);

    /// <summary>Opens an object for reading, from any place in it.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ObjectNotFoundException">There is none.</exception>
    Task<Stream> OpenReadAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Whether an object is there.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<bool> ExistsAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Keys of the objects below a prefix that were not put since a time. Those of one folder follow each other; deleting them meanwhile disturbs nothing.</summary>
    /// <param name="prefix">Folder of the objects.</param>
    /// <param name="unmodifiedSince">Objects that were put after this are left out.</param>
    IEnumerable<string> Find(string prefix, DateTimeOffset unmodifiedSince);

    /// <summary>Bytes of all objects below a prefix. It looks at each of them: keep the answer for a while.</summary>
    /// <param name="prefix">Folder of the objects.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<long> SizeAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Deletes an object, unless it was put again meanwhile.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="unmodifiedSince">An object that was put after this is kept.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Whether it was there and is gone now.</returns>
    Task<bool> DeleteAsync(string key, DateTimeOffset unmodifiedSince, CancellationToken cancellationToken = default);

    /// <summary>Deletes everything below a prefix.</summary>
    /// <param name="prefix">Folder of the objects.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task DeletePrefixAsync(string prefix, CancellationToken cancellationToken = default);
}

/// <summary>An object in the store.</summary>
/// <param name="Key"><c>prefix/sha256.extension</c>, or the caller's own.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hex.</param>
/// <param name="Size">Its bytes.</param>
public sealed record StoredObject(string Key, string Sha256, long Size)
{
    /// <summary>Whether this put made the object: else it was there, and others may need it.</summary>
    public bool IsNew { get; init; }

    /// <summary>The time of its touch: who deletes it with this time as <c>unmodifiedSince</c> spares what was put again later.</summary>
    public DateTimeOffset PutAt { get; init; }
}

/// <summary>The object store holds no object of this key.</summary>
/// <param name="key">The key.</param>
public sealed class ObjectNotFoundException(string key) : Exception($"The object store holds no object {key}.")
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;
}

/// <summary>The object store holds other bytes under this key. They were not replaced.</summary>
/// <param name="key">The key.</param>
public sealed class ObjectDiffersException(string key) : Exception($"The object store holds other bytes under {key}; they stay. Use another key.")
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;
}

/// <summary>A body is larger than allowed. Nothing of it was stored.</summary>
/// <param name="maxBytes">Bytes allowed.</param>
public sealed class ObjectTooLargeException(long maxBytes) : Exception($"The body is larger than {maxBytes} bytes.")
{
    /// <summary>Bytes allowed.</summary>
    public long MaxBytes { get; } = maxBytes;
}
