namespace EventSourced.ReadTables.Runtime;

/// <summary>Options of a table projector.</summary>
internal sealed record ProjectorOptions
{
    /// <summary>The schema of each table; that of a live table is its module.</summary>
    public Func<TableDefinition, string> SchemaOf { get; init; } = table => table.Module;

    /// <summary>The rows to build; null for all.</summary>
    public RowScope? Scope { get; init; }

    /// <summary>Whether the tables are empty at the start: nothing is looked up until the cache was cleared.</summary>
    public bool StartsEmpty { get; init; }

    /// <summary>Largest number of cached rows. A row needs some hundred bytes, so the default limit is tens of megabytes.</summary>
    public int CacheLimit { get; init; } = 50_000;
}
