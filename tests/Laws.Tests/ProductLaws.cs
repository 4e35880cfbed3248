using EventSourced.Laws.Tests.Suite;
using EventSourced.Laws.Tests.Worlds;
using EventSourced.Projections;

namespace EventSourced.Laws.Tests;

/// <summary>The tables of EventSourced over a history that is always the same.</summary>
public sealed class FixedHistoryLaws(FixedHistoryLaws.World world) : TableLaws(world), IClassFixture<FixedHistoryLaws.World>
{
    /// <summary>Its history.</summary>
    public sealed class World() : LawWorld(ReadTableSet.Catalog, 20240229);
}

/// <summary>The tables of EventSourced over another history: LAWS_SEED=new makes one that nobody has seen, LAWS_SEED=N brings one back.</summary>
public sealed class NewHistoryLaws(NewHistoryLaws.World world) : TableLaws(world), IClassFixture<NewHistoryLaws.World>
{
    /// <summary>Its history.</summary>
    public sealed class World() : LawWorld(ReadTableSet.Catalog, AnySeed);
}
