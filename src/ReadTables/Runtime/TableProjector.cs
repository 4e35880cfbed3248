using System.Runtime.InteropServices;
using EventSourced.ReadTables.Definition;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

internal sealed class TableProjector<TRow>(TableDefinition<TRow> table) : ITableProjector where TRow : class, IReadTable<TRow>
{
    // From here on COPY beats one statement with arrays (bench/).
    private const int CopyFrom = 256;

    // Rows kept between pages. A row costs some hundred bytes: this bounds a table to tens of megabytes.
    private const int CacheLimit = 50_000;

    private readonly RowCommands<TRow> _commands = new(table);
    private readonly Dictionary<TRow, Entry> _cache = new(new RowComparer<TRow>(table.KeyColumns));
    private readonly List<(ProjectedEvent Event, int FirstStep)> _events = [];
    private readonly List<Step<TRow>> _steps = [];
    private readonly List<TRow> _toLoad = [];
    private readonly HashSet<Entry> _dirty = [];
    private readonly List<(Mapping<TRow> Mapping, TRow Probe)> _ranges = [];
    private readonly List<IDerivedTable<TRow>> _derived = [];
    private List<TRow> _inserts = [];
    private List<TRow> _copies = [];

    public TableDefinition Definition => table;

    public void AddDerived(TableDefinition derived) => _derived.Add((IDerivedTable<TRow>)Activator.CreateInstance(
        typeof(DerivedTable<,>).MakeGenericType(derived.RowType, typeof(TRow)), derived, table)!);

    public IEnumerable<string> Advances() => [table.QualifiedName, .. _derived.Select(d => d.Definition.QualifiedName)];

    public void Collect(IReadOnlyList<ProjectedEvent> events)
    {
        foreach (var e in events)
        {
            _events.Add((e, _steps.Count));
            try
            {
                var info = e.Info;
                foreach (var mapping in table.Mappings[e.Event.GetType()]) mapping.Collect(e.Event, info, _steps);
            }
            catch (Exception fault)
            {
                throw new EventFailedException(e, table, fault);
            }
        }
        foreach (var step in _steps)
        {
            if (step.Mapping.Kind is not (MappingKind.Fold or MappingKind.Update or MappingKind.Delete)) continue;
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_cache, step.Probe, out var known);
            if (known) continue;
            entry = new Entry();
            _toLoad.Add(step.Probe);
        }
    }

    public NpgsqlBatchCommand? CreateLoad() => _toLoad.Count == 0 ? null : _commands.Select(table.KeyColumns, _toLoad);

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
                for (var s = first; s < last; s++) Apply(_steps[s]);
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
            foreach (var entry in _dirty)
            {
                if (entry.Row is not null) derived.Touch(entry.Row);
                if (entry.Removed is not null) derived.Touch(entry.Removed);
            }
            foreach (var row in _inserts) derived.Touch(row);
            foreach (var group in _ranges.GroupBy(r => r.Mapping))
            {
                await using var batch = new NpgsqlBatch(connection)
                {
                    BatchCommands = { _commands.SelectDistinct(derived.GroupColumns, group.Key.ProbeColumns, [.. group.Select(r => r.Probe)]) },
                };
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

        List<TRow> removed = [], changed = [], added = _inserts;
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
        foreach (var entry in _dirty) (entry.Stored, entry.Removed) = (entry.Row is not null, null);
        if (_cache.Count > CacheLimit) _cache.Clear();
        EndPage();
    }

    public void Discard()
    {
        _cache.Clear();
        EndPage();
    }

    private void Apply(in Step<TRow> step)
    {
        switch (step.Mapping.Kind)
        {
            case MappingKind.Insert:
                Check(step.Probe);
                _inserts.Add(step.Probe);
                break;

            case MappingKind.Fold or MappingKind.Update:
                var entry = _cache[step.Probe];
                if (entry.Row is null && step.Mapping.Kind == MappingKind.Update) break;
                var created = entry.Row is null;
                entry.Row ??= step.Probe;
                step.Mapping.Apply(entry.Row, created, step);
                Check(entry.Row);
                _dirty.Add(entry);
                break;

            case MappingKind.Delete:
                Remove(_cache[step.Probe]);
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

    private void Remove(Entry entry)
    {
        if (entry.Row is null) return;
        (entry.Removed, entry.Row) = (entry.Row, null);
        _dirty.Add(entry);
    }

    private void Check(TRow row)
    {
        foreach (var column in table.RowColumns) column.Check(row);
    }

    private void EndPage()
    {
        _events.Clear();
        _steps.Clear();
        _toLoad.Clear();
        _dirty.Clear();
        _ranges.Clear();
        _inserts = [];
        _copies = [];
        foreach (var derived in _derived) derived.EndPage();
    }

    /// <summary>What is known of a key: its row in memory, and whether the database holds one.</summary>
    private sealed class Entry
    {
        /// <summary>The row as the page sees it; null when there is none.</summary>
        public TRow? Row { get; set; }

        /// <summary>Whether the database holds a row of this key.</summary>
        public bool Stored { get; set; }

        /// <summary>The row that the page removed: its key, and its group in derived tables.</summary>
        public TRow? Removed { get; set; }
    }
}
