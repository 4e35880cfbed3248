using EventSourced.Contracts;
using EventSourced.Laws.Market;
using EventSourced.Laws.Tests.Suite;
using EventSourced.Laws.Tests.Worlds;
using EventSourced.ReadTables;

namespace EventSourced.Laws.Tests;

/// <summary>
/// The same laws over tables that say what the product's do not say yet: counts that depend on every event before, derived tables, rows known by their place
/// in the log, 64-bit ids, reals, and an index that begins with a nullable column.
/// </summary>
public sealed class MarketLaws(MarketLaws.World world) : TableLaws(world), IClassFixture<MarketLaws.World>
{
    /// <summary>Its history.</summary>
    public sealed class World() : LawWorld(ReadTableCatalog.Scan(EventCatalog.Scan(typeof(Bought).Assembly), typeof(Bought).Assembly), AnySeed);
}
