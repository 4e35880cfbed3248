using System.Text.Json.Nodes;
using EventSourced.ReadTables.Definition;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Explain;

/// <summary>Explains the rows of a table that maps events by replaying the events of a key.</summary>
internal sealed class EventTableExplainer<TRow>(TableDefinition<TRow> table, ExplainSources sources) : IEventTableExplainer
    where TRow : class, IReadTable<TRow>
{
    /// <summary>Largest number of events in an explanation: all states of a row that every event changes would not fit into memory.</summary>
    internal const int MaxEvents = 5_000;

    public TableDefinition Table => table;

    public async Task<RowExplanation> ExplainAsync(IEnumerable<KeyValuePair<string, string>> key, CancellationToken cancellationToken)
    {
        var probe = RowKey.Parse(table, key);
        var keyValues = RowValues.Of(table.KeyColumns, probe);
        TableState state;
        JsonObject? live;
        await using (var rows = await LiveRows.OpenAsync(sources.Database, [table], cancellationToken))
        {
            state = await rows.StateAsync(table, cancellationToken);
            live = (await rows.SelectAsync(table, table.KeyColumns, [probe], table.KeyColumns, cancellationToken)) is [var row] ? RowValues.Of(table.Columns, row) : null;
        }
        var changes = new Queue<RowChange>();
        var omitted = 0L;
        var skipped = (await SkippedEvents.ReadAsync(sources.Store, cancellationToken)).Of(table);
        try
        {
            await Replay().RunAsync([probe], state.Position, skipped, (_, change) =>
            {
                changes.Enqueue(change);
                if (changes.Count <= MaxEvents) return;
                changes.Dequeue();
                omitted++;
            }, cancellationToken);
        }
        catch (EventFailedException e)
        {
            throw new QueryException(409, "event_not_explained",
                $"{e.Message} The table is {state.State} at position {state.Position}, beyond this event, so another definition built its rows. Rebuild it, then retry.");
        }
        if (changes.Count == 0 && live is null)
        {
            throw new QueryException(404, "row_unknown",
                $"No event up to position {state.Position} created a row of {table.QualifiedName} with the key {keyValues.ToJsonString()}.");
        }
        var replayed = changes.LastOrDefault()?.After;
        return new RowExplanation(table.QualifiedName, keyValues, state, [.. changes], omitted, null, replayed, live, RowValues.Differences(live, replayed));
    }

    public async Task<IReadOnlyList<IReadOnlyList<RowEvent>>> RecentEventsAsync(
        IReadOnlyList<IEnumerable<KeyValuePair<string, string>>> keys, long upTo, int limit, CancellationToken cancellationToken)
    {
        List<TRow> probes = [.. keys.Select(k => RowKey.Parse(table, k))];
        var recent = new Dictionary<TRow, Queue<RowEvent>>(new RowComparer<TRow>(table.KeyColumns));
        foreach (var probe in probes) recent.TryAdd(probe, []);
        await Replay().RunAsync(probes, upTo, (await SkippedEvents.ReadAsync(sources.Store, cancellationToken)).Of(table), (key, change) =>
        {
            recent[key].Enqueue(new RowEvent(change.Event.Position, change.Event.Type, change.Effects));
            if (recent[key].Count > limit) recent[key].Dequeue();
        }, cancellationToken);
        return [.. probes.Select(p => (IReadOnlyList<RowEvent>)[.. recent[p]])];
    }

    public async Task<IReadOnlyList<(TableDefinition Table, IReadOnlyList<RowEffect> Rows)>> EffectsAsync(
        ProjectedEvent e, IReadOnlyList<IDerivedExplainer> derived, IReadOnlySet<long> skipped, CancellationToken cancellationToken)
    {
        var steps = new List<Step<TRow>>();
        try
        {
            foreach (var mapping in table.MappingsOf(e.Event.GetType())) mapping.Collect(e.Event, e.Info, steps);
        }
        catch (Exception fault)
        {
            throw new EventFailedException(e, table, fault);
        }
        var effects = new List<(TableDefinition, IReadOnlyList<RowEffect>)> { (table, Distinct(steps.Select(Effect))) };
        foreach (var group in derived) effects.Add((group.Table, await GroupsAsync(e, steps, group, skipped, cancellationToken)));
        return effects;
    }

    private RowEffect Effect(Step<TRow> step) => step.Mapping.NamesKey
        ? new RowEffect(EffectNames.Of(step.Mapping.Kind), RowValues.Of(table.KeyColumns, step.Probe), null)
        : new RowEffect(EffectNames.Of(step.Mapping.Kind), null, RowValues.Of(step.Mapping.ProbeColumns, step.Probe));

    private async Task<IReadOnlyList<RowEffect>> GroupsAsync(
        ProjectedEvent e, List<Step<TRow>> steps, IDerivedExplainer derived, IReadOnlySet<long> skipped, CancellationToken cancellationToken)
    {
        var effects = new List<RowEffect>();
        var unknown = new List<TRow>();
        foreach (var step in steps)
        {
            var known = step.Mapping.Kind == MappingKind.Insert ? table.Columns : step.Mapping.ProbeColumns;
            if (derived.GroupColumns.All(c => known.Any(k => k.Name == c.Name)))
                effects.Add(new RowEffect(EffectNames.Recompute, Group(derived, c => RowValues.Of(c, c.Property.GetValue(step.Probe))), null));
            else if (!step.Mapping.NamesKey)
                effects.Add(new RowEffect(EffectNames.Recompute, null, RowValues.Of(step.Mapping.ProbeColumns, step.Probe)));
            else
                unknown.Add(step.Probe);
        }
        // The group of these rows does not follow from the event, but from their history.
        if (unknown.Count > 0)
        {
            await Replay().RunAsync(unknown, e.Recorded.Position, skipped, (_, change) =>
            {
                if (change.Event.Position != e.Recorded.Position) return;
                foreach (var row in new[] { change.Before, change.After }.OfType<JsonObject>())
                    effects.Add(new RowEffect(EffectNames.Recompute, Group(derived, c => row[c.Name]?.DeepClone()), null));
            }, cancellationToken);
        }
        return Distinct(effects);
    }

    private RowReplay<TRow> Replay() => new(table, sources.Store, sources.Codec);

    private static JsonObject Group(IDerivedExplainer derived, Func<Column, JsonNode?> value) =>
        new(derived.GroupColumns.Select((column, i) => KeyValuePair.Create(derived.Table.Key[i].Name, value(column))));

    private static List<RowEffect> Distinct(IEnumerable<RowEffect> effects) =>
        [.. effects.DistinctBy(r => (r.Effect, r.Key?.ToJsonString(), r.Where?.ToJsonString()))];
}
