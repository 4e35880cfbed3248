using System.Runtime.InteropServices;
using EventSourced.EventStore.Personal;
using EventSourced.ReadTables.Definition;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

internal sealed class TableProjector<TRow>(TableDefinition<TRow> table, ProjectorOptions options) : ITableProjector where TRow : class, IReadTable<TRow>
{
    private readonly RowCommands<TRow> _commands = new(table, options.SchemaOf(table));
    private readonly Func<TRow, bool>? _isInScope = options.Scope?.Predicate(table);
    private readonly Dictionary<TRow, CachedRow<TRow>> _cache = new(new RowComparer<TRow>(table.KeyColumns));
    private readonly List<(ProjectedEvent Event, int FirstStep)> _events = [];
    private readonly List<Step<TRow>> _steps = [];
    // For each step the cache entry of its key, or null.
    private readonly List<CachedRow<TRow>?> _entries = [];
    private readonly List<TRow> _toLoad = [];
    private readonly List<CachedRow<TRow>> _dirty = [];
    private readonly List<(Mapping<TRow> Mapping, TRow Probe)> _ranges = [];
    private readonly List<IDerivedTable<TRow>> _derived = [];
    private List<TRow> _inserts = [];
    private readonly UniqueColumns<TRow>? _unique = UniqueColumns<TRow>.Of(table);
    private readonly List<TRow> _setsToLoad = [];
    // Null until an event replaces a set, so that other tables have no cost.
    private RowSets<TRow>? _sets;
    private long _event;
    private bool _allCached = options.StartsEmpty;
    // The keys of the rows that are stored, as far as all of them are known: what is certainly not stored is not looked up.
    private KeyFilter? _stored = options.StartsEmpty && !table.InsertOnly ? new() : null;
    // The same of the parents whose sets have stored rows.
    private KeyFilter? _storedParents = options.StartsEmpty && table.SetColumns.Count > 0 ? new() : null;

    public TableDefinition Definition => table;

    public IReadOnlySet<long> Skipped { get; set; } = new HashSet<long>();

    public int Pending => _dirty.Count + _inserts.Count;

    public bool MustWrite => _ranges.Count > 0;

    public bool MustLoad => _toLoad.Count > 0 || LooksUpSets;

    public bool LooksUpSets => _setsToLoad.Count > 0;

    public void AddDerived(TableDefinition derived) => _derived.Add((IDerivedTable<TRow>)Activator.CreateInstance(
        typeof(DerivedTable<,>).MakeGenericType(derived.RowType, typeof(TRow)), derived, table, options)!);

    public IReadOnlyList<string> CheckpointNames() => [table.QualifiedName, .. _derived.Select(d => d.Definition.QualifiedName)];

    public void Collect(IReadOnlyList<ProjectedEvent> events)
    {
        EndPage();
        foreach (var e in events)
        {
            _events.Add((e, _steps.Count));
            try
            {
                var info = e.Info;
                foreach (var mapping in table.MappingsOf(e.Event.GetType())) mapping.Collect(e.Event, info, _steps);
            }
            catch (Exception fault) when (fault is not PersonalKeyException)
            {
                throw new EventFailedException(e, table, fault);
            }
        }
        foreach (ref readonly var step in CollectionsMarshal.AsSpan(_steps))
        {
            if (step.Mapping.Kind is not (MappingKind.Fold or MappingKind.Update or MappingKind.Delete) || _isInScope?.Invoke(step.Probe) == false)
            {
                if (step.Mapping.Kind == MappingKind.ReplaceSet) RequireSet(step.Probe);
                _entries.Add(null);
                continue;
            }
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_cache, step.Probe, out var known);
            if (!known)
            {
                entry = new CachedRow<TRow>();
                if (!_allCached && _stored?.MayContain(table.HashKey(step.Probe)) != false) _toLoad.Add(step.Probe);
            }
            _entries.Add(entry);
        }
    }

    public IReadOnlyList<NpgsqlBatchCommand> CreateLoads()
    {
        var keys = _toLoad.Count > 0 ? _commands.Select(table.KeyColumns, _toLoad) : null;
        var sets = _setsToLoad.Count > 0 ? _commands.Select(table.SetColumns, _setsToLoad) : null;
        return (keys, sets) switch
        {
            (null, null) => [],
            (_, null) => [keys],
            (null, _) => [sets],
            _ => [keys, sets],
        };
    }

    public async Task ReadLoadedAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        if (_toLoad.Count > 0)
        {
            foreach (var row in await RowCommands<TRow>.ReadAsync(reader, table.RowColumns, cancellationToken)) AddStored(_cache[row], row);
            if (_setsToLoad.Count > 0) await reader.NextResultAsync(cancellationToken);
        }
        if (_setsToLoad.Count == 0) return;
        foreach (var row in await RowCommands<TRow>.ReadAsync(reader, table.RowColumns, cancellationToken))
        {
            // The cached row is at least as new as the stored one.
            if (_cache.ContainsKey(row)) continue;
            var entry = new CachedRow<TRow>();
            _cache.Add(row, entry);
            AddStored(entry, row);
        }
    }

    public void Apply()
    {
        for (var i = 0; i < _events.Count; i++)
        {
            var (e, first) = _events[i];
            var last = i + 1 < _events.Count ? _events[i + 1].FirstStep : _steps.Count;
            _event++;
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

    public IRowWrites TakeWrites()
    {
        foreach (var derived in _derived)
        {
            foreach (var row in _inserts) derived.MarkChanged(row);
            foreach (var entry in _dirty)
                if (entry.Row is not null) derived.MarkChanged(entry.Row);
        }
        var writes = new RowWrites<TRow>(table, _commands, _inserts) { Ranges = [.. Ranges()], Derived = [.. _derived.Select(d => (d, d.TakeChanged()))] };
        foreach (var entry in _dirty)
        {
            writes.Add(entry, _unique);
            (entry.Stored, entry.Removed, entry.Before, entry.Dirty) = (entry.Row is not null, null, null, false);
        }
        EndWrites();
        return writes;
    }

    public void Accept()
    {
        if (_cache.Count <= options.CacheLimit) return;
        foreach (var (key, entry) in _cache)
        {
            // Not written yet: it was changed after the changes were taken.
            if (entry.Dirty)
            {
                (entry.Set, entry.NextInSet, entry.PreviousInSet) = (null, null, null);
                continue;
            }
            _cache.Remove(key);
            if (entry.Row is not { } row) continue;
            _stored?.Add(table.HashKey(row));
            _storedParents?.Add(table.HashParent(row));
        }
        _sets = null;
        _allCached = false;
    }

    public void Discard()
    {
        _cache.Clear();
        _sets = null;
        _allCached = false;
        _stored = _storedParents = null;
        EndPage();
        EndWrites();
        foreach (var derived in _derived) derived.TakeChanged();
    }

    private void Apply(in Step<TRow> step, CachedRow<TRow>? entry)
    {
        switch (step.Mapping.Kind)
        {
            case MappingKind.Insert:
                if (_isInScope?.Invoke(step.Probe) == false) break;
                Check(step.Probe, table.CheckedColumns);
                _inserts.Add(step.Probe);
                break;

            case MappingKind.Fold or MappingKind.Update:
                if (entry is null || (entry.Row is null && step.Mapping.Kind == MappingKind.Update)) break;
                var created = entry.Row is null;
                if (!created) KeepBefore(entry);
                entry.Row ??= step.Probe;
                step.Mapping.Apply(entry.Row, created, step);
                Check(entry.Row, created ? table.CheckedColumns : step.Mapping.CheckedColumns);
                MarkDirty(entry);
                _sets?.Update(entry);
                if (step.Mapping.KeepsSet) entry.IncludedBy = _event;
                break;

            case MappingKind.ReplaceSet:
                if (!_sets!.HasParent(step.Probe)) break;
                for (var member = _sets.Of(step.Probe).First; member is not null;)
                {
                    var next = member.NextInSet;
                    if (member.IncludedBy != _event) Remove(member);
                    member = next;
                }
                break;

            case MappingKind.Delete:
                if (entry is not null) Remove(entry);
                break;

            case MappingKind.DeleteWhere:
                _ranges.Add((step.Mapping, step.Probe));
                RemoveWhere(step.Mapping.Matcher!, step.Probe);
                break;

            case MappingKind.SetNullWhere:
                _ranges.Add((step.Mapping, step.Probe));
                SetNull(step.Mapping, step.Probe);
                break;

            default:
                throw new InvalidOperationException($"Unknown kind of mapping {step.Mapping.Kind}.");
        }
    }

    // Its lambda is here, because in Apply it would be an object for each step of any kind.
    private void RemoveWhere(RowComparer<TRow> matcher, TRow probe)
    {
        _inserts.RemoveAll(row => matcher.Equals(row, probe));
        foreach (var cached in _cache.Values)
            if (cached.Row is not null && matcher.Equals(cached.Row, probe)) Remove(cached);
    }

    private void SetNull(Mapping<TRow> mapping, TRow probe)
    {
        var matcher = mapping.Matcher!;
        foreach (var row in _inserts.Where(r => matcher.Equals(r, probe))) Clear(row);
        foreach (var cached in _cache.Values)
        {
            if (cached.Row is null || !matcher.Equals(cached.Row, probe)) continue;
            KeepBefore(cached);
            Clear(cached.Row);
            _sets?.Update(cached);
            MarkDirty(cached);
        }

        void Clear(TRow row)
        {
            foreach (var column in mapping.NullColumns) column.Clear(row);
        }
    }

    /// <summary>
    /// The conditions of the page, grouped by mapping. Deletions can be reordered among each other, but not with set-null: a row whose column was set to null
    /// before must not be deleted by its former value.
    /// </summary>
    private IEnumerable<(Mapping<TRow> Mapping, IReadOnlyList<TRow> Probes)> Ranges()
    {
        if (_ranges.All(r => r.Mapping.Kind == MappingKind.DeleteWhere)) return _ranges.GroupBy(r => r.Mapping).Select(g => (g.Key, (IReadOnlyList<TRow>)[.. g.Select(r => r.Probe)]));
        var runs = new List<(Mapping<TRow> Mapping, IReadOnlyList<TRow> Probes)>();
        foreach (var (mapping, probe) in _ranges)
        {
            if (runs.Count > 0 && runs[^1].Mapping == mapping) ((List<TRow>)runs[^1].Probes).Add(probe);
            else runs.Add((mapping, new List<TRow> { probe }));
        }
        return runs;
    }

    /// <summary>Loads all rows of a parent before its set is replaced.</summary>
    private void RequireSet(TRow parent)
    {
        if (_sets is null)
        {
            _sets = new RowSets<TRow>(table.SetColumns);
            foreach (var cached in _cache.Values.Where(c => c.Row is not null)) _sets.Update(cached);
        }
        if (_allCached || !_sets.HasParent(parent) || _sets.Of(parent) is not { IsComplete: false } set) return;
        set.IsComplete = true;
        if (_storedParents?.MayContain(table.HashParent(parent)) != false) _setsToLoad.Add(parent);
    }

    private void AddStored(CachedRow<TRow> entry, TRow stored)
    {
        (entry.Row, entry.Stored) = (stored, true);
        _sets?.Update(entry);
    }

    private void Remove(CachedRow<TRow> entry)
    {
        if (entry.Row is null) return;
        KeepBefore(entry);
        // Mark it now: before the next write, the key may be added to another group and removed again.
        foreach (var derived in _derived) derived.MarkChanged(entry.Row);
        (entry.Removed, entry.Row) = (entry.Row, null);
        _sets?.Update(entry);
        MarkDirty(entry);
    }

    /// <summary>Before the first change since the last write: replaces the row by a copy. The row itself may still have to be written, and shows what the change has changed.</summary>
    private static void KeepBefore(CachedRow<TRow> entry)
    {
        if (entry is not { Stored: true, Dirty: false, Row: { } row }) return;
        entry.Before = row;
        entry.Row = RowCopy.Of(row);
    }

    private void MarkDirty(CachedRow<TRow> entry)
    {
        if (entry.Dirty) return;
        entry.Dirty = true;
        _dirty.Add(entry);
    }

    private static void Check(TRow row, Column<TRow>[] columns)
    {
        foreach (var column in columns) column.Check(row);
    }

    private void EndPage()
    {
        _events.Clear();
        _steps.Clear();
        _entries.Clear();
        _toLoad.Clear();
        _setsToLoad.Clear();
    }

    private void EndWrites()
    {
        _dirty.Clear();
        _ranges.Clear();
        _inserts = [];
    }
}
