using EventSourced.EventStore;

namespace EventSourced.Commands.Fastest.Trees;

/// <summary>What a collection found and did.</summary>
/// <param name="Manifests">Manifests of the user.</param>
/// <param name="Live">Different blobs that they name.</param>
/// <param name="Orphans">Old blobs that no manifest names, up to the given maximum.</param>
/// <param name="Deleted">How many of them were deleted.</param>
public sealed record CollectedBlobs(int Manifests, int Live, IReadOnlyList<string> Orphans, int Deleted);

/// <summary>
/// Deletes blobs that no manifest of their user names (specification, 1.2), also while uploads go on. The rule: whoever says that a blob is stored, touches it first; and a
/// blob that was touched within the grace is not deleted. So a client that was told not to upload a blob has the grace to upload its manifest, which touches all blobs that it
/// names before it is stored. The deadline is taken before the manifests are read: a manifest that is stored later has touched its blobs later than the deadline.
/// </summary>
/// <param name="objects">The store.</param>
/// <param name="time">Clock.</param>
public sealed class BlobCollector(IObjectStore objects, TimeProvider time)
{
    /// <summary>Collects the blobs of a user.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="grace">How long a blob is kept after it was uploaded or reported as stored.</param>
    /// <param name="dryRun">Whether nothing is deleted.</param>
    /// <param name="maxBlobs">Maximum number of orphans.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ManifestException">A stored manifest cannot be read: nothing is deleted, because its blobs are unknown.</exception>
    public async Task<CollectedBlobs> CollectAsync(Guid userId, TimeSpan grace, bool dryRun, int maxBlobs, CancellationToken cancellationToken = default)
    {
        var deadline = time.GetUtcNow() - grace;
        var (live, manifests) = (new HashSet<ContentHash>(), 0);
        foreach (var key in objects.Find(TreeKeys.Manifests(userId), DateTimeOffset.MaxValue))
        {
            await using var content = await objects.OpenReadAsync(key, cancellationToken);
            live.UnionWith((await ManifestReader.ReadAsync(content, cancellationToken)).Blobs);
            manifests++;
        }
        var orphans = objects.Find(TreeKeys.Blobs(userId), deadline).Select(key => key[(key.LastIndexOf('/') + 1)..])
            .Where(hash => ContentHash.TryParse(hash, out var parsed) && !live.Contains(parsed)).Take(maxBlobs).ToList();
        var deleted = 0;
        if (!dryRun)
        {
            foreach (var hash in orphans)
                if (await objects.DeleteAsync(TreeKeys.Blob(userId, hash), deadline, cancellationToken)) deleted++;
        }
        return new(manifests, live.Count, orphans, deleted);
    }
}
