using System.Text.Json;
using EventSourced.EventStore;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Explain;

/// <summary>Finds the rows that an event affects, table by table.</summary>
internal sealed class EffectsReader(ReadTableCatalog catalog, ExplainSources sources, IReadOnlyDictionary<string, ITableExplainer> explainers)
{
    public async Task<EventEffects> ReadAsync(long position, CancellationToken cancellationToken)
    {
        var recorded = await FindAsync(position, cancellationToken);
        var e = new ProjectedEvent(recorded, sources.Codec);
        var states = (await new TableStates(sources.Database).ReadAllAsync(catalog, cancellationToken)).ToDictionary(s => s.Table);
        var skips = await SkippedEvents.ReadAsync(sources.Store, cancellationToken);
        var tables = new List<TableEffects>();
        foreach (var explainer in explainers.Values.OfType<IEventTableExplainer>().Where(x => e.EventType is { } type && x.Table.EventTypes.Contains(type)))
        {
            var table = explainer.Table;
            List<IDerivedExplainer> derived = [.. explainers.Values.OfType<IDerivedExplainer>().Where(d => d.Table.SourceRow == table.RowType)];
            var skipped = skips.Of(table);
            TableEffects Of(TableDefinition touched, string? error, IReadOnlyList<RowEffect> rows) => new(
                touched.QualifiedName, states.TryGetValue(touched.QualifiedName, out var state) && state.Position >= position, skipped.Contains(position), error, rows);
            try
            {
                tables.AddRange((await explainer.EffectsAsync(e, derived, skipped, cancellationToken)).Select(t => Of(t.Table, null, t.Rows)));
            }
            catch (EventFailedException fault)
            {
                tables.Add(Of(table, fault.Message, []));
            }
        }
        using var data = JsonDocument.Parse(recorded.Data);
        // A table without rows is not affected: a condition was false or a list empty.
        return new EventEffects(LoggedEvent.Of(recorded), data.RootElement.Clone(), [.. tables.Where(t => t.Rows.Count > 0 || t.Error is not null)]);
    }

    private async Task<RecordedEvent> FindAsync(long position, CancellationToken cancellationToken)
    {
        if (position < 1) throw QueryException.Bad("invalid_value", $"{position} is not a position: the first event has position 1.");
        await TableCheckpoint.AcceptAsync(sources.Database, sources.Store, cancellationToken);
        var page = await sources.Store.ReadPageAsync(position - 1, 1, position, cancellationToken: cancellationToken);
        if (page.Events is [var recorded]) return recorded;
        throw position > page.Watermark
            ? new QueryException(404, "position_beyond_watermark", $"There is no final event at position {position}: the watermark is {page.Watermark}.")
            : new QueryException(404, "position_is_a_hole", $"There is no event at position {position}: the append that reserved it was rolled back. Such gaps are harmless; use a position next to it.");
    }
}
