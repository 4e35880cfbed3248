using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using Microsoft.Extensions.Logging;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>
/// Removes uploads that no event knows: their command was refused, was never sent, or its caller gave up. The log decides, not a read table. The age makes it safe
/// against uploads in flight and commands that wait in a queue; putting the same bytes again is a touch and makes them young.
/// </summary>
internal sealed partial class UnknownObjects(PulseLog log, IExportIndex index, IObjectStore objects, ILogger<UnknownObjects> logger)
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
            if ((await index.FindByObjectAsync(key, cancellationToken)).Exports.Count == 0) unknown.Add(key);
        if (unknown.Count == 0) return 0;
        await foreach (var registered in log.ReadAfterAsync<ExportRegistered>(0, cancellationToken)) unknown.Remove(registered.ObjectKey);
        var removed = 0;
        foreach (var key in unknown)
            if (await objects.DeleteAsync(key, before, cancellationToken)) removed++;
        if (removed > 0) Removed(removed, Age.TotalDays);
        return removed;
    }

    [LoggerMessage(LogLevel.Information, "{Number} uploads that no event knows, and that were older than {Days} days, were removed")]
    private partial void Removed(int number, double days);
}
