using System.Text.Json;
using EventSourced.Contracts.Operations;
using EventSourced.EventStore;

namespace EventSourced.ReadTables.Runtime;

/// <summary>The events that administrators skipped for each table, from the log: every build of a table skips the same.</summary>
internal sealed class SkippedEvents
{
    /// <summary>Name of <see cref="EventSkipped"/> in the log.</summary>
    private const string EventName = "operations.event_skipped.v1";

    // Without the codec: the engine must read its own events with any catalog of events and any serializer of a Marten application.
    private static readonly JsonSerializerOptions s_anyCase = new() { PropertyNameCaseInsensitive = true };

    private readonly Dictionary<string, HashSet<long>> _byTable = [];

    /// <summary>Reads them from their stream.</summary>
    public static async Task<SkippedEvents> ReadAsync(IEventStore store, CancellationToken cancellationToken)
    {
        var skipped = new SkippedEvents();
        foreach (var e in await store.ReadStreamsAsync([OperationsStreams.Skips], [EventName], cancellationToken: cancellationToken))
        {
            var skip = JsonSerializer.Deserialize<EventSkipped>(e.Data.Span, s_anyCase)!;
            if (!skipped._byTable.TryGetValue(skip.Table, out var positions)) skipped._byTable[skip.Table] = positions = [];
            positions.Add(skip.Position);
        }
        return skipped;
    }

    /// <summary>Positions of the events that a table skips.</summary>
    public IReadOnlySet<long> Of(TableDefinition table) => _byTable.GetValueOrDefault(table.QualifiedName) ?? [];
}
