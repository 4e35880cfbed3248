using EventSourced.EventStore;
using EventSourced.Laws.Tests.Histories;
using EventSourced.Laws.Tests.Worlds;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Runtime;

namespace EventSourced.Laws.Tests.Suite;

public abstract partial class TableLaws
{
    [Fact]
    public Task A_page_delivered_twice_is_applied_once() => HoldAsync(nameof(A_page_delivered_twice_is_applied_once), async (random, visited) =>
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
                // Once more at once; and one of before, which only a fence holds back: to the owner, who has later rows in memory, or to a process that has none.
                await RefusedAsync(delivered[^1]);
                await RefusedAsync(random.Of(delivered));
            }

            Task RefusedAsync((long From, EventPage Page) again) => Assert.ThrowsAsync<TablesChangedException>(
                () => deliveries.DeliverAsync(random.Once(2) ? deliveries.Owner : deliveries.NewProjectors(), again.From, again.Page));
        }
        await AssertUnchangedAsync("after every page was delivered twice", visited);
    });

    [Fact]
    public Task Any_split_into_pages_and_any_restart_gives_the_same_rows() => HoldAsync(nameof(Any_split_into_pages_and_any_restart_gives_the_same_rows), async (random, visited) =>
    {
        foreach (var pageSize in new[] { 1, random.Next(2, 8), random.Next(8, 200), 5_000 })
        {
            await world.ResetAsync();
            var stops = new List<long>();
            while (stops.LastOrDefault() < world.End)
            {
                stops.Add(Math.Min(world.End, stops.LastOrDefault() + 1 + random.NextInt64(world.End / 2)));
                // Stopped in the middle of whatever page it is at by then; begins with nothing in memory.
                await Main.ProjectAsync(stops[^1], pageSize);
            }
            await AssertUnchangedAsync($"in pages of {pageSize}, stopped at {string.Join(", ", stops)}", visited);
        }
    });

    [Fact]
    public Task Events_of_one_scope_never_change_the_rows_of_another() => HoldAsync(nameof(Events_of_one_scope_never_change_the_rows_of_another), async (random, visited) =>
    {
        // In small pages, so that what one scope says meets rows of others that are stored already.
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
            // No row more, no row less and none another: had one scope touched another's rows, the sum would differ from its parts.
            together.AssertEqual(main, $"{module.Module}: the rows of each scope alone, put together");
            visited.UnionWith(tables);
        }
    });

    // A place in the log, or a number made of it, depends on what others append.
    private static IEnumerable<Column> WithoutPositions(TableDefinition table) =>
        table.Columns.Where(c => !table.Lineage.Any(l => l.Column == c.Name && l.Fields.Contains("@position")));
}
