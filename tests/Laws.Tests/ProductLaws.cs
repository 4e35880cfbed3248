using EventSourced.Laws.Tests.Suite;
using EventSourced.Laws.Tests.Worlds;
using EventSourced.Projections;

namespace EventSourced.Laws.Tests;

/// <summary>The laws for the tables of EventSourced. LAWS_SEED=new chooses a random history, LAWS_SEED=N a given one.</summary>
public sealed class ProductLaws(ProductLaws.World world) : TableLaws(world), IClassFixture<ProductLaws.World>
{
    /// <summary>Its history.</summary>
    public sealed class World() : LawWorld(ReadTableSet.Catalog);
}
