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

    /// <summary>Running tables with the same positions, the highest first.</summary>
    public IReadOnlyList<Cohort> Cohorts() =>
        [.. _running.Values.GroupBy(r => (r.Read, r.Position)).OrderByDescending(g => g.Key).Select(g => new Cohort(g.Key.Position, g.Key.Read, [.. g.Select(r => r.Projector)]))];

    /// <summary>Whether the log has been read beyond the checkpoint of a table.</summary>
    public bool HaveUnsavedPositions => _running.Values.Any(r => r.Read > r.Position);

    /// <summary>Records that the checkpoints of some tables were advanced.</summary>
    public void SetPosition(IReadOnlyList<ITableProjector> tables, long position)
    {
        foreach (var table in tables) _running[table.Definition.QualifiedName].Position = position;
    }

    /// <summary>Records that the log has no event for some tables up to a position. Their checkpoints stay.</summary>
    public void SetRead(IReadOnlyList<ITableProjector> tables, long position)
    {
        foreach (var table in tables) _running[table.Definition.QualifiedName].Read = position;
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

        public long Position
        {
            get;
            set => (field, Read) = (value, Math.Max(value, Read));
        }

        /// <summary>Between the checkpoint and this position, the log has no event for the table.</summary>
        public long Read { get; set; }
    }

    /// <summary>Tables that are projected together.</summary>
    /// <param name="Position">Their checkpoints.</param>
    /// <param name="Read">The position up to which the log has been read for them; there was no event for them after their checkpoints.</param>
    /// <param name="Tables">The tables.</param>
    internal sealed record Cohort(long Position, long Read, IReadOnlyList<ITableProjector> Tables);
}
