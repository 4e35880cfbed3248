using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>
/// Removes raw objects. They are named by their content, so several exports may share one: it goes when none needs it. Which exports share it is told by the
/// read table up to its position, and from there on by the log; whether they need it, by their streams.
/// </summary>
internal sealed class RawObjects(PulseLog log, IExportIndex index, IObjectStore objects)
{
    public Task<bool> ExistsAsync(string objectKey, CancellationToken cancellationToken) => objects.ExistsAsync(objectKey, cancellationToken);

    /// <summary>Removes an object that one export needs no more.</summary>
    /// <param name="objectKey">The object.</param>
    /// <param name="export">The export.</param>
    /// <param name="now">The present time: an export whose retention has run out needs its object no more.</param>
    /// <param name="unmodifiedSince">An object put after this may belong to an export that is being registered: it stays.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Whether this export has nothing to do with the object any more: it is gone, or others need it and look after it.</returns>
    public async Task<bool> ReleaseAsync(string objectKey, Guid export, DateTimeOffset now, DateTimeOffset unmodifiedSince, CancellationToken cancellationToken)
    {
        var (known, position) = await index.FindByObjectAsync(objectKey, cancellationToken);
        HashSet<Guid> others = [.. known];
        await foreach (var registered in log.ReadAfterAsync<ExportRegistered>(position, cancellationToken))
            if (registered.ObjectKey == objectKey) others.Add(registered.ExportId);
        foreach (var other in others)
        {
            if (other == export) continue;
            var (state, community, _, source) = await log.ExportContextAsync(other, null, cancellationToken);
            if (community.Owns(state.Position) && ExportDecider.NeedsRaw(state, source, now)) return true;
        }
        return await objects.DeleteAsync(objectKey, unmodifiedSince, cancellationToken) || !await objects.ExistsAsync(objectKey, cancellationToken);
    }
}
