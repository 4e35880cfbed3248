using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>The services that every build needs.</summary>
/// <param name="Catalog">The tables.</param>
/// <param name="Store">The log.</param>
/// <param name="Codec">Reads events.</param>
/// <param name="Source">The database.</param>
/// <param name="Options">Settings of builds.</param>
internal sealed record BuildEngine(ReadTableCatalog Catalog, IEventStore Store, EventCodec Codec, NpgsqlDataSource Source, BuildOptions Options);

/// <summary>Settings of builds: rebuilds, verifications and replays.</summary>
public sealed record BuildOptions
{
    /// <summary>Largest number of events in a page.</summary>
    public int PageSize { get; init; } = 1_000;

    /// <summary>Rows cached in memory, over all tables of a build; a table with more rows looks the others up in the database.</summary>
    public int CachedRows { get; init; } = 250_000;

    /// <summary>Number of changed rows after which they are written, over all tables of a build. As many more may wait while they are written.</summary>
    public int PendingRows { get; init; } = 50_000;

    /// <summary>Largest number of tables to which a page is applied at the same time.</summary>
    public int Parallelism { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>Longest interval between two writes: this much work is repeated after a crash.</summary>
    public TimeSpan WriteEvery { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a swap waits for its locks before it retries: the longest time that it blocks readers.</summary>
    public TimeSpan SwapLockTimeout { get; init; } = TimeSpan.FromMilliseconds(20);
}
