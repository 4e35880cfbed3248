using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Tests.Runtime;

/// <summary>Checkpoints of tables that have no event are advanced for all lanes together.</summary>
public sealed class EmptyCheckpointsTests
{
    [Fact]
    public async Task Each_lane_advances_its_own_tables_and_one_that_was_changed_stays()
    {
        await using var world = await ToyWorld.CreateAsync("empty_checkpoints");
        await using var checkpoints = new EmptyCheckpoints(world.Source);
        await world.ExecuteAsync("UPDATE es.read_tables SET position = 5, incarnation = 1; UPDATE es.read_tables SET state = 'paused' WHERE table_name = 'toys.notes'");

        Task[] lanes =
        [
            AdvanceAsync([("red.red_sums", 1), ("green.green_sums", 1)]),
            // The table was replaced, is at another position, or is paused.
            AdvanceAsync([("blue.blue_sums", 2)]), AdvanceAsync([("toys.accounts", 1)], from: 4), AdvanceAsync([("toys.notes", 1)]),
        ];
        await lanes[0];
        foreach (var lane in lanes[1..]) await Assert.ThrowsAsync<TablesChangedException>(() => lane);

        Assert.Equal("green.green_sums red.red_sums", await world.ScalarAsync<string>("SELECT string_agg(table_name, ' ' ORDER BY table_name) FROM es.read_tables WHERE position = 9"));
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM es.read_tables WHERE position NOT IN (5, 9)"));

        Task AdvanceAsync((string, long)[] tables, long from = 5) => checkpoints.AdvanceAsync(tables, from, 9, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_table_that_another_transaction_changes_does_not_hold_up_the_others()
    {
        await using var world = await ToyWorld.CreateAsync("empty_checkpoints_locked");
        await using var checkpoints = new EmptyCheckpoints(world.Source);
        await using var connection = await world.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var swap = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await TableCheckpoint.ReadAsync(connection, [ToyWorld.Catalog.Find("red.red_sums")!], forUpdate: true, default);
        var incarnation = await world.ScalarAsync<long>("SELECT DISTINCT incarnation FROM es.read_tables");

        var (locked, other) = (AdvanceAsync("red.red_sums"), AdvanceAsync("green.green_sums"));
        await other;
        await Assert.ThrowsAsync<TablesChangedException>(() => locked);

        Task AdvanceAsync(string table) => checkpoints.AdvanceAsync([(table, incarnation)], 0, 9, TestContext.Current.CancellationToken);
    }
}
