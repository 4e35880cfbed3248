using EventSourced.Contracts.Operations;
using EventSourced.EventStore;

namespace EventSourced.ReadTables.Runtime;

/// <summary>The events that administrators decided to leave out, from the log: every build of a table leaves out the same.</summary>
internal sealed class SkippedEvents
{
    private static readonly HashSet<long> s_none = [];
    private readonly Dictionary<string, HashSet<long>> _byTable;

    private SkippedEvents(Dictionary<string, HashSet<long>> byTable) => _byTable = byTable;

    /// <summary>Positions that a table leaves out.</summary>
    /// <param name="table">Qualified name.</param>
    public IReadOnlySet<long> Of(string table) => _byTable.GetValueOrDefault(table, s_none);

    public static async Task<SkippedEvents> ReadAsync(IEventStore store, EventCodec codec, CancellationToken cancellationToken)
    {
        // The log of a catalog that knows nothing of operations holds no skips.
        if (codec.Catalog.Find("operations.event_skipped.v1") is null) return new([]);
        var events = await store.ReadStreamsAsync([OperationsStreams.Skips], cancellationToken: cancellationToken);
        return new(events.Select(codec.Decode).OfType<EventSkipped>().GroupBy(s => s.Table).ToDictionary(g => g.Key, g => g.Select(s => s.Position).ToHashSet()));
    }
}
