using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Takes one table through a page: collect keys, load the rows they name, apply events in order in memory, write what changed. Rows stay cached from
/// page to page; only the owner of the lane writes the table, so the cache holds as long as pages commit.
/// </summary>
internal interface ITableProjector
{
    TableDefinition Definition { get; }

    /// <summary>The tables whose checkpoints move with this one: itself and those derived from it.</summary>
    IEnumerable<string> Advances();

    /// <summary>Keeps a table derived from this one up to date with it.</summary>
    void AddDerived(TableDefinition derived);

    /// <summary>Finds out which rows the events touch.</summary>
    /// <exception cref="EventFailedException">A mapping failed.</exception>
    void Collect(IReadOnlyList<ProjectedEvent> events);

    /// <summary>The query for touched rows that are not cached, or null when there are none.</summary>
    NpgsqlBatchCommand? CreateLoad();

    Task ReadLoadedAsync(NpgsqlDataReader reader, CancellationToken cancellationToken);

    /// <summary>Applies the collected steps in memory.</summary>
    /// <exception cref="EventFailedException">A mapping failed, or left a row that cannot be written.</exception>
    void Apply();

    /// <summary>Runs what must see the table before the page's writes.</summary>
    Task BeforeWriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken);

    /// <summary>Deletions, changed rows, and new rows when they are few.</summary>
    IEnumerable<NpgsqlBatchCommand> CreateWrites();

    /// <summary>New rows when they are many, and rows of the tables derived from this one. Runs after the writes, in their transaction.</summary>
    Task AfterWriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken);

    /// <summary>The page is committed.</summary>
    void Accept();

    /// <summary>The page failed: forget it and the cache.</summary>
    void Discard();
}
