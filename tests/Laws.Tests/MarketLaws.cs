using EventSourced.Contracts;
using EventSourced.Laws.Market;
using EventSourced.Laws.Tests.Suite;
using EventSourced.Laws.Tests.Worlds;
using EventSourced.ReadTables;

namespace EventSourced.Laws.Tests;

/// <summary>
/// The same laws for tables with features that the product's tables do not use yet: counts that depend on every earlier event, derived tables, keys made of
/// the position in the log, 64-bit ids, reals, and an index that begins with a nullable column.
/// </summary>
public sealed class MarketLaws(MarketLaws.World world) : TableLaws(world), IClassFixture<MarketLaws.World>
{
    /// <summary>Its history.</summary>
    public sealed class World() : LawWorld(ReadTableCatalog.Scan(EventCatalog.Scan(typeof(Bought).Assembly), typeof(Bought).Assembly));
}
