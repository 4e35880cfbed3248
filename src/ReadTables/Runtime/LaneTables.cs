using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// The tables of a lane in its owner's memory: which of them run, their positions, and their cached rows. A table runs if it is not paused and this build's
/// definition built it; a derived table runs with its source if both have the same position.
/// </summary>
internal sealed class LaneTables(string lane, ReadTableCatalog catalog, IEventStore store)
{
    private readonly Dictionary<string, Running> _running = [];
    private Dictionary<string, long> _incarnations = [];

    public long IncarnationOf(string table) => _incarnations[table];

    /// <summary>Running tables by position, the highest first.</summary>
    public IReadOnlyList<(long Position, IReadOnlyList<ITableProjector> Tables)> Cohorts() =>
        [.. _running.Values.GroupBy(r => r.Position).OrderByDescending(g => g.Key).Select(g => (g.Key, (IReadOnlyList<ITableProjector>)[.. g.Select(r => r.Projector)]))];

    public void SetPosition(IReadOnlyList<ITableProjector> tables, long position)
    {
        foreach (var table in tables) _running[table.Definition.QualifiedName].Position = position;
    }

    public void Remove(TableDefinition table) => _running.Remove(table.QualifiedName);

    /// <summary>Reloads the states of the tables, and discards the cached rows of tables that another process has changed.</summary>
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
            if (_running.TryGetValue(name, out var known) && known.Projector.CheckpointNames().SequenceEqual(family)
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
