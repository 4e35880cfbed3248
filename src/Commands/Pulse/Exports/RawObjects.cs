using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using Microsoft.Extensions.Logging;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>The object folder of an upload for which there is no command yet.</summary>
public static class UploadFolder
{
    /// <summary>The folder of the community's current incarnation, or of its next one while it does not exist, since its creation may be queued.</summary>
    /// <param name="store">The log. A read table could lag and return the folder of an earlier incarnation.</param>
    /// <param name="codec">Decodes events.</param>
    /// <param name="communityId">The community.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<string> OfAsync(IEventStore store, EventCodec codec, string communityId, CancellationToken cancellationToken) =>
        (await new StateReader(store, codec).LoadAsync(new CommunityState(communityId), cancellationToken)).CurrentOrNext.Objects;
}

/// <summary>
/// Removes raw objects. Their keys are content hashes, so several exports may share one: it is removed when none of them needs it. The read table returns the exports up to
/// its position and the log the later ones; their streams decide whether they need the object.
/// </summary>
internal sealed class RawObjects(StateReader reader, ITableHints hints, IObjectStore objects)
{
    public Task<bool> ExistsAsync(string objectKey, CancellationToken cancellationToken) => objects.ExistsAsync(objectKey, cancellationToken);

    /// <summary>Removes an object that one export no longer needs, unless other exports need it.</summary>
    /// <param name="objectKey">The object.</param>
    /// <param name="export">The export.</param>
    /// <param name="now">The current time: an export whose retention has ended does not need its object.</param>
    /// <param name="unmodifiedSince">An object written after this time is kept, since it may belong to an export that is being registered.</param>
    /// <param name="cancellationToken">Cancels the removal.</param>
    /// <returns>Whether this export is done with the object: it is removed, or other exports need it.</returns>
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
/// Removes uploads that no event refers to: their command was refused or never sent. The log decides, not a read table. The minimum age protects uploads in progress and
/// queued commands; uploading the same bytes again renews the age.
/// </summary>
internal sealed partial class OrphanedUploads(StateReader reader, ITableHints hints, IObjectStore objects, ILogger<OrphanedUploads> logger)
{
    /// <summary>Folder of all uploads.</summary>
    public const string Folder = "community";

    /// <summary>Minimum age of an upload that is removed: longer than any command waits in a queue.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(7);

    /// <summary>Removes them and returns their number.</summary>
    public async Task<int> SweepAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = now - Age;
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        // The table avoids most scans of the log. An object that it does not know may still be in the log.
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

    [LoggerMessage(LogLevel.Information, "Removed {Number} uploads that no event refers to and that were older than {Days} days")]
    private partial void Removed(int number, double days);
}
