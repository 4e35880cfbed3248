using EventSourced.EventStore;
using EventSourced.EventStore.Signals;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Toys;
using EventSourced.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventSourced.ReadTables.Tests.Generations;

/// <summary>
/// Operations in a process whose own watermark is lower than the checkpoints, because an append is open. A committed checkpoint proves the position for every
/// process.
/// </summary>
public sealed class LaggingWatermarkTests
{
    private static readonly string[] s_table = ["toys.accounts"];

    [Fact]
    public async Task A_partial_rebuild_loses_no_rows()
    {
        await using var world = await WorldAsync("lag_part");
        var before = await world.DumpAsync("toys.accounts");

        var ended = await WhileAnAppendIsOpenAsync(world, OperationKind.Rebuild, new() { Tables = s_table, Where = new Dictionary<string, string> { ["bank"] = "north" } });

        Assert.Equal(("completed", null), (ended.State, ended.Error));
        Assert.Equal(before, await world.DumpAsync("toys.accounts"));
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 1)));
        Assert.True((await world.VerifyAsync("toys.accounts")).Holds());
    }

    [Fact]
    public async Task A_rebuild_does_not_decrease_the_position()
    {
        await using var world = await WorldAsync("lag_full");
        var (before, position) = (await world.DumpAsync("toys.accounts"), await PositionAsync(world));

        var ended = await WhileAnAppendIsOpenAsync(world, OperationKind.Rebuild, new() { Tables = s_table });

        Assert.Equal(("completed", null), (ended.State, ended.Error));
        Assert.Equal((before, position), (await world.DumpAsync("toys.accounts"), await PositionAsync(world)));
    }

    [Fact]
    public async Task A_verification_completes_without_differences()
    {
        await using var world = await WorldAsync("lag_verify");

        Assert.True((await WhileAnAppendIsOpenAsync(world, OperationKind.Verify, new() { Tables = s_table })).Holds());
    }

    [Fact]
    public async Task A_replay_to_the_position_of_a_table_is_built()
    {
        await using var world = await WorldAsync("lag_replay");

        var ended = await WhileAnAppendIsOpenAsync(world, OperationKind.Replay, new() { Tables = s_table, To = await PositionAsync(world), Into = "may" });

        Assert.Equal(("completed", null), (ended.State, ended.Error));
    }

    [Fact]
    public async Task Partial_rebuilds_during_appends_of_two_processes_lose_no_event()
    {
        await using var world = await OperationWorld.CreateAsync("lag_load");
        await world.ProjectAsync(await world.AppendAsync(new AccountOpened("north", "a", "ann")));
        using var runtime = world.NewRuntime();
        await runtime.StartAsync(default);
        using var stop = new CancellationTokenSource();
        await using var one = new PostgresEventStore(world.Source, world.Codec);
        await using var two = new PostgresEventStore(world.Source, world.Codec);
        Task[] writing = [.. Enumerable.Range(0, 4).Select(n => Task.Run(() => AppendAsync(n % 2 == 0 ? one : two, n, stop.Token)))];
        await using var other = new PostgresEventStore(world.Source, world.Codec);
        using var runner = NewRunner(world, other);
        await runner.StartAsync(default);

        for (var i = 0; i < 15; i++)
        {
            var requested = await world.Operations().CreateAsync(OperationKind.Rebuild, new() { Tables = s_table, Where = new Dictionary<string, string> { ["bank"] = "north" } }, "tester");
            Assert.Equal("completed", (await world.EndOfAsync(requested.Id)).State);
            // In one statement, so that rows and checkpoint come from one snapshot.
            Assert.Equal("", await world.ScalarAsync<string>("""
                SELECT CASE WHEN a.sum = e.count THEN '' ELSE a.sum || ' of ' || e.count END
                FROM (SELECT coalesce(sum(balance), 0) AS sum FROM toys.accounts) a,
                     (SELECT count(*) AS count FROM log.mt_events WHERE type = 'toys.money_moved.v1' AND seq_id <= (SELECT position FROM es.read_tables WHERE table_name = 'toys.accounts')) e
                """));
        }

        await stop.CancelAsync();
        await Task.WhenAll(writing);
        await runner.StopAsync(default);
        await runtime.StopAsync(default);
    }

    private static async Task<ProjectionWorld> WorldAsync(string name)
    {
        var world = await OperationWorld.CreateAsync(name);
        await world.ProjectAsync(await world.AppendAsync(
            new AccountOpened("north", "a", "ann"), new MoneyMoved("north", "a", 7), new AccountOpened("south", "b", "bob"), new MoneyMoved("south", "b", 9)));
        return world;
    }

    /// <summary>Runs an operation in another process, which has no watermark yet and cannot prove one.</summary>
    private static async Task<Operation> WhileAnAppendIsOpenAsync(ProjectionWorld world, string kind, OperationRequest request)
    {
        await using var connection = await world.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("SELECT nextval('log.mt_events_sequence')", connection, transaction)) await hold.ExecuteNonQueryAsync();
        await using var other = new PostgresEventStore(world.Source, world.Codec);
        var requested = await world.Operations().CreateAsync(kind, request, "tester");
        using var runner = NewRunner(world, other);
        await runner.StartAsync(default);
        var ended = await world.EndOfAsync(requested.Id);
        await runner.StopAsync(default);
        return ended;
    }

    private static async Task AppendAsync(PostgresEventStore store, int writer, CancellationToken stop)
    {
        var random = new Random(writer);
        while (!stop.IsCancellationRequested)
        {
            var moved = new MoneyMoved("north", $"a{random.Next(5)}", 1);
            await store.AppendAsync(new Append(
                [new StreamAppend($"stream{writer}", ExpectedVersion.Any, [moved])], new EventMetadata(Guid.NewGuid(), "test", DateTimeOffset.UtcNow)), CancellationToken.None);
        }
    }

    private static OperationRunner NewRunner(ProjectionWorld world, IEventStore store) => new(
        world.Catalog, store, world.Codec, world.Source, new BuildOptions(), new ProjectionOptions(), new StateChanges(new Notifications(world.Source, NullLogger<Notifications>.Instance)), NullLogger<OperationRunner>.Instance);

    private static Task<long> PositionAsync(ProjectionWorld world) => world.ScalarAsync<long>("SELECT position FROM es.read_tables WHERE table_name = 'toys.accounts'");
}
