using EventSourced.Laws.Tests.Worlds;
using EventSourced.ReadTables.Generations;

namespace EventSourced.Laws.Tests.Suite;

public abstract partial class TableLaws
{
    private static readonly TimeSpan s_lockTimeout = TimeSpan.FromSeconds(1);

    [Fact]
    public Task What_people_made_on_a_table_is_on_every_generation_that_takes_its_place() => HoldAsync(nameof(What_people_made_on_a_table_is_on_every_generation_that_takes_its_place), async (random, visited) =>
    {
        await using var people = await PeoplesWork.MakeAsync(Main);
        var before = await people.ReadAsync();

        await Main.RebuildAllAsync();
        await people.AssertSameAsync(before, "after a rebuild");
        await RebuildPartsAsync(random, visited);
        await people.AssertSameAsync(before, "after a rebuild of parts");
        foreach (var when in new[] { "after a rollback", "after a rollback of the rollback" })
        {
            // Those derived from a table go with it.
            foreach (var head in Catalog.Tables.Where(t => t.SourceRow is null)) await new GenerationStore(Main.Source, Catalog).RollbackAsync(head, s_lockTimeout);
            await people.AssertSameAsync(before, when);
        }
        await AssertUnchangedAsync("after rebuilds and rollbacks of tables that people made something on", visited);
    });
}
