using EventSourced.EventStore;

namespace EventSourced.Commands.Fastest.Trees;

/// <summary>The blobs in the object store.</summary>
/// <param name="objects">The store.</param>
public sealed class StoredBlobs(IObjectStore objects)
{
    /// <summary>The first bytes of a blob of a user; null when it is not stored.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="maxBytes">How many bytes are read at most.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<byte[]?> FindAsync(Guid userId, ContentHash hash, int maxBytes, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var content = await objects.OpenReadAsync(TreeKeys.Blob(userId, hash.ToString()), cancellationToken);
            var bytes = new byte[Math.Min(content.Length, maxBytes)];
            await content.ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Stores a blob of a user.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Its hash.</returns>
    public async Task<ContentHash> PutAsync(Guid userId, byte[] content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var hash = ContentHash.Of(content);
        using var stream = new MemoryStream(content, writable: false);
        await objects.PutVerifiedAsync(TreeKeys.Blob(userId, hash.ToString()), hash.ToString(), stream, content.Length, cancellationToken);
        return hash;
    }

    /// <summary>Touches the blobs of a tree that are stored, before its manifest is, as <see cref="BlobCollector"/> requires.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task TouchAsync(Guid userId, FileTree tree, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tree);
        foreach (var hash in tree.Blobs) await objects.TouchAsync(TreeKeys.Blob(userId, hash.ToString()), cancellationToken);
    }

    /// <summary>As <see cref="TouchAsync"/>, for a tree whose blobs must all be stored.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The first blob that is not stored, or null.</returns>
    public async Task<ContentHash?> FirstMissingAsync(Guid userId, FileTree tree, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tree);
        foreach (var hash in tree.Blobs)
            if (!await objects.TouchAsync(TreeKeys.Blob(userId, hash.ToString()), cancellationToken)) return hash;
        return null;
    }
}
