using EventSourced.EventStore;

namespace EventSourced.Commands.Fastest.Trees;

/// <summary>What a collection found and did.</summary>
/// <param name="Manifests">Manifests of the user that stay.</param>
/// <param name="Live">Different blobs that they name.</param>
/// <param name="OrphanManifests">Hashes of old manifests that nothing names, up to the given maximum.</param>
/// <param name="Orphans">Hashes of old blobs that no other manifest names, up to the given maximum.</param>
/// <param name="DeletedManifests">How many of the manifests were deleted.</param>
/// <param name="Deleted">How many of the blobs were deleted.</param>
public sealed record CollectedBlobs(int Manifests, int Live, IReadOnlyList<string> OrphanManifests, IReadOnlyList<string> Orphans, int DeletedManifests, int Deleted);

/// <summary>
/// Deletes manifests that no snapshot and no workspace of their user names, and blobs that no other manifest names (specification, 1.2), also while uploads go on. The rule: whoever says
/// that a blob is stored, or names a manifest, touches it first; and what was touched within the grace is not deleted. So a client that was told not to upload a blob has the grace
/// to upload its manifest, which touches all blobs that it names before it is stored; and the grace again to name the manifest. The deadline is taken before the names and the manifests are
/// read: what is named later was touched later than the deadline.
/// </summary>
/// <param name="objects">The store.</param>
/// <param name="time">Clock.</param>
public sealed class BlobCollector(IObjectStore objects, TimeProvider time)
{
    /// <summary>Collects the manifests and blobs of a user.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="named">Reads the manifests that the user's snapshots and workspaces name: at least all that were named before the call.</param>
    /// <param name="grace">How long a manifest or blob is kept after it was uploaded, reported as stored or named.</param>
    /// <param name="dryRun">Whether nothing is deleted.</param>
    /// <param name="most">Maximum number of orphans, for manifests and for blobs.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ManifestException">A stored manifest that is named cannot be read: nothing is deleted, because its blobs are unknown.</exception>
    public async Task<CollectedBlobs> CollectAsync(
        Guid userId, Func<CancellationToken, Task<IReadOnlySet<ContentHash>>> named, TimeSpan grace, bool dryRun, int most, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(named);
        var deadline = time.GetUtcNow() - grace;
        var names = await named(cancellationToken);
        List<string> unnamed = [.. objects.Find(TreeKeys.Manifests(userId), deadline).Where(key => ContentHash.TryParse(HashOf(key), out var hash) && !names.Contains(hash)).Take(most)];
        var (live, kept) = (new HashSet<ContentHash>(), 0);
        foreach (var key in objects.Find(TreeKeys.Manifests(userId), DateTimeOffset.MaxValue).Except(unnamed, StringComparer.Ordinal)) await KeepAsync(key);
        var deletedManifests = 0;
        foreach (var key in dryRun ? [] : unnamed)
        {
            if (await objects.DeleteAsync(key, deadline, cancellationToken)) deletedManifests++;
            // Somebody names it at this moment, and has touched it.
            else await KeepAsync(key);
        }
        List<string> orphans = [.. objects.Find(TreeKeys.Blobs(userId), deadline).Select(HashOf).Where(hash => ContentHash.TryParse(hash, out var parsed) && !live.Contains(parsed)).Take(most)];
        var deleted = 0;
        foreach (var hash in dryRun ? [] : orphans)
            if (await objects.DeleteAsync(TreeKeys.Blob(userId, hash), deadline, cancellationToken)) deleted++;
        return new(kept, live.Count, [.. unnamed.Select(HashOf)], orphans, deletedManifests, deleted);

        async Task KeepAsync(string key)
        {
            try
            {
                await using var content = await objects.OpenReadAsync(key, cancellationToken);
                await ManifestReader.PassAsync(content, (entry, _) =>
                {
                    if (entry.IsFile) live.Add(entry.Hash);
                }, null, cancellationToken);
                kept++;
            }
            catch (ObjectNotFoundException)
            {
                // Another collection has deleted it.
            }
        }
    }

    private static string HashOf(string key) => key[(key.LastIndexOf('/') + 1)..].Split('.')[0];
}
