using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// What the owner of a lane knows of its tables: which of them run, where they stand, and their cached rows. A table runs under this build when it is not
/// paused and was built by the very definition of this build; a derived table runs along with its source when both stand at one position.
/// </summary>
internal sealed class LaneTables(string lane, ReadTableCatalog catalog, IEventStore store)
{
    private readonly Dictionary<string, Running> _running = [];
    private Dictionary<string, long> _incarnations = [];

    public long IncarnationOf(string table) => _incarnations[table];

    /// <summary>Running tables by position, the highest first.</summary>
    public IReadOnlyList<(long Position, IReadOnlyList<ITableProjector> Tables)> Cohorts() =>
        [.. _running.Values.GroupBy(r => r.Position).OrderByDescending(g => g.Key).Select(g => (g.Key, (IReadOnlyList<ITableProjector>)[.. g.Select(r => r.Projector)]))];

    public void Moved(IReadOnlyList<ITableProjector> tables, long position)
    {
        foreach (var table in tables) _running[table.Definition.QualifiedName].Position = position;
    }

    public void Stopped(TableDefinition table) => _running.Remove(table.QualifiedName);

    /// <summary>Takes in what others have done. Cached rows of a table that somebody else may have changed are forgotten.</summary>
    public async Task RefreshAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var checkpoints = (await TableCheckpoint.ReadAsync(connection, lane, cancellationToken)).ToDictionary(c => c.Table);
        var before = _incarnations;
        _incarnations = checkpoints.ToDictionary(c => c.Key, c => c.Value.Incarnation);
        SkippedEvents? skipped = null;
        foreach (var table in catalog.Tables.Where(t => t.Lane == lane && t.SourceRow is null))
        {
            var name = table.QualifiedName;
            if (!Runs(table))
            {
                _running.Remove(name);
                continue;
            }
            var checkpoint = checkpoints[name];
            var derived = catalog.FamilyOf(table).Skip(1).Where(d => Runs(d) && checkpoints[d.QualifiedName].Position == checkpoint.Position).ToList();
            var family = derived.Prepend(table).Select(t => t.QualifiedName).ToList();
            if (_running.TryGetValue(name, out var known) && known.Projector.Advances().SequenceEqual(family)
                && family.All(f => before.GetValueOrDefault(f, -1) == _incarnations[f]))
            {
                known.Position = checkpoint.Position;
                continue;
            }
            skipped ??= await SkippedEvents.ReadAsync(store, cancellationToken);
            var projector = table.CreateProjector();
            projector.Skipped = skipped.Of(table);
            foreach (var d in derived) projector.AddDerived(d);
            _running[name] = new Running(projector) { Position = checkpoint.Position };
        }

        bool Runs(TableDefinition table) =>
            checkpoints.TryGetValue(table.QualifiedName, out var c) && c.State == "running" && c.Fingerprint == table.Fingerprint;
    }

    private sealed class Running(ITableProjector projector)
    {
        public ITableProjector Projector { get; } = projector;

        public long Position { get; set; }
    }
}
