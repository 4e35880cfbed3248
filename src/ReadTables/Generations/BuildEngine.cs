using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>What every build needs.</summary>
/// <param name="Catalog">The tables.</param>
/// <param name="Store">The log.</param>
/// <param name="Codec">Reads events.</param>
/// <param name="Source">The database.</param>
/// <param name="Options">How builds are done.</param>
internal sealed record BuildEngine(ReadTableCatalog Catalog, IEventStore Store, EventCodec Codec, NpgsqlDataSource Source, BuildOptions Options);

/// <summary>How tables are built aside.</summary>
public sealed record BuildOptions
{
    /// <summary>Most events read at once.</summary>
    public int PageSize { get; init; } = 4_000;

    /// <summary>Rows kept in memory, over all tables of a build; a table that has more looks them up in the database.</summary>
    public int CachedRows { get; init; } = 250_000;

    /// <summary>Rows that wait to be written, over all tables of a build.</summary>
    public int PendingRows { get; init; } = 50_000;

    /// <summary>How often what waits is written at the least: so much work is done again after a kill.</summary>
    public TimeSpan WriteEvery { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a swap waits for readers before it lets them pass and tries again: the longest pause that it causes.</summary>
    public TimeSpan SwapLockTimeout { get; init; } = TimeSpan.FromMilliseconds(20);
}
