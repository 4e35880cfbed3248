using EventSourced.EventStore;
using EventSourced.Laws.Tests.Histories;
using EventSourced.Laws.Tests.Worlds;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Runtime;

namespace EventSourced.Laws.Tests.Suite;

public abstract partial class TableLaws
{
    [Fact]
    public Task A_page_delivered_twice_is_applied_once() => CheckAsync(nameof(A_page_delivered_twice_is_applied_once), async (random, visited) =>
    {
        await world.ResetAsync();
        foreach (var lane in Catalog.Lanes)
        {
            await using var deliveries = await Deliveries.CreateAsync(Main, lane);
            var delivered = new List<(long From, EventPage Page)>();
            for (var position = 0L; position < world.End; position = delivered[^1].Page.Position)
            {
                delivered.Add((position, await Main.Store.ReadPageAsync(position, random.Next(1, 60))));
                Assert.Empty(await deliveries.DeliverAsync(deliveries.Owner, position, delivered[^1].Page));
                // The same page again, and an earlier one, which only the fence rejects. Both to the owner, which has later rows in memory, or to a process that has none.
                await AssertRejectedAsync(delivered[^1]);
                await AssertRejectedAsync(random.Pick(delivered));
            }

            Task AssertRejectedAsync((long From, EventPage Page) again) => Assert.ThrowsAsync<TablesChangedException>(
                () => deliveries.DeliverAsync(random.OneIn(2) ? deliveries.Owner : deliveries.NewProjectors(), again.From, again.Page));
        }
        await AssertUnchangedAsync("after every page was delivered twice", visited);
    });

    [Fact]
    public Task Any_split_into_pages_and_any_restart_gives_the_same_rows() => CheckAsync(nameof(Any_split_into_pages_and_any_restart_gives_the_same_rows), async (random, visited) =>
    {
        foreach (var pageSize in new[] { 1, random.Next(2, 8), random.Next(8, 200), 5_000 })
        {
            await world.ResetAsync();
            var stops = new List<long>();
            while (stops.LastOrDefault() < world.End)
            {
                stops.Add(Math.Min(world.End, stops.LastOrDefault() + 1 + random.NextInt64(world.End / 2)));
                // Stops in the middle of a page. Each run starts with nothing in memory.
                await Main.ProjectAsync(stops[^1], pageSize);
            }
            await AssertUnchangedAsync($"in pages of {pageSize}, stopped at {string.Join(", ", stops)}", visited);
        }
    });

    [Fact]
    public Task Events_of_one_scope_never_change_the_rows_of_another() => CheckAsync(nameof(Events_of_one_scope_never_change_the_rows_of_another), async (random, visited) =>
    {
        // In small pages, so that events of one scope are applied when rows of others are stored already.
        await world.ResetAsync();
        await Main.ProjectAsync(world.End, random.Next(5, 40));
        var main = await TableRows.ReadAsync(Main, columnsOf: WithoutPositions);
        foreach (var module in world.History.Modules)
        {
            var tables = Catalog.Tables.Where(t => t.Module == module.Module).ToList();
            var together = new TableRows();
            foreach (var scope in world.History.Steps.Where(s => s.Module == module.Module).Select(s => s.Scope).DistinctBy(s => string.Join('\0', s)))
            {
                await using var alone = await world.NewWorldAsync("laws_alone");
                await alone.ProjectAsync(await History.AppendAsync(alone, world.History.Steps.Where(s => s.Module == module.Module && s.Scope.SequenceEqual(scope))), random.Next(5, 500));
                together.Add(await TableRows.ReadAsync(alone, columnsOf: WithoutPositions), tables);
            }
            // If a scope had changed rows of another, the rows of all scopes together would differ from those of the whole log.
            together.AssertEqual(main, $"{module.Module}: the rows of each scope projected alone, combined");
            visited.UnionWith(tables);
        }
    });

    // A position in the log, or a number computed from it, depends on the events of other scopes.
    private static IEnumerable<Column> WithoutPositions(TableDefinition table) =>
        table.Columns.Where(c => !table.Lineage.Any(l => l.Column == c.Name && l.Fields.Contains("@position")));
}
