using System.IO.Pipelines;
using EventSourced.EventStore;

namespace EventSourced.Commands.Fastest.Trees;

/// <summary>The manifests in the object store.</summary>
/// <param name="objects">The store.</param>
public sealed class StoredManifests(IObjectStore objects)
{
    /// <summary>Touches a manifest of a user before a snapshot or workspace names it, as <see cref="BlobCollector"/> requires.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it is stored.</returns>
    public Task<bool> TouchAsync(Guid userId, string hash, CancellationToken cancellationToken = default) => objects.TouchAsync(TreeKeys.Manifest(userId, hash), cancellationToken);

    /// <summary>Reads a manifest of a user; null when it is not stored.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ManifestException">The stored bytes are not a manifest.</exception>
    public Task<FileTree?> FindAsync(Guid userId, string hash, CancellationToken cancellationToken = default) => FindAsync(userId, hash, null, null, cancellationToken);

    /// <summary>Reads a manifest of a user, or some of its entries; null when it is not stored.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="like">A tree in memory with nearly the same paths: the texts of equal ones are shared. Null for none.</param>
    /// <param name="keep">Whether an entry is kept; the others take no memory. Null to keep all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ManifestException">The stored bytes are not a manifest.</exception>
    public async Task<FileTree?> FindAsync(Guid userId, string hash, FileTree? like, Func<TreeEntry, bool>? keep = null, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var content = await objects.OpenReadAsync(TreeKeys.Manifest(userId, hash), cancellationToken);
            return await ManifestReader.ReadAsync(content, like, keep, cancellationToken);
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Stores the manifest of a tree for a user. If its blobs are stored, they were touched before: <see cref="BlobCollector"/> deletes none of them from then on.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="cancellationToken">Cancels the call; nothing is stored.</param>
    /// <returns>Its hash.</returns>
    public async Task<string> WriteAsync(Guid userId, FileTree tree, CancellationToken cancellationToken = default)
    {
        // The writer and the store run side by side, so that a manifest of any size needs no memory. Whichever fails ends the other.
        var pipe = new Pipe();
        var stored = StoreAsync(userId, pipe.Reader, cancellationToken);
        try
        {
            await ManifestWriter.WriteAsync(tree, pipe.Writer.AsStream(leaveOpen: true), cancellationToken);
            await pipe.Writer.CompleteAsync();
        }
        catch (Exception e)
        {
            await pipe.Writer.CompleteAsync(e);
            throw;
        }
        return await stored;
    }

    /// <summary>Stores the bytes of a manifest that was read before for a user.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="cancellationToken">Cancels the call; nothing is stored.</param>
    /// <returns>Its hash.</returns>
    public async Task<string> WriteAsync(Guid userId, Stream content, CancellationToken cancellationToken = default) =>
        (await objects.PutAsync(TreeKeys.Manifests(userId), TreeKeys.ManifestExtension, content, long.MaxValue, cancellationToken)).Sha256;

    private async Task<string> StoreAsync(Guid userId, PipeReader content, CancellationToken cancellationToken)
    {
        await using var bytes = content.AsStream();
        return await WriteAsync(userId, bytes, cancellationToken);
    }
}
