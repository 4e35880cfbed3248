namespace EventSourced.Commands.Fastest.Trees;

/// <summary>
/// Checks a manifest before it is accepted. Its entries are passed over one by one, so that its size does not matter for memory; only a manifest that is not sorted is read as a tree, to
/// find a path that occurs twice.
/// </summary>
/// <param name="open">Opens the manifest at its beginning. It is called up to three times.</param>
public sealed class ManifestCheck(Func<Stream> open)
{
    /// <summary>Checks the manifest and reports the blobs that it names.</summary>
    /// <param name="each">Receives the hash of each file, after the whole manifest was checked. A hash may come again.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ManifestException">It is not a manifest, or has more than <see cref="TreeLimits.MaxEntries"/> entries.</exception>
    public async Task RunAsync(Func<ContentHash, CancellationToken, Task> each, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(each);
        var (count, isSorted, last) = (0, true, (string?)null);
        await ManifestReader.PassAsync(open(), (entry, position) =>
        {
            if (++count > TreeLimits.MaxEntries) throw TreeLimits.TooMany(position);
            isSorted &= last is null || PathOrder.Instance.Compare(last, entry.Path) < 0;
            last = entry.Path;
        }, null, cancellationToken);
        if (!isSorted) await ManifestReader.ReadAsync(open(), cancellationToken);
        List<ContentHash> hashes = [];
        await ManifestReader.PassAsync(open(), (entry, _) =>
        {
            if (entry.IsFile) hashes.Add(entry.Hash);
        }, async () =>
        {
            foreach (var hash in hashes) await each(hash, cancellationToken);
            hashes.Clear();
        }, cancellationToken);
    }
}
