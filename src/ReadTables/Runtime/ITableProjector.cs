using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Applies pages of events to one table: collect keys, load their rows, apply events in order in memory, write the changes. A live table is written after
/// every page, a table in a build after many pages. Rows are cached; only one process writes a table, so the cache is valid as long as its writes are
/// committed.
/// </summary>
internal interface ITableProjector
{
    TableDefinition Definition { get; }

    /// <summary>Positions of events that an administrator has skipped.</summary>
    IReadOnlySet<long> Skipped { get; set; }

    /// <summary>Number of rows that wait to be written.</summary>
    int Pending { get; }

    /// <summary>Whether the changes must be written before the next page is loaded.</summary>
    bool MustWrite { get; }

    /// <summary>Whether this page loads rows by their parent, for which the table needs its indexes.</summary>
    bool LooksUpSets { get; }

    /// <summary>Whether this page needs rows that are not cached.</summary>
    bool MustLoad { get; }

    /// <summary>Qualified names of the tables that share its checkpoint: itself and those derived from it.</summary>
    IReadOnlyList<string> CheckpointNames();

    /// <summary>Adds a table derived from this one, which is updated with it.</summary>
    void AddDerived(TableDefinition derived);

    /// <summary>Whether the table handles an event.</summary>
    bool Handles(ProjectedEvent e) => e.EventType is { } type && Definition.EventTypes.Contains(type) && !Skips(e);

    /// <summary>Whether an administrator has skipped an event.</summary>
    bool Skips(ProjectedEvent e) => Skipped.Count > 0 && Skipped.Contains(e.Recorded.Position);

    /// <summary>Starts a page: collects the keys of the rows that the events change.</summary>
    /// <exception cref="EventFailedException">A mapping failed.</exception>
    void Collect(IReadOnlyList<ProjectedEvent> events);

    /// <summary>The queries for rows that are not cached.</summary>
    IReadOnlyList<NpgsqlBatchCommand> CreateLoads();

    /// <summary>Reads the results of the loads, up to and including the last of them.</summary>
    Task ReadLoadedAsync(NpgsqlDataReader reader, CancellationToken cancellationToken);

    /// <summary>Applies the collected steps in memory.</summary>
    /// <exception cref="EventFailedException">A mapping failed, or its row cannot be written.</exception>
    void Apply();

    /// <summary>Takes the changes since the last call, to be written in one transaction. Further pages may be applied before it is committed: their rows are cached until then.</summary>
    IRowWrites TakeWrites();

    /// <summary>The writes that were taken last are committed: the cache may be trimmed.</summary>
    void Accept();

    /// <summary>The page or its writes failed: discard the changes and the cache.</summary>
    void Discard();
}
