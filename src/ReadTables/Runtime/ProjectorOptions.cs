namespace EventSourced.ReadTables.Runtime;

/// <summary>How a table is taken through events.</summary>
internal sealed record ProjectorOptions
{
    /// <summary>In which schema each table has its rows; the live ones are in their module's.</summary>
    public Func<TableDefinition, string> SchemaOf { get; init; } = table => table.Module;

    /// <summary>Which rows to keep; null for all.</summary>
    public RowScope? Scope { get; init; }

    /// <summary>The tables are new: until rows had to leave the memory, nothing needs to be looked up.</summary>
    public bool StartsEmpty { get; init; }

    /// <summary>Rows kept in memory between writes. A row costs some hundred bytes: the usual bound is tens of megabytes.</summary>
    public int CacheLimit { get; init; } = 50_000;
}
