using EventSourced.EventStore;

namespace EventSourced.Commands.Fastest.Trees;

/// <summary>The manifests in the object store.</summary>
/// <param name="objects">The store.</param>
public sealed class StoredManifests(IObjectStore objects)
{
    /// <summary>Whether a manifest of a user is stored.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<bool> ExistsAsync(Guid userId, string hash, CancellationToken cancellationToken = default) => objects.ExistsAsync(TreeKeys.Manifest(userId, hash), cancellationToken);

    /// <summary>Reads a manifest of a user; null when it is not stored.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ManifestException">The stored bytes are not a manifest.</exception>
    public async Task<FileTree?> FindAsync(Guid userId, string hash, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var content = await objects.OpenReadAsync(TreeKeys.Manifest(userId, hash), cancellationToken);
            return await ManifestReader.ReadAsync(content, cancellationToken);
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes the manifest of a tree whose blobs were touched: <see cref="BlobCollector"/> deletes none of them from then on.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The hash of the manifest.</returns>
    public async Task<string> WriteAsync(Guid userId, FileTree tree, CancellationToken cancellationToken = default)
    {
        using var content = new MemoryStream();
        await ManifestWriter.WriteAsync(tree, content, cancellationToken);
        content.Position = 0;
        // The store names the object by its hash, as TreeKeys.Manifest does.
        return (await objects.PutAsync(TreeKeys.Manifests(userId), "json", content, content.Length, cancellationToken)).Sha256;
    }
}
