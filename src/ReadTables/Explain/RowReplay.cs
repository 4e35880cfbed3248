using System.Text.Json.Nodes;
using EventSourced.EventStore;
using EventSourced.ReadTables.Definition;
using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Explain;

/// <summary>Takes some rows of a table through the log in memory, by the rules of <see cref="TableProjector{TRow}"/>, and tells each event that touches one.</summary>
internal sealed class RowReplay<TRow>(TableDefinition<TRow> table, IEventStore store, EventCodec codec) where TRow : class, IReadTable<TRow>
{
    private const int PageSize = 2_000;

    private readonly List<Step<TRow>> _steps = [];

    /// <summary>Replays the log up to a position.</summary>
    /// <param name="keys">Rows with their keys set.</param>
    /// <param name="upTo">Last position, which is proven to be final: the checkpoint of a live table, or the position of an event that was read.</param>
    /// <param name="skipped">Positions to leave out.</param>
    /// <param name="touched">Told the key and what an event did to its row.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="EventFailedException">The definition cannot take an event.</exception>
    public async Task RunAsync(IEnumerable<TRow> keys, long upTo, IReadOnlySet<long> skipped, Action<TRow, RowChange> touched, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<TRow, State>(new RowComparer<TRow>(table.KeyColumns));
        foreach (var key in keys) rows.TryAdd(key, new State(key));
        var names = table.EventTypes.SelectMany(codec.NamesOf).ToHashSet();
        var filter = new KeyFilter<TRow>(table, codec, [.. rows.Keys]);
        // Where a table stands is final, also where the own watermark lags.
        store.AcceptFinal(upTo);
        for (var after = 0L; after < upTo;)
        {
            var page = await store.ReadPageAsync(after, PageSize, upTo, names, cancellationToken);
            foreach (var recorded in page.Events)
            {
                if (skipped.Contains(recorded.Position) || !filter.MayTouch(recorded)) continue;
                Take(new ProjectedEvent(recorded, codec), rows);
                foreach (var state in rows.Values.Where(s => s.Effects.Count > 0)) touched(state.Key, state.EndEvent(recorded, table.Columns));
            }
            // The log ends before the position that was asked for: a table can be ahead only of a log that was put back.
            if (page.Position <= after) break;
            after = page.Position;
        }
    }

    private void Take(ProjectedEvent e, Dictionary<TRow, State> rows)
    {
        try
        {
            _steps.Clear();
            var typed = e.Event;
            foreach (var mapping in table.Mappings[typed.GetType()]) mapping.Collect(typed, e.Info, _steps);
            foreach (var step in _steps)
            {
                if (!step.Mapping.NamesKey)
                {
                    foreach (var state in rows.Values.Where(s => s.Row is not null && step.Mapping.Matcher!.Equals(s.Row, step.Probe))) state.ApplyRange(step.Mapping);
                }
                else if (rows.TryGetValue(step.Probe, out var state))
                {
                    state.Apply(step);
                }
            }
        }
        catch (Exception fault)
        {
            throw new EventFailedException(e, table, fault);
        }
    }

    /// <summary>A row on its way.</summary>
    private sealed class State(TRow key)
    {
        private JsonObject? _before;
        private bool _namedInSet;

        public TRow Key => key;

        public TRow? Row { get; private set; }

        /// <summary>What the present event did to it.</summary>
        public List<string> Effects { get; private set; } = [];

        public void Apply(in Step<TRow> step)
        {
            switch (step.Mapping.Kind)
            {
                case MappingKind.Insert:
                    Row = step.Probe;
                    break;

                case MappingKind.Update when Row is null:
                    return;

                case MappingKind.Fold or MappingKind.Update:
                    var created = Row is null;
                    Row ??= step.Probe;
                    step.Mapping.Apply(Row, created, step);
                    _namedInSet |= step.Mapping.KeepsSet;
                    break;

                case MappingKind.Delete:
                    Remove(MappingKind.Delete);
                    return;

                default:
                    throw new InvalidOperationException($"Unknown kind of mapping {step.Mapping.Kind}.");
            }
            Effects.Add(EffectNames.Of(step.Mapping.Kind));
        }

        /// <summary>The row meets the condition of a mapping.</summary>
        public void ApplyRange(Mapping<TRow> mapping)
        {
            if (mapping.Kind == MappingKind.SetNullWhere)
            {
                foreach (var column in mapping.NullColumns) column.Clear(Row!);
                Effects.Add(EffectNames.Of(mapping.Kind));
            }
            else if (mapping.Kind == MappingKind.DeleteWhere || !_namedInSet)
            {
                Remove(mapping.Kind);
            }
        }

        private void Remove(MappingKind kind)
        {
            if (Row is null) return;
            Row = null;
            Effects.Add(EffectNames.Of(kind));
        }

        public RowChange EndEvent(RecordedEvent e, IEnumerable<Column> columns)
        {
            var (before, effects) = (_before, Effects);
            _before = Row is null ? null : RowValues.Of(columns, Row);
            Effects = [];
            _namedInSet = false;
            return new RowChange(LoggedEvent.Of(e), effects, before, _before, RowValues.Differences(before, _before));
        }
    }
}
