using System.Runtime.InteropServices;
using EventSourced.EventStore;
using EventSourced.ReadTables.Definition;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

internal sealed class TableProjector<TRow>(TableDefinition<TRow> table, ProjectorOptions options) : ITableProjector where TRow : class, IReadTable<TRow>
{
    // From here on COPY beats one statement with arrays (bench/).
    private const int CopyFrom = 256;

    private readonly RowCommands<TRow> _commands = new(table, options.SchemaOf(table));
    private readonly Func<TRow, bool>? _belongs = options.Scope?.Predicate(table);
    private readonly Dictionary<TRow, Entry> _cache = new(new RowComparer<TRow>(table.KeyColumns));
    private readonly List<(ProjectedEvent Event, int FirstStep)> _events = [];
    private readonly List<Step<TRow>> _steps = [];
    // For each step the entry of its key; null for those that have none.
    private readonly List<Entry?> _entries = [];
    private readonly List<TRow> _toLoad = [];
    private readonly List<Entry> _dirty = [];
    private readonly List<(Mapping<TRow> Mapping, TRow Probe)> _ranges = [];
    private readonly List<IDerivedTable<TRow>> _derived = [];
    private readonly List<TRow> _inserts = [];
    private bool _allCached = options.StartsEmpty;
    private List<TRow> _copies = [];

    public TableDefinition Definition => table;

    public IReadOnlySet<long> Skipped { get; set; } = new HashSet<long>();

    public int Pending => _dirty.Count + _inserts.Count;

    public bool MustWrite => _ranges.Count > 0;

    public bool ReadsBeforeWrite => _ranges.Count > 0 && _derived.Count > 0;

    public void AddDerived(TableDefinition derived) => _derived.Add((IDerivedTable<TRow>)Activator.CreateInstance(
        typeof(DerivedTable<,>).MakeGenericType(derived.RowType, typeof(TRow)), derived, table, options)!);

    public IReadOnlyList<string> Advances() => [table.QualifiedName, .. _derived.Select(d => d.Definition.QualifiedName)];

    public bool Handles(ProjectedEvent e) => e.EventType is { } type && table.EventTypes.Contains(type) && !Skipped.Contains(e.Recorded.Position);

    public void Collect(IReadOnlyList<ProjectedEvent> events)
    {
        EndPage();
        foreach (var e in events)
        {
            _events.Add((e, _steps.Count));
            try
            {
                var info = e.Info;
                foreach (var mapping in table.Mappings[e.Event.GetType()]) mapping.Collect(e.Event, info, _steps);
            }
            catch (Exception fault) when (fault is not PersonalKeyException)
            {
                throw new EventFailedException(e, table, fault);
            }
        }
        foreach (ref readonly var step in CollectionsMarshal.AsSpan(_steps))
        {
            if (step.Mapping.Kind is not (MappingKind.Fold or MappingKind.Update or MappingKind.Delete) || _belongs?.Invoke(step.Probe) == false)
            {
                _entries.Add(null);
                continue;
            }
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_cache, step.Probe, out var known);
            if (!known)
            {
                entry = new Entry();
                _toLoad.Add(step.Probe);
            }
            _entries.Add(entry);
        }
    }

    public NpgsqlBatchCommand? CreateLoad() => _toLoad.Count == 0 || _allCached ? null : _commands.Select(table.KeyColumns, _toLoad);

    public async Task ReadLoadedAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        foreach (var row in await RowCommands<TRow>.ReadAsync(reader, table.RowColumns, cancellationToken))
        {
            var entry = _cache[row];
            (entry.Row, entry.Stored) = (row, true);
        }
    }

    public void Apply()
    {
        for (var i = 0; i < _events.Count; i++)
        {
            var (e, first) = _events[i];
            var last = i + 1 < _events.Count ? _events[i + 1].FirstStep : _steps.Count;
            try
            {
                for (var s = first; s < last; s++) Apply(_steps[s], _entries[s]);
            }
            catch (Exception fault)
            {
                throw new EventFailedException(e, table, fault);
            }
        }
    }

    public async Task BeforeWriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var derived in _derived)
        {
            foreach (var group in _ranges.GroupBy(r => r.Mapping))
            {
                await using var batch = connection.CreateLongBatch();
                batch.BatchCommands.Add(_commands.SelectDistinct(derived.GroupColumns, group.Key.ProbeColumns, [.. group.Select(r => r.Probe)]));
                await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
                foreach (var row in await RowCommands<TRow>.ReadAsync(reader, derived.GroupColumns, cancellationToken)) derived.Touch(row);
            }
        }
    }

    public IEnumerable<NpgsqlBatchCommand> CreateWrites()
    {
        // Range deletions see only rows of earlier pages: what the page itself added or changed was decided in memory, and is written after them.
        foreach (var group in _ranges.GroupBy(r => r.Mapping))
            yield return _commands.Delete(group.Key.ProbeColumns, [.. group.Select(r => r.Probe)]);

        foreach (var derived in _derived)
        {
            foreach (var entry in _dirty)
                if (entry.Row is not null) derived.Touch(entry.Row);
            foreach (var row in _inserts) derived.Touch(row);
        }

        List<TRow> removed = [], changed = [], added = [.. _inserts];
        foreach (var entry in _dirty)
        {
            if (entry.Row is null)
            {
                if (entry.Stored) removed.Add(entry.Removed!);
            }
            else
            {
                (entry.Stored ? changed : added).Add(entry.Row);
            }
        }
        if (removed.Count > 0) yield return _commands.Delete(table.KeyColumns, removed);
        if (changed.Count > 0) yield return _commands.Upsert(changed);
        if (added.Count >= CopyFrom) _copies = added;
        else if (added.Count > 0) yield return _commands.Insert(added);
    }

    public async Task AfterWriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_copies.Count > 0) await _commands.CopyAsync(connection, _copies, cancellationToken);
        foreach (var derived in _derived) await derived.RecomputeAsync(connection, cancellationToken);
    }

    public void Accept()
    {
        foreach (var entry in _dirty) (entry.Stored, entry.Removed, entry.Dirty) = (entry.Row is not null, null, false);
        if (_cache.Count > options.CacheLimit) Forget();
        EndWrites();
    }

    public void Discard()
    {
        Forget();
        EndPage();
        EndWrites();
    }

    private void Apply(in Step<TRow> step, Entry? entry)
    {
        switch (step.Mapping.Kind)
        {
            case MappingKind.Insert:
                if (_belongs?.Invoke(step.Probe) == false) break;
                Check(step.Probe, table.RowColumns);
                _inserts.Add(step.Probe);
                break;

            case MappingKind.Fold or MappingKind.Update:
                if (entry is null || (entry.Row is null && step.Mapping.Kind == MappingKind.Update)) break;
                var created = entry.Row is null;
                entry.Row ??= step.Probe;
                step.Mapping.Apply(entry.Row, created, step);
                Check(entry.Row, created ? table.RowColumns : step.Mapping.SetColumns);
                MarkDirty(entry);
                break;

            case MappingKind.Delete:
                if (entry is not null) Remove(entry);
                break;

            case MappingKind.DeleteWhere:
                _ranges.Add((step.Mapping, step.Probe));
                var (matcher, probe) = (step.Mapping.Matcher!, step.Probe);
                _inserts.RemoveAll(row => matcher.Equals(row, probe));
                foreach (var cached in _cache.Values)
                    if (cached.Row is not null && matcher.Equals(cached.Row, probe)) Remove(cached);
                break;

            default:
                throw new InvalidOperationException($"Unknown kind of mapping {step.Mapping.Kind}.");
        }
    }

    private void Forget()
    {
        _cache.Clear();
        _allCached = false;
    }

    private void Remove(Entry entry)
    {
        if (entry.Row is null) return;
        // At once: the key may come back in another group, and be removed again, before the next write.
        foreach (var derived in _derived) derived.Touch(entry.Row);
        (entry.Removed, entry.Row) = (entry.Row, null);
        MarkDirty(entry);
    }

    private void MarkDirty(Entry entry)
    {
        if (entry.Dirty) return;
        entry.Dirty = true;
        _dirty.Add(entry);
    }

    private static void Check(TRow row, IReadOnlyList<Column<TRow>> columns)
    {
        foreach (var column in columns) column.Check(row);
    }

    private void EndPage()
    {
        _events.Clear();
        _steps.Clear();
        _entries.Clear();
        _toLoad.Clear();
    }

    private void EndWrites()
    {
        _dirty.Clear();
        _ranges.Clear();
        _inserts.Clear();
        _copies = [];
        foreach (var derived in _derived) derived.EndPage();
    }

    /// <summary>What is known of a key: its row in memory, and whether the database holds one.</summary>
    private sealed class Entry
    {
        /// <summary>The row as the last event leaves it; null when there is none.</summary>
        public TRow? Row { get; set; }

        /// <summary>Whether the database holds a row of this key.</summary>
        public bool Stored { get; set; }

        /// <summary>The row that was removed since the last write, for its key.</summary>
        public TRow? Removed { get; set; }

        /// <summary>Whether the next write has to bring it to the database.</summary>
        public bool Dirty { get; set; }
    }
}
