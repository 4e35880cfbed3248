using System.Text.Json.Nodes;
using EventSourced.EventStore;
using EventSourced.ReadTables.Definition;
using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Explain;

/// <summary>Replays the log for some rows of a table in memory, by the rules of <see cref="TableProjector{TRow}"/>, and reports each event that changes one.</summary>
internal sealed class RowReplay<TRow>(TableDefinition<TRow> table, IEventStore store, EventCodec codec) where TRow : class, IReadTable<TRow>
{
    private const int PageSize = 2_000;

    private readonly List<Step<TRow>> _steps = [];

    /// <summary>Replays the log up to a position.</summary>
    /// <param name="keys">Rows with their keys set.</param>
    /// <param name="upTo">Last position. It must be final: the checkpoint of a live table, or the position of an event that was read.</param>
    /// <param name="skipped">Positions to skip.</param>
    /// <param name="changed">Called with the key of a row and the effect of an event on it.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="EventFailedException">The definition cannot apply an event.</exception>
    public async Task RunAsync(IEnumerable<TRow> keys, long upTo, IReadOnlySet<long> skipped, Action<TRow, RowChange> changed, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<TRow, State>(new RowComparer<TRow>(table.KeyColumns));
        foreach (var key in keys) rows.TryAdd(key, new State(key));
        var names = table.EventTypes.SelectMany(codec.NamesOf).ToHashSet();
        var filter = new KeyFilter<TRow>(table, codec, [.. rows.Keys]);
        // A table's checkpoint is final, even if this process's watermark is lower.
        store.AcceptFinal(upTo);
        for (var after = 0L; after < upTo;)
        {
            var page = await store.ReadPageAsync(after, PageSize, upTo, names, cancellationToken: cancellationToken);
            foreach (var recorded in page.Events)
            {
                if (skipped.Contains(recorded.Position) || !filter.MayAffect(recorded)) continue;
                Apply(new ProjectedEvent(recorded, codec), rows);
                foreach (var state in rows.Values.Where(s => s.Effects.Count > 0)) changed(state.Key, state.EndEvent(recorded, table.Columns));
            }
            // The log ends before upTo: the log was restored from a backup that is older than the table.
            if (page.Position <= after) break;
            after = page.Position;
        }
    }

    private void Apply(ProjectedEvent e, Dictionary<TRow, State> rows)
    {
        try
        {
            _steps.Clear();
            var typed = e.Event;
            foreach (var mapping in table.MappingsOf(typed.GetType())) mapping.Collect(typed, e.Info, _steps);
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

    /// <summary>A row during the replay.</summary>
    private sealed class State(TRow key)
    {
        private JsonObject? _before;
        private bool _keptInSet;

        public TRow Key => key;

        public TRow? Row { get; private set; }

        /// <summary>Effects of the current event.</summary>
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
                    _keptInSet |= step.Mapping.KeepsSet;
                    break;

                case MappingKind.Delete:
                    Remove(MappingKind.Delete);
                    return;

                default:
                    throw new InvalidOperationException($"Unknown kind of mapping {step.Mapping.Kind}.");
            }
            Effects.Add(EffectNames.Of(step.Mapping.Kind));
        }

        /// <summary>Applies a mapping whose condition the row meets.</summary>
        public void ApplyRange(Mapping<TRow> mapping)
        {
            if (mapping.Kind == MappingKind.SetNullWhere)
            {
                foreach (var column in mapping.NullColumns) column.Clear(Row!);
                Effects.Add(EffectNames.Of(mapping.Kind));
            }
            else if (mapping.Kind == MappingKind.DeleteWhere || !_keptInSet)
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
            _keptInSet = false;
            return new RowChange(LoggedEvent.Of(e), effects, before, _before, RowValues.Differences(before, _before));
        }
    }
}
