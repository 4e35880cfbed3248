using EventSourced.Laws.Tests.Worlds;
using EventSourced.ReadTables.Generations;

namespace EventSourced.Laws.Tests.Suite;

public abstract partial class TableLaws
{
    private static readonly TimeSpan s_lockTimeout = TimeSpan.FromSeconds(1);

    [Fact]
    public Task Objects_of_users_on_a_table_are_on_every_generation_that_replaces_it() => CheckAsync(nameof(Objects_of_users_on_a_table_are_on_every_generation_that_replaces_it), async (random, visited) =>
    {
        await using var objects = await UserObjects.CreateAsync(Main);
        var before = await objects.ReadAsync();

        await Main.RebuildAllAsync();
        await objects.AssertSameAsync(before, "after a rebuild");
        await RebuildPartsAsync(random, visited);
        await objects.AssertSameAsync(before, "after a rebuild of parts");
        foreach (var when in new[] { "after a rollback", "after a rollback of the rollback" })
        {
            // A rollback includes the derived tables.
            foreach (var head in Catalog.Tables.Where(t => t.SourceRow is null)) await new GenerationStore(Main.Source, Catalog).RollbackAsync(head, s_lockTimeout);
            await objects.AssertSameAsync(before, when);
        }
        await AssertUnchangedAsync("after rebuilds and rollbacks of tables with objects of users", visited);
    });
}
