using EventSourced.Laws.Tests.Suite;
using EventSourced.Laws.Tests.Worlds;
using EventSourced.Projections;

namespace EventSourced.Laws.Tests;

/// <summary>The laws for the tables of EventSourced with a fixed history.</summary>
public sealed class FixedHistoryLaws(FixedHistoryLaws.World world) : TableLaws(world), IClassFixture<FixedHistoryLaws.World>
{
    /// <summary>Its history.</summary>
    public sealed class World() : LawWorld(ReadTableSet.Catalog, 20240229);
}

/// <summary>The laws for the tables of EventSourced with another history. LAWS_SEED=new chooses a random seed, LAWS_SEED=N a given one.</summary>
public sealed class NewHistoryLaws(NewHistoryLaws.World world) : TableLaws(world), IClassFixture<NewHistoryLaws.World>
{
    /// <summary>Its history.</summary>
    public sealed class World() : LawWorld(ReadTableSet.Catalog, AnySeed);
}
