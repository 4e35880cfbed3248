using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using Microsoft.Extensions.Logging;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>Tells where an upload belongs, before there is a command that says so.</summary>
public static class UploadFolder
{
    /// <summary>The folder of the life that a community has now; of its next life while there is none, for its creation may be waiting in the queue.</summary>
    /// <param name="store">The log. No read table: one that lags would name the folder of a life that is over.</param>
    /// <param name="codec">Reads events.</param>
    /// <param name="communityId">The community.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<string> OfAsync(IEventStore store, EventCodec codec, string communityId, CancellationToken cancellationToken) =>
        (await new StateReader(store, codec).LoadAsync(new CommunityState(communityId), cancellationToken)).PresentOrNext.Objects;
}

/// <summary>
/// Removes raw objects. They are named by their content, so several exports may share one: it goes when none needs it. Which exports share it is told by the
/// read table up to its position, and from there on by the log; whether they need it, by their streams.
/// </summary>
internal sealed class RawObjects(StateReader reader, ITableHints hints, IObjectStore objects)
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
        var (known, position) = await hints.FindAsync(ExportHints.ByObject, objectKey, cancellationToken);
        HashSet<Guid> others = [.. known];
        await foreach (var registered in reader.ReadAfterAsync<ExportRegistered>(position, cancellationToken))
            if (registered.ObjectKey == objectKey) others.Add(registered.ExportId);
        others.Remove(export);
        foreach (var other in others)
        {
            var loaded = await ExportContext.LoadAsync(reader, other, null, cancellationToken);
            if (loaded.Exists && ExportDecider.NeedsRaw(loaded.Export, loaded.Source, now)) return true;
        }
        return await objects.DeleteAsync(objectKey, unmodifiedSince, cancellationToken) || !await objects.ExistsAsync(objectKey, cancellationToken);
    }
}

/// <summary>
/// Removes uploads that no event knows: their command was refused, was never sent, or its caller gave up. The log decides, not a read table. The age makes it safe
/// against uploads in flight and commands that wait in a queue; putting the same bytes again is a touch and makes them young.
/// </summary>
internal sealed partial class UnknownObjects(StateReader reader, ITableHints hints, IObjectStore objects, ILogger<UnknownObjects> logger)
{
    /// <summary>Folder of all uploads.</summary>
    public const string Folder = "community";

    /// <summary>How old an upload is when it counts as forgotten: longer than any command waits in a queue.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(7);

    /// <summary>Removes them. Returns how many.</summary>
    public async Task<int> SweepAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = now - Age;
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        // The table saves most walks through the log. What it does not hold may still be in the log.
        foreach (var key in objects.Find(Folder, before))
            if ((await hints.FindAsync(ExportHints.ByObject, key, cancellationToken)).Ids.Count == 0) unknown.Add(key);
        if (unknown.Count == 0) return 0;
        await foreach (var registered in reader.ReadAfterAsync<ExportRegistered>(0, cancellationToken)) unknown.Remove(registered.ObjectKey);
        var removed = 0;
        foreach (var key in unknown)
            if (await objects.DeleteAsync(key, before, cancellationToken)) removed++;
        if (removed > 0) Removed(removed, Age.TotalDays);
        return removed;
    }

    [LoggerMessage(LogLevel.Information, "{Number} uploads that no event knows, and that were older than {Days} days, were removed")]
    private partial void Removed(int number, double days);
}
