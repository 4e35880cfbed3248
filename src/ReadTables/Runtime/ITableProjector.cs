using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Takes one table through pages: collect keys, load the rows they name, apply events in order in memory, write what changed. Live tables are written after
/// every page; a table that is built aside goes through many pages before it is written. Rows stay cached; only one process writes a table, so the cache
/// holds as long as its writes commit.
/// </summary>
internal interface ITableProjector
{
    TableDefinition Definition { get; }

    /// <summary>Positions of events that an administrator decided to leave out.</summary>
    IReadOnlySet<long> Skipped { get; set; }

    /// <summary>Rows that wait to be written.</summary>
    int Pending { get; }

    /// <summary>What was applied must be written before another page is loaded.</summary>
    bool MustWrite { get; }

    /// <summary>Whether the loads of this page look rows up by the parent whose set is replaced, for which the table needs its indexes.</summary>
    bool LooksUpSets { get; }

    /// <summary>Whether <see cref="BeforeWriteAsync"/> has something to do.</summary>
    bool ReadsBeforeWrite { get; }

    /// <summary>The tables whose checkpoints move with this one: itself and those derived from it.</summary>
    IReadOnlyList<string> Advances();

    /// <summary>Keeps a table derived from this one up to date with it.</summary>
    void AddDerived(TableDefinition derived);

    /// <summary>Whether the table wants an event.</summary>
    bool Handles(ProjectedEvent e);

    /// <summary>Begins a page: finds out which rows the events touch.</summary>
    /// <exception cref="EventFailedException">A mapping failed.</exception>
    void Collect(IReadOnlyList<ProjectedEvent> events);

    /// <summary>The queries for touched rows that are not cached.</summary>
    IReadOnlyList<NpgsqlBatchCommand> CreateLoads();

    /// <summary>Reads the results of the loads; the reader is left at the last of them.</summary>
    Task ReadLoadedAsync(NpgsqlDataReader reader, CancellationToken cancellationToken);

    /// <summary>Applies the collected steps in memory.</summary>
    /// <exception cref="EventFailedException">A mapping failed, or left a row that cannot be written.</exception>
    void Apply();

    /// <summary>Runs what must see the table before the writes, in their transaction.</summary>
    Task BeforeWriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken);

    /// <summary>Deletions, changed rows, and new rows when they are few.</summary>
    IEnumerable<NpgsqlBatchCommand> CreateWrites();

    /// <summary>New rows when they are many, and rows of the tables derived from this one. Runs after the writes, in their transaction.</summary>
    Task AfterWriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken);

    /// <summary>The writes are committed.</summary>
    void Accept();

    /// <summary>The page or its writes failed: forget what waits, and the cache.</summary>
    void Discard();
}
